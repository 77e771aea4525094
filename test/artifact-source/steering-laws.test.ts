// Whatever is ordered in whatever order, and whatever breaks meanwhile: nothing is lost, and nothing has two effects.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fail } from '../../src/core/errors/catalogue.ts';
import {
  withFastForward,
  withHold,
  withPin,
  withReplay,
  withSkipped,
  withoutHolds,
  withoutPin,
} from '../../src/core/watch/orders.ts';
import { watchId } from '../../src/core/watch/watch.ts';
import type { ReleasesCall } from './support/memory-releases.ts';
import { type SteeredScene, createSteeredScene, identity, numbered } from './support/steered-scene.ts';
import { watchOf } from './support/versions.ts';

type Step =
  | { readonly do: 'turn' | 'register' | 'restart' | 'pause' | 'resume' | 'unpin' | 'fast-forward' }
  | { readonly do: 'skip' | 'pin' | 'replay'; readonly about: number }
  | {
      readonly do: 'break';
      readonly call: ReleasesCall;
      readonly moment: 'before' | 'after';
      readonly crash: boolean;
    };

const plain = fc.constantFrom(
  'turn',
  'turn',
  'register',
  'register',
  'restart',
  'pause',
  'resume',
  'unpin',
  'fast-forward',
);
const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: plain }) },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constantFrom('skip' as const, 'pin' as const, 'replay' as const),
        about: fc.integer({ min: 1, max: 4 }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('break' as const),
        call: fc.constantFrom<ReleasesCall>('find', 'create', 'tag'),
        moment: fc.constantFrom('before' as const, 'after' as const),
        crash: fc.boolean(),
      }),
    },
  ),
  { maxLength: 30, size: 'max' },
);

class Crash extends Error {}

const by = { at: '2026-11-21T00:30:00.000Z', by: 'ann' };
const id = watchId(watchOf('every'));

interface Played {
  readonly scene: SteeredScene;
  readonly registered: number;
  /** Versions that were skipped or fast-forwarded at some time: they may fire or not. */
  readonly left: ReadonlySet<number>;
  /** How many replays of a version were ordered. */
  readonly replays: ReadonlyMap<number, number>;
}

async function turn(scene: SteeredScene): Promise<void> {
  try {
    await scene.turn();
  } catch (error) {
    assert.ok(error instanceof Crash, String(error));
    scene.restart();
  }
}

async function play(played: readonly Step[]): Promise<Played> {
  const scene = createSteeredScene();
  await scene.turn();
  let registered = 0;
  const left = new Set<number>();
  const replays = new Map<number, number>();
  for (const step of played) {
    switch (step.do) {
      case 'turn':
        await turn(scene);
        scene.releases.fault = () => undefined;
        break;
      case 'register':
        registered += 1;
        scene.register(registered);
        break;
      case 'restart':
        scene.restart();
        break;
      case 'pause':
        await scene.order((orders) => withHold(orders, { heldBy: 'person', at: by.at, reason: 'r' }));
        break;
      case 'resume':
        await scene.order((orders) => withoutHolds(orders));
        break;
      case 'unpin':
        await scene.order(withoutPin);
        break;
      case 'fast-forward':
        for (let each = 1; each <= registered; each += 1) left.add(each);
        await scene.order((orders) => withFastForward(orders, { to: numbered(registered).createdAt, ...by }));
        break;
      case 'break':
        scene.releases.fault = (call, moment) => {
          if (call !== step.call || moment !== step.moment) return undefined;
          if (step.crash) throw new Crash();
          return fail('DevOpsFailed', { action: 'x', status: 500, reason: 'y' });
        };
        break;
      case 'skip':
      case 'pin':
      case 'replay': {
        const known = (await scene.store.known(id)).find(({ version }) => version === `${step.about}`);
        if (known === undefined) break;
        const about = { ...identity(numbered(step.about)), ...by };
        if (step.do === 'skip') left.add(step.about);
        if (step.do === 'skip') await scene.order((orders) => withSkipped(orders, about));
        if (step.do === 'pin') await scene.order((orders) => withPin(orders, about));
        if (step.do === 'replay' && known.state !== 'owed') {
          const replay = (known.replay ?? 0) + 1;
          replays.set(step.about, replay);
          await scene.order((orders) => withReplay(orders, { ...about, replay }));
        }
      }
    }
  }
  scene.releases.fault = () => undefined;
  await scene.order((orders) => withoutPin(withoutHolds(orders)));
  await scene.turn();
  return { scene, registered, left, replays };
}

describe('artifact-source/ (orders, as laws)', function () {
  this.timeout(30_000);

  it('makes exactly one release for each time that a version is wanted, and none more for one that is left out', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (played) => {
        const { scene, registered, left, replays } = await play(played);
        const fired = scene.fired().map(Number);
        for (let each = 1; each <= registered; each += 1) {
          const times = fired.filter((number) => number === each).length;
          const most = 1 + (replays.get(each) ?? 0);
          assert.ok(times <= most, `version ${each} has ${times} releases, at most ${most} were wanted`);
          if (!left.has(each)) assert.equal(times, most, `version ${each} has too few releases`);
        }
        assert.deepEqual(
          (await scene.store.owed(id)).map(({ version }) => version),
          [],
        );
        for (const { version, state } of await scene.store.known(id)) {
          if (replays.has(Number(version))) continue;
          assert.equal(state === 'fired', fired.includes(Number(version)), `version ${version} is ${state}`);
        }
        const keys = scene.releases.made.map(({ description }) => description.split('\n').at(-1));
        assert.equal(new Set(keys).size, keys.length);
      }),
      { numRuns: 300 },
    );
  });

  it('fires in registration order what was neither replayed nor pinned', async () => {
    const orderly = steps.map((all) => all.filter((step) => step.do !== 'replay' && step.do !== 'pin'));
    await fc.assert(
      fc.asyncProperty(orderly, async (played) => {
        const fired = (await play(played)).scene.fired().map(Number);
        assert.deepEqual(
          fired,
          fired.toSorted((a, b) => a - b),
        );
      }),
      { numRuns: 200 },
    );
  });
});
