// What orders do to a running watcher: each is obeyed on the next turn, told, and kept in the history.
import assert from 'node:assert/strict';
import { fail } from '../../src/core/errors/catalogue.ts';
import {
  type WatchOrders,
  noOrders,
  withHold,
  withPin,
  withReplay,
  withSkipped,
  withoutHolds,
  withoutPin,
} from '../../src/core/watch/orders.ts';
import {
  type SteeredScene,
  begunScene,
  createSteeredScene,
  identity,
  numbered,
} from './support/steered-scene.ts';

const at = '2026-11-21T00:30:00.000Z';
const by = { at, by: 'ann' };
const down = fail('DevOpsFailed', { action: 'x', status: 500, reason: 'y' });
const pause = (orders: WatchOrders) => withHold(orders, { heldBy: 'person', at, reason: 'release freeze' });

describe('artifact-source/ (orders)', () => {
  let scene: SteeredScene;

  it('fires nothing while a watch is paused, says so once, and fires all of it when it is resumed', async () => {
    scene = await begunScene();
    await scene.order(pause);
    scene.register(2);
    await scene.turn();
    assert.deepEqual(scene.told(), ['seen 2', 'decided 2 fire', 'held 2: the watch is held: release freeze']);
    scene.register(3);
    assert.deepEqual(await scene.turn(), { fired: 0, failed: 0 });
    await scene.turn();
    assert.deepEqual(scene.told(), ['seen 3', 'decided 3 fire', 'held 3: the watch is held: release freeze']);
    assert.deepEqual(await scene.states(), ['1 baseline', '2 owed', '3 owed']);
    await scene.order((now) => withoutHolds(now));
    assert.deepEqual(await scene.turn(), { fired: 2, failed: 0 });
    assert.deepEqual(scene.fired(), ['2', '3']);
  });

  it('calls nothing for what is held', async () => {
    scene = await begunScene();
    await scene.order(pause);
    scene.register(2);
    scene.releases.calls.splice(0);
    await scene.turn();
    assert.deepEqual(scene.releases.calls, []);
  });

  it('obeys a pause that is ordered while a turn is firing, before the next version', async () => {
    scene = await begunScene();
    scene.register(2, 3);
    scene.releases.fault = (call, moment) => {
      if (call === 'create' && moment === 'before') void scene.order(pause);
      return undefined;
    };
    await scene.turn();
    assert.deepEqual(await scene.states(), ['1 baseline', '2 fired', '3 owed']);
    assert.deepEqual(scene.fired(), ['2']);
  });

  it('fires nothing while it cannot read the orders', async () => {
    scene = await begunScene();
    scene.register(2);
    const all = scene.controls.all.bind(scene.controls);
    const broken = () => Promise.reject(fail('WatchStateFailed', { file: 'f', reason: 'r' }));
    Object.assign(scene.controls, { all: broken });
    assert.deepEqual(await scene.turn(), { fired: 0, failed: 1 });
    Object.assign(scene.controls, { all });
    await scene.turn();
    assert.deepEqual(scene.fired(), ['2']);
  });

  it('skips a version that is owed, unless its release turns out to exist', async () => {
    scene = await begunScene();
    scene.releases.fault = (call, moment) => (call === 'create' && moment === 'after' ? down : undefined);
    scene.register(2, 3);
    await scene.turn();
    scene.releases.fault = () => undefined;
    for (const each of [2, 3]) {
      await scene.order((now) => withSkipped(now, { ...identity(numbered(each)), ...by }));
    }
    await scene.turn();
    assert.deepEqual(await scene.states(), ['1 baseline', '2 fired', '3 ignored']);
    assert.deepEqual(scene.fired(), ['2']);
  });

  it('fires only the pinned version, and the others when it is unpinned', async () => {
    scene = await begunScene();
    await scene.order(pause);
    scene.register(2, 3, 4);
    await scene.turn();
    await scene.order((now) => withPin(withoutHolds(now), { ...identity(numbered(3)), ...by }));
    await scene.turn();
    assert.deepEqual(scene.fired(), ['3']);
    await scene.order(withoutPin);
    await scene.turn();
    assert.deepEqual(scene.fired(), ['3', '2', '4']);
  });

  it('fires a version again when it is replayed, once for each replay, also after a restart', async () => {
    scene = await begunScene({ mode: 'latest' });
    scene.register(2, 3);
    await scene.turn();
    for (const replay of [1, 2]) {
      await scene.order((now) => withReplay(now, { ...identity(numbered(1)), ...by, replay }));
      scene.restart();
      await scene.turn();
      await scene.turn();
    }
    assert.deepEqual(scene.fired(), ['3', '1', '1']);
    assert.deepEqual((await scene.orders()).replays, []);
    assert.match(
      scene.releases.made.at(-1)?.description ?? '',
      /replayed by ann at .* replay 2 -> _fraud\]$/s,
    );
  });

  it('fires a replay once although the watcher ends between taking the order and forgetting it', async () => {
    scene = await begunScene();
    const replay = { ...identity(numbered(1)), ...by, replay: 1 };
    for (let round = 0; round < 2; round += 1) {
      await scene.order((now) => withReplay(now, replay));
      await scene.turn();
    }
    assert.deepEqual(scene.fired(), ['1']);
  });

  it('keeps the history of a version: seen, decided, failures counted, calls, fired', async () => {
    scene = await begunScene();
    scene.releases.fault = (call) => (call === 'create' ? down : undefined);
    scene.register(2);
    await scene.turn();
    await scene.turn();
    scene.releases.fault = () => undefined;
    await scene.turn();
    const entries = await scene.history(2);
    assert.deepEqual(
      entries.map((entry) => (entry.what === 'called' ? `${entry.call}: ${entry.outcome}` : entry.what)),
      [
        'seen',
        'decided',
        'failed',
        'look for its release: there is none',
        'create its release: made Release-1',
        'tag its release: tagged azureml-model-fraud, azureml-model-fraud-2, azureml-workspace-prod',
        'fired',
      ],
    );
    assert.equal(entries[2]?.times, 2);
    assert.deepEqual(await scene.history(1), []);
  });

  it('obeys orders that were given before the watch began', async () => {
    scene = createSteeredScene();
    await scene.order(() => pause(noOrders));
    await scene.turn();
    scene.register(1);
    await scene.turn();
    assert.deepEqual(await scene.states(), ['1 owed']);
  });
});
