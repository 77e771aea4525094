import assert from 'node:assert/strict';
import { fail } from '../../src/core/errors/catalogue.ts';
import { isRegistry } from '../../src/core/model/source.ts';
import { createScene } from './support/scene.ts';
import { modelVersion, registry, watchOf, workspace } from './support/versions.ts';

describe('artifact-source/watch.ts, several sources', () => {
  it('checks a registry for itself, though a workspace has its names, and names it in its events', async () => {
    const scene = createScene([
      watchOf('every', 'of workspace'),
      { ...watchOf('every', 'of registry'), source: registry },
    ]);
    const ofRegistry = scene.registry.listModels.bind(scene.registry);
    scene.registry.listModels = (source) => (isRegistry(source) ? ofRegistry(source) : Promise.resolve([]));
    scene.registry.versions.push(modelVersion('1', 1));
    await scene.turn();
    assert.deepEqual(scene.told().toSorted(), ['baseline 0', 'baseline 1']);
    scene.registry.versions.push(modelVersion('2', 2));
    assert.deepEqual(await scene.turn(), { fired: 1, failed: 0 });
    const [fired] = scene.events.filter(({ event }) => event === 'fired');
    assert.ok(fired?.event === 'fired');
    assert.deepEqual([fired.watch, fired.registry, fired.workspace], ['of registry', 'prod', undefined]);
  });

  it('checks the other workspaces when one cannot be checked', async () => {
    const elsewhere = { ...workspace, name: 'test' };
    const scene = createScene([watchOf('latest'), { ...watchOf('latest', 'second'), source: elsewhere }]);
    const listModels = scene.registry.listModels.bind(scene.registry);
    scene.registry.listModels = (asked) =>
      asked.name === 'prod'
        ? Promise.reject(fail('WorkspaceNotFound', { workspace: 'prod', resourceGroup: 'ml' }))
        : listModels(asked);
    assert.deepEqual(await scene.turn(), { fired: 0, failed: 1 });
    assert.deepEqual(scene.told(), [
      'failed WorkspaceNotFound: check workspace prod of resource group ml',
      'baseline 0',
    ]);
  });
});
