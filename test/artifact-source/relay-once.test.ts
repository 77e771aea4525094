// One release per version: under duplicates, any order, lost answers, and a crash of the relay before and behind each step.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createRelay } from '../../artifact-source/relay.ts';
import { fail } from '../../src/core/errors/catalogue.ts';
import { given } from '../../src/core/given.ts';
import { allowedAddresses } from '../../src/core/relay/forward-address.ts';
import type { ForwardedVersions, TriggeredReleases } from '../../src/ports/forwarded-versions.ts';
import { gridEvent } from '../support/event-grid-events.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { createMemoryForwarded } from './support/memory-forwarded.ts';
import { hookHeaders } from './support/relay-scene.ts';
import { createScriptedRegistry } from './support/scripted-registry.ts';
import { modelVersion, workspace } from './support/versions.ts';

type Step = 'begin' | 'post' | 'finish';
/** What happens at a step: the relay dies before or behind it, or (of a post) its answer is lost. */
type Fate = 'works' | 'crash-before' | 'crash-behind' | 'lost';

class Crash extends Error {}

/** Azure DevOps, Event Grid and the relay's memory outlive every relay; each crash is followed by a new relay. */
function createWorld(fates: readonly Fate[], canLook: boolean) {
  const clock = createManualClock();
  const registry = createScriptedRegistry();
  registry.versions.push(...[0, 1, 2].map((each) => modelVersion(String(each), each)));
  const memory = createMemoryForwarded();
  const releases: string[] = [];
  let passed = 0;
  let disturbed = 0;
  const meeting = async (step: Step, work: () => Promise<void>): Promise<void> => {
    const fate = fates[passed] ?? 'works';
    passed += 1;
    if (fate === 'lost' ? step === 'post' : fate !== 'works') disturbed += 1;
    if (fate === 'crash-before') throw new Crash();
    await work();
    if (fate === 'crash-behind') throw new Crash();
    if (fate === 'lost' && step === 'post') {
      throw fail('HookNotReachable', { host: 'vsrm.dev.azure.com', reason: 'ECONNRESET' });
    }
  };
  const forwarded: ForwardedVersions = {
    ...memory,
    begin: (key, at) => meeting('begin', () => memory.begin(key, at)),
    finish: (key) => meeting('finish', () => memory.finish(key)),
  };
  const looked: TriggeredReleases = {
    exist: (_, { version }) => Promise.resolve(releases.includes(version)),
  };
  const hook = {
    async post({ body }: { readonly body: string }) {
      await meeting('post', () => {
        releases.push((JSON.parse(body) as { version: string }).version);
        return Promise.resolve();
      });
      return { status: 200 };
    },
  };
  const newRelay = () =>
    createRelay(
      { workspaces: [workspace], allowed: allowedAddresses('https://dev.azure.com/contoso'), perMinute: 600 },
      {
        ...{ registry, hook, clock, forwarded, random: () => 0, events: { emit: () => undefined } },
        ...given({ releases: canLook ? looked : undefined }),
      },
    );
  let relay = newRelay();
  const headers: Readonly<Record<string, string>> = hookHeaders;
  const deliverOnce = async (version: number): Promise<boolean> => {
    const request = {
      source: '10.0.0.1',
      header: (name: string) => headers[name],
      body: JSON.stringify([gridEvent(version)]),
      arrivedAt: clock.now(),
    };
    try {
      return (await clock.until(relay.deliver(request))).status === 200;
    } catch (error) {
      assert.ok(error instanceof Crash, String(error));
      relay = newRelay();
      return false;
    }
  };
  return {
    releases,
    disturbed: () => disturbed,
    restart: () => {
      relay = newRelay();
    },
    /** As Event Grid does: again after 30 s until it is taken. */
    async deliver(version: number): Promise<void> {
      for (let attempt = 0; attempt < 30; attempt += 1) {
        if (await deliverOnce(version)) return;
        clock.advance(30_000);
      }
      assert.fail(`version ${version} was never taken`);
    },
    /** Two at a time, while nothing is disturbed. */
    async deliverTwice(version: number): Promise<void> {
      await Promise.all([deliverOnce(version), deliverOnce(version)]);
    },
  };
}

describe('artifact-source/relay.ts (one release per version)', () => {
  const fate = fc.constantFrom<Fate>('works', 'works', 'crash-before', 'crash-behind', 'lost');
  const schedule = fc.array(fc.record({ version: fc.nat(2), restarts: fc.boolean() }), {
    minLength: 1,
    maxLength: 8,
  });
  const wanted = (deliveries: readonly { readonly version: number }[]) =>
    [...new Set(deliveries.map(({ version }) => String(version)))].toSorted();

  it('is exact when it may look at the releases: any order, any repetition, a crash or a lost answer anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(schedule, fc.array(fate, { maxLength: 12 }), async (deliveries, fates) => {
        const world = createWorld(fates, true);
        for (const { version, restarts } of deliveries) {
          await world.deliver(version);
          if (restarts) world.restart();
        }
        assert.deepEqual(world.releases.toSorted(), wanted(deliveries));
      }),
      { numRuns: 200 },
    );
  }).timeout(60_000);

  it('never loses one when it may not look, and makes no more too many than crashes and lost answers', async () => {
    await fc.assert(
      fc.asyncProperty(schedule, fc.array(fate, { maxLength: 12 }), async (deliveries, fates) => {
        const world = createWorld(fates, false);
        for (const { version, restarts } of deliveries) {
          await world.deliver(version);
          if (restarts) world.restart();
        }
        const expected = wanted(deliveries);
        assert.deepEqual([...new Set(world.releases)].toSorted(), expected);
        assert.ok(world.releases.length <= expected.length + world.disturbed(), world.releases.join());
      }),
      { numRuns: 200 },
    );
  }).timeout(60_000);

  it('joins deliveries of one version at the same time', async () => {
    const world = createWorld([], false);
    await world.deliverTwice(1);
    assert.deepEqual(world.releases, ['1']);
  });
});
