import assert from 'node:assert/strict';
import type { KnownVersion, VersionState } from '../../../../src/core/watch/history.ts';
import { noOrders, withHold, withPin, withReplay, withSkipped } from '../../../../src/core/watch/orders.ts';
import { standingOf } from '../../../../src/core/watch-steering/standing.ts';

const at = '2026-11-21T12:00:00.000Z';
const by = { at, by: 'ann' };
const identity = { version: '7', createdAt: '2026-11-20T10:00:00Z' };
const version = (state: VersionState): KnownVersion => ({ ...identity, state, reason: 'r' });
const held = withHold(noOrders, { heldBy: 'storm', at, reason: '60 at once' });

describe('src/core/watch-steering/standing.ts', () => {
  const other = withPin(noOrders, { ...identity, version: '6', ...by });

  it('says where a version stands and what becomes of it', () => {
    assert.match(standingOf(version('baseline'), noOrders), /^known from the beginning/);
    assert.equal(standingOf(version('owed'), noOrders), 'owed, and fires on the next turn: r');
    assert.equal(standingOf(version('owed'), held), 'owed, and held back: the watch is held: 60 at once');
    assert.match(standingOf(version('owed'), other), /held back: the watch is pinned to version 6 by ann/);
    assert.equal(standingOf(version('waiting'), held), 'waiting: r');
    assert.match(
      standingOf(version('waiting'), withSkipped(noOrders, { ...identity, ...by })),
      /^waiting, and left out on the next turn: skipped by ann/,
    );
    assert.equal(standingOf(version('passed-over'), noOrders), 'passed over: r');
    assert.match(
      standingOf(version('fired'), withReplay(noOrders, { ...identity, ...by, replay: 1 })),
      /^fired: r; replayed by ann at .*, so it fires again on the next turn$/,
    );
  });
});
