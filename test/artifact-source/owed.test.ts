import assert from 'node:assert/strict';
import { fail } from '../../src/core/errors/catalogue.ts';
import { watchId } from '../../src/core/watch/watch.ts';
import { type Scene, createScene } from './support/scene.ts';
import { modelVersion, watchOf } from './support/versions.ts';

const failed = fail('DevOpsFailed', { action: 'x', status: 500, reason: 'y' });

/** A scene whose watch has begun with version 1 while Azure DevOps does not answer `call`. */
async function begun(mode: 'latest' | 'every'): Promise<Scene> {
  const scene = createScene([watchOf(mode)]);
  scene.registry.versions.push(modelVersion('1', 1));
  await scene.turn();
  scene.told();
  return scene;
}

describe('artifact-source/owed.ts', () => {
  it('keeps a version owed that could not be fired, and fires it on a later turn', async () => {
    const scene = await begun('latest');
    scene.registry.versions.push(modelVersion('2', 2));
    scene.releases.fault = (call) => (call === 'create' ? failed : undefined);
    assert.deepEqual(await scene.turn(), { fired: 0, failed: 1 });
    assert.deepEqual(scene.told(), ['seen 2', 'decided 2 fire', 'failed DevOpsFailed: fire version 2']);
    scene.releases.fault = () => undefined;
    scene.restart();
    assert.deepEqual(await scene.turn(), { fired: 1, failed: 0 });
    assert.deepEqual(scene.told(), ['fired 2']);
    assert.deepEqual(await scene.turn(), { fired: 0, failed: 0 });
    assert.deepEqual(scene.fired(), ['2']);
  });

  it('fires in registration order: one that fails holds back the later ones of its watch', async () => {
    const scene = await begun('every');
    scene.registry.versions.push(modelVersion('2', 2), modelVersion('3', 3));
    let times = 0;
    scene.releases.fault = (call, moment) =>
      call === 'create' && moment === 'before' && (times += 1) === 1 ? failed : undefined;
    await scene.turn();
    assert.deepEqual(scene.fired(), []);
    await scene.turn();
    assert.deepEqual(scene.fired(), ['2', '3']);
  });

  it('passes over what was owed when a newer version is registered meanwhile, in mode latest', async () => {
    const scene = await begun('latest');
    scene.releases.fault = (call) => (call === 'find' ? failed : undefined);
    scene.registry.versions.push(modelVersion('2', 2));
    await scene.turn();
    scene.registry.versions.push(modelVersion('3', 3));
    await scene.turn();
    scene.releases.fault = () => undefined;
    scene.told();
    assert.deepEqual(await scene.turn(), { fired: 1, failed: 0 });
    assert.deepEqual(scene.told(), ['decided 2 pass-over', 'fired 3']);
    assert.deepEqual(scene.fired(), ['3']);
    const known = await scene.store.known(watchId(watchOf('latest')));
    assert.deepEqual(
      known.map(({ version, state }) => `${version} ${state}`),
      ['1 baseline', '2 passed-over', '3 fired'],
    );
  });

  it('tells that an owed version is fired when its release turns out to exist', async () => {
    const scene = await begun('latest');
    scene.releases.fault = (call, moment) => (call === 'create' && moment === 'after' ? failed : undefined);
    scene.registry.versions.push(modelVersion('2', 2));
    await scene.turn();
    scene.registry.versions.push(modelVersion('3', 3));
    scene.releases.fault = () => undefined;
    scene.told();
    await scene.turn();
    assert.deepEqual(scene.told(), ['seen 3', 'decided 3 fire', 'fired 2 (found)', 'fired 3']);
    assert.deepEqual(scene.fired(), ['2', '3']);
  });

  it('begins no further firing once it has to stop', async () => {
    const scene = await begun('every');
    scene.registry.versions.push(modelVersion('2', 2), modelVersion('3', 3));
    const stop = new AbortController();
    scene.releases.fault = (call) => {
      if (call === 'create') stop.abort();
      return undefined;
    };
    assert.deepEqual(await scene.turn(stop.signal), { fired: 1, failed: 0 });
    assert.deepEqual(scene.fired(), ['2']);
    await scene.turn();
    assert.deepEqual(scene.fired(), ['2', '3']);
  });
});
