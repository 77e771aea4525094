import assert from 'node:assert/strict';
import type { KnownVersion, VersionState } from '../../../../src/core/watch/history.ts';
import { noOrders, withHold, withSkipped } from '../../../../src/core/watch/orders.ts';
import {
  type VersionWideOrder,
  type WatchWideOrder,
  steerVersion,
  steerWatch,
} from '../../../../src/core/watch-steering/steer.ts';

const at = '2026-11-21T12:00:00.000Z';
const by = { at, by: 'ann' };
const version = (state: VersionState, replay?: number): KnownVersion => ({
  version: '7',
  createdAt: '2026-11-20T10:00:00Z',
  state,
  reason: 'r',
  ...(replay === undefined ? {} : { replay }),
});
const identity = { version: '7', createdAt: '2026-11-20T10:00:00Z' };
const held = withHold(noOrders, { heldBy: 'storm', at, reason: '60 at once' });
const about = (order: VersionWideOrder, state: VersionState, orders = noOrders) =>
  steerVersion({ order, ...by }, orders, version(state));
const all = (order: WatchWideOrder, orders = noOrders, known: readonly KnownVersion[] = []) =>
  steerWatch({ order, ...by }, orders, known);

describe('src/core/watch-steering/steer.ts', () => {
  it('pauses once, and lifts every hold with one resume', () => {
    const paused = all('pause', held, [version('owed')]);
    assert.match(paused.says, /1 version owed now/);
    assert.deepEqual(
      paused.orders.holds.map(({ heldBy }) => heldBy),
      ['storm', 'person'],
    );
    assert.equal(all('pause', paused.orders).isChanged, false);
    assert.deepEqual(all('resume', paused.orders).orders.holds, []);
    assert.equal(all('resume').isChanged, false);
  });

  it('fast-forwards to the newest version that is known if the clock of the person is behind', () => {
    const ahead = { ...version('owed'), createdAt: '2026-11-21T12:05:00.000Z' };
    assert.equal(all('fast-forward', held, [ahead]).orders.fastForward?.to, ahead.createdAt);
    const { orders } = all('fast-forward', held, [version('waiting')]);
    assert.equal(orders.fastForward?.to, at);
    assert.deepEqual(orders.holds, []);
  });

  it('skips what can still be kept from firing, and says so of the rest', () => {
    for (const state of ['owed', 'waiting'] as const) assert.ok(about('skip', state).isChanged);
    for (const state of ['baseline', 'fired', 'passed-over', 'ignored'] as const) {
      const { isChanged, says } = about('skip', state);
      assert.equal(isChanged, false);
      assert.match(says, /nothing to skip: version 7 is /);
    }
    const replayed = about('replay', 'fired').orders;
    assert.deepEqual(about('skip', 'fired', replayed).orders.replays, []);
  });

  it('pins, and says what that means for the version itself', () => {
    assert.match(about('pin', 'owed').says, /fires on the next turn$/);
    assert.match(about('pin', 'waiting').says, /It waits: r$/);
    assert.match(about('pin', 'passed-over').says, /takes a replay$/);
    assert.match(about('pin', 'owed', held).says, /not before the watch is resumed/);
    const { orders } = about('pin', 'owed');
    assert.equal(all('unpin', orders).orders.pinned, undefined);
    assert.equal(all('unpin').isChanged, false);
  });

  it('counts replays, and orders none twice', () => {
    const first = about('replay', 'fired');
    assert.equal(first.orders.replays[0]?.replay, 1);
    assert.equal(about('replay', 'fired', first.orders).isChanged, false);
    const second = steerVersion({ order: 'replay', ...by }, noOrders, version('fired', 1));
    assert.equal(second.orders.replays[0]?.replay, 2);
    assert.equal(about('replay', 'owed').isChanged, false);
    assert.match(about('replay', 'fired', held).says, /but not yet: the watch is held: 60 at once/);
    const skipped = withSkipped(noOrders, { ...identity, ...by });
    assert.deepEqual(about('replay', 'owed', skipped).orders.skipped, []);
  });
});
