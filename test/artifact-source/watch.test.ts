import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fail } from '../../src/core/errors/catalogue.ts';
import { traceIdOf } from '../../src/core/trace.ts';
import type { WatchMode } from '../../src/core/watch/watch.ts';
import type { ReleasesCall } from './support/memory-releases.ts';
import { type Scene, createScene } from './support/scene.ts';
import { modelVersion, releaseTarget, watchOf, workspace } from './support/versions.ts';

const passing = fail('DevOpsFailed', { action: 'x', status: 500, reason: 'y' });

describe('artifact-source/watch.ts', function () {
  this.timeout(20_000); // two properties play hundreds of histories each
  it('fires nothing of what is there at first, then every new version, telling each step', async () => {
    const scene = createScene([watchOf('latest')]);
    scene.registry.versions.push(modelVersion('1', 1));
    assert.deepEqual(await scene.turn(), { fired: 0, failed: 0 });
    assert.deepEqual(scene.told(), ['baseline 1']);
    scene.registry.versions.push(modelVersion('2', 2));
    assert.deepEqual(await scene.turn(), { fired: 1, failed: 0 });
    assert.deepEqual(scene.told(), ['seen 2', 'decided 2 fire', 'fired 2']);
    const fired = scene.events.at(-1);
    assert.deepEqual(fired, {
      event: 'fired',
      watch: 'fraud-to-production',
      workspace: 'prod',
      model: 'fraud',
      version: '2',
      traceId: traceIdOf(workspace, 'fraud', modelVersion('2', 2)),
      reason: 'it is the newest version and the mode is latest',
      target: 'release',
      id: 1,
      name: 'Release-1',
      url: 'https://devops.example/1',
      found: false,
    });
  });

  it('makes one list call for all watches of a workspace, whatever its spelling, and no other while all is quiet', async () => {
    const upper = { ...workspace, resourceGroup: 'ML', name: 'Prod' };
    const scene = createScene([
      watchOf('latest'),
      { ...watchOf('every', 'second'), source: upper },
      watchOf('latest', 'third', 'churn'),
    ]);
    scene.registry.versions.push(modelVersion('1', 1), modelVersion('1', 1, 'churn'));
    await scene.turn();
    assert.deepEqual(scene.registry.calls, ['list', 'versions fraud', 'versions churn']);
    await scene.turn();
    scene.restart();
    await scene.turn();
    assert.deepEqual(scene.registry.calls.slice(3), ['list', 'list']);
  });

  it('sees a number that was deleted and registered again, within a quarter of an hour', async () => {
    const scene = createScene([watchOf('latest')]);
    scene.registry.versions.push(modelVersion('1', 1));
    await scene.turn();
    scene.registry.versions[0] = modelVersion('1', 5);
    scene.clock.advance(15 * 60_000);
    await scene.turn();
    assert.deepEqual(scene.fired(), ['1']);
  });

  it('fires one release for each watch of a model', async () => {
    const other = { ...releaseTarget(), definition: 'other' };
    const scene = createScene([watchOf('latest'), { ...watchOf('latest', 'second'), target: other }]);
    await scene.turn();
    scene.registry.versions.push(modelVersion('1', 1));
    assert.deepEqual(await scene.turn(), { fired: 2, failed: 0 });
    const made = scene.releases.made.map(({ target }) => target);
    assert.deepEqual(made, [releaseTarget(), other]);
  });

  it('fires one release where two watches name the same target', async () => {
    const scene = createScene([watchOf('latest'), watchOf('every', 'second')]);
    await scene.turn();
    scene.registry.versions.push(modelVersion('1', 1));
    await scene.turn();
    assert.deepEqual(scene.fired(), ['1']);
    assert.deepEqual(
      scene.told().filter((event) => event.startsWith('fired')),
      ['fired 1', 'fired 1 (found)'],
    );
  });

  it('begins anew when a watch is pointed at another model', async () => {
    const scene = createScene([watchOf('every')]);
    scene.registry.versions.push(
      modelVersion('1', 1),
      modelVersion('1', 1, 'churn'),
      modelVersion('2', 2, 'churn'),
    );
    await scene.turn();
    scene.restart([watchOf('every', 'fraud-to-production', 'churn')]);
    await scene.turn();
    assert.deepEqual(scene.told(), ['baseline 1', 'baseline 2']);
    assert.deepEqual(scene.fired(), []);
  });

  it('fires what is owed to the target that the watch names now', async () => {
    const scene = createScene([watchOf('latest')]);
    await scene.turn();
    scene.registry.versions.push(modelVersion('1', 1));
    const wrong = fail('ReleaseDefinitionNotFound', { definition: 'deploy-fraud', project: 'demo' });
    scene.releases.fault = (call) => (call === 'find' ? wrong : undefined);
    await scene.turn();
    scene.releases.fault = () => undefined;
    const right = { ...releaseTarget(), definition: 'right' };
    scene.restart([{ ...watchOf('latest'), target: right }]);
    await scene.turn();
    assert.deepEqual(
      scene.releases.made.map(({ target }) => target),
      [right],
    );
  });

  it('tells of a wrong target on the first turn, and once', async () => {
    const scene = createScene([watchOf('latest')]);
    const wrong = fail('ReleaseDefinitionNotFound', { definition: 'deploy-fraud', project: 'demo' });
    scene.releases.fault = (call) => (call === 'verify' ? wrong : undefined);
    assert.deepEqual(await scene.turn(), { fired: 0, failed: 1 });
    assert.deepEqual(await scene.turn(), { fired: 0, failed: 1 });
    assert.deepEqual(scene.told(), [
      'baseline 0',
      "failed ReleaseDefinitionNotFound: use the release definition 'deploy-fraud' of project 'demo'",
    ]);
  });

  it('fires what is owed although the workspace cannot be checked', async () => {
    const scene = createScene([watchOf('latest')]);
    await scene.turn();
    scene.registry.versions.push(modelVersion('1', 1));
    scene.releases.fault = (call) => (call === 'create' ? passing : undefined);
    await scene.turn();
    scene.releases.fault = () => undefined;
    scene.registry.fault = fail('AzureThrottled', { resource: 'models', attempts: 4 });
    assert.deepEqual(await scene.turn(), { fired: 1, failed: 1 });
    assert.deepEqual(scene.told().slice(-2), [
      'failed AzureThrottled: check workspace prod of resource group ml',
      'fired 1',
    ]);
  });

  it('fires nothing that it could not write down as owed', async () => {
    const scene = createScene([watchOf('latest')]);
    await scene.turn();
    scene.registry.versions.push(modelVersion('1', 1));
    const record = scene.store.record.bind(scene.store);
    scene.store.record = () =>
      Promise.reject(fail('WatchStateFailed', { file: 'f', reason: 'disk is full' }));
    assert.deepEqual(await scene.turn(), { fired: 0, failed: 1 });
    scene.store.record = record;
    await scene.turn();
    assert.deepEqual(scene.fired(), ['1']);
  });

  it('begins nothing once it has to stop', async () => {
    const scene = createScene([watchOf('latest')]);
    assert.deepEqual(await scene.turn(AbortSignal.abort()), { fired: 0, failed: 0 });
    assert.deepEqual(scene.registry.calls, []);
  });

  it('throws on what is a fault of the program', async () => {
    const scene = createScene([watchOf('latest')]);
    scene.registry.listModels = () => Promise.reject(new TypeError('bug'));
    await assert.rejects(scene.turn(), /bug/);
  });

  /** What happens between two turns, and what goes wrong in the next one. */
  interface Step {
    readonly registered: number;
    readonly restarted: boolean;
    readonly azureDown: boolean;
    readonly fault: {
      readonly call: ReleasesCall;
      readonly moment: 'before' | 'after';
      /** A crash ends the process between two calls; otherwise the service answers with a fault. */
      readonly crash: boolean;
    } | null;
  }

  const steps: fc.Arbitrary<readonly Step[]> = fc.array(
    fc.record({
      registered: fc.integer({ min: 0, max: 3 }),
      restarted: fc.boolean(),
      azureDown: fc.boolean(),
      fault: fc.option(
        fc.record({
          call: fc.constantFrom<ReleasesCall>('verify', 'find', 'create', 'tag'),
          moment: fc.constantFrom<'before' | 'after'>('before', 'after'),
          crash: fc.boolean(),
        }),
      ),
    }),
    { maxLength: 12 },
  );

  class Crash extends Error {}

  async function play(mode: WatchMode, played: readonly Step[]): Promise<Scene> {
    const scene = createScene([watchOf(mode)]);
    await scene.turn();
    let registered = 0;
    for (const { registered: more, restarted, fault, azureDown } of played) {
      for (let count = 0; count < more; count += 1) {
        registered += 1;
        scene.registry.versions.push(modelVersion(`${registered}`, registered));
      }
      if (restarted) scene.restart();
      scene.registry.fault = azureDown
        ? fail('AzureFailed', { resource: 'models', status: 503, reason: 'x' })
        : undefined;
      scene.releases.fault = (call, moment) => {
        if (call !== fault?.call || moment !== fault.moment) return undefined;
        if (fault.crash) throw new Crash();
        return passing;
      };
      try {
        await scene.turn();
      } catch (error) {
        assert.ok(error instanceof Crash, String(error));
        scene.restart();
      }
    }
    scene.registry.fault = undefined;
    scene.releases.fault = () => undefined;
    await scene.turn();
    return scene;
  }

  const registeredIn = (played: readonly Step[]) =>
    played.reduce((sum, { registered }) => sum + registered, 0);

  it('fires all exactly once and in order through crashes and faults at any call (mode every)', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (played) => {
        const scene = await play('every', played);
        const all = Array.from({ length: registeredIn(played) }, (_, index) => `${index + 1}`);
        assert.deepEqual(scene.fired(), all);
      }),
      { numRuns: 300 },
    );
  });

  it('fires in order, none twice, and the newest in the end, through the same (mode latest)', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (played) => {
        const scene = await play('latest', played);
        const fired = scene.fired().map(Number);
        assert.deepEqual(
          fired,
          [...new Set(fired)].toSorted((a, b) => a - b),
        );
        assert.equal(fired.at(-1) ?? 0, registeredIn(played));
      }),
      { numRuns: 300 },
    );
  });
});
