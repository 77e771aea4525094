import assert from 'node:assert/strict';
import { withFastForward, withoutHolds } from '../../src/core/watch/orders.ts';
import { watchId } from '../../src/core/watch/watch.ts';
import { type SteeredScene, begunScene, createSteeredScene, numbered } from './support/steered-scene.ts';
import { watchOf } from './support/versions.ts';

const by = { at: '2026-11-21T00:30:00.000Z', by: 'ann' };

describe('artifact-source/storm.ts', () => {
  let scene: SteeredScene;

  it('holds itself in a storm, and fires what came in it when it is resumed', async () => {
    scene = await begunScene({ stormLimit: 2 });
    scene.register(2, 3, 4);
    await scene.turn();
    const reason = '3 new versions at once are more than its storm limit of 2';
    assert.equal(scene.told()[0], `held all: ${reason}`);
    assert.deepEqual((await scene.orders()).holds, [
      { heldBy: 'storm', at: scene.clock.now().toISOString(), reason },
    ]);
    scene.register(5);
    await scene.turn();
    assert.deepEqual(scene.fired(), []);
    await scene.order((now) => withoutHolds(now));
    await scene.turn();
    assert.deepEqual(scene.fired(), ['2', '3', '4', '5']);
  });

  it('lets as many new versions pass at once as the storm limit says, turn after turn', async () => {
    scene = await begunScene({ stormLimit: 2 });
    scene.register(2, 3);
    await scene.turn();
    scene.register(4, 5);
    await scene.turn();
    assert.deepEqual(scene.fired(), ['2', '3', '4', '5']);
  });

  it('counts as a storm what would be passed over in mode latest, but not what does not pass the filter', async () => {
    scene = await begunScene({
      stormLimit: 2,
      mode: 'latest',
      rules: { filter: { version: ['2', '3', '4'] } },
    });
    scene.register(2, 3, 5, 6);
    await scene.turn();
    assert.deepEqual(scene.fired(), ['3']);
    scene = await begunScene({ stormLimit: 2, mode: 'latest' });
    scene.register(2, 3, 4);
    await scene.turn();
    assert.deepEqual(scene.fired(), []);
  });

  it('fires none of a storm although the watcher is killed before the storm is written down', async () => {
    scene = await begunScene({ stormLimit: 2 });
    scene.register(2, 3, 4);
    const record = scene.store.record.bind(scene.store);
    scene.store.record = () => Promise.reject(new Error('killed'));
    await assert.rejects(scene.turn(), /killed/);
    scene.store.record = record;
    scene.restart();
    await scene.turn();
    assert.deepEqual(scene.fired(), []);
    assert.deepEqual(await scene.states(), ['1 baseline', '2 owed', '3 owed', '4 owed']);
  });

  it('passes over a storm that is fast-forwarded, and fires what comes after it', async () => {
    scene = await begunScene({ stormLimit: 2 });
    scene.register(2, 3, 4);
    await scene.turn();
    await scene.order((now) => withFastForward(now, { to: numbered(4).createdAt, ...by }));
    scene.register(5);
    await scene.turn();
    assert.deepEqual((await scene.states()).slice(1), [
      '2 passed-over',
      '3 passed-over',
      '4 passed-over',
      '5 fired',
    ]);
    assert.deepEqual(scene.fired(), ['5']);
  });

  it('takes no storm for one that a fast-forward passes over before it was seen', async () => {
    scene = await begunScene({ stormLimit: 2 });
    await scene.order((now) => withFastForward(now, { to: numbered(4).createdAt, ...by }));
    scene.register(2, 3, 4, 5);
    await scene.turn();
    assert.deepEqual(scene.fired(), ['5']);
  });

  it('begins from a version that is named: those before it are known, it and those after it fire', async () => {
    scene = createSteeredScene({ from: '2', stormLimit: 1 });
    scene.register(1, 2, 3);
    await scene.turn();
    assert.deepEqual(await scene.states(), ['1 baseline', '2 fired', '3 fired']);
    scene.register(4);
    await scene.turn();
    assert.deepEqual(scene.fired(), ['2', '3', '4']);
  });

  it('does not begin from a version that is not there, and names those that are', async () => {
    scene = createSteeredScene({ from: '7' });
    scene.register(1, 2);
    assert.deepEqual(await scene.turn(), { fired: 0, failed: 1 });
    assert.match(JSON.stringify(scene.events), /cannot begin from version '7' .* the registry lists 1, 2/);
    assert.equal(await scene.store.cursor(watchId(watchOf('every'))), undefined);
    scene.register(7);
    await scene.turn();
    assert.deepEqual(scene.fired(), ['7']);
  });
});
