import assert from 'node:assert/strict';
import { createScene } from './support/scene.ts';
import { modelVersion, watchOf } from './support/versions.ts';

describe('artifact-source/watch.ts (replaceWatches)', () => {
  it('takes another list of watches while it runs: begins, ends and goes on, and tells which', async () => {
    const [kept, ended, begun] = [
      watchOf('latest', 'kept'),
      watchOf('latest', 'ended'),
      watchOf('every', 'new'),
    ];
    const scene = createScene([kept, ended]);
    await scene.turn();
    scene.told();
    scene.registry.versions.push(modelVersion('1', 1));
    scene.replaceWatches([{ ...kept }, begun]);
    assert.deepEqual(scene.events.at(-1), {
      event: 'watches',
      added: ['new'],
      removed: ['ended'],
      changed: [],
      total: 2,
    });
    await scene.turn();
    // The new watch begins with version 1; the one that ended does not fire it.
    assert.deepEqual(scene.told(), ['watches 2', 'seen 1', 'decided 1 fire', 'fired 1', 'baseline 1']);
    assert.deepEqual(scene.replaceWatches([begun, kept]), { added: [], removed: [], changed: [] });
    assert.deepEqual(scene.told(), [], 'nothing changed, nothing is told');
  });

  it('looks at the target of a changed watch again, and not at that of one that stayed', async () => {
    const scene = createScene([watchOf('latest', 'one'), watchOf('latest', 'two', 'churn')]);
    await scene.turn();
    const before = scene.releases.calls.length;
    const other = { kind: 'release', project: 'demo', definition: 'other', artifact: '_x' } as const;
    scene.replaceWatches([watchOf('latest', 'one'), { ...watchOf('latest', 'two', 'churn'), target: other }]);
    await scene.turn();
    assert.deepEqual(scene.releases.calls.slice(before), ['verify']);
  });
});
