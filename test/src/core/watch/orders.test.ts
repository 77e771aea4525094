import assert from 'node:assert/strict';
import {
  type Hold,
  noOrders,
  orderAbout,
  withFastForward,
  withHold,
  withPin,
  withReplay,
  withSkipped,
  withoutHolds,
  withoutPin,
  withoutReplay,
} from '../../../../src/core/watch/orders.ts';

const at = '2026-11-21T09:00:00.000Z';
const seven = { version: '7', createdAt: '2026-11-20T10:00:00Z', at, by: 'ann' };
const eight = { ...seven, version: '8' };
const held = (heldBy: Hold['heldBy'], reason = 'r'): Hold => ({ heldBy, at, reason });

describe('src/core/watch/orders.ts', () => {
  it('keeps one hold of each kind, the first', () => {
    const orders = withHold(
      withHold(withHold(noOrders, held('storm', 'first')), held('storm')),
      held('person'),
    );
    assert.deepEqual(orders.holds, [held('storm', 'first'), held('person')]);
    assert.deepEqual(withoutHolds(orders, 'storm').holds, [held('person')]);
    assert.deepEqual(withoutHolds(orders), noOrders);
  });

  it('pins one version at a time', () => {
    const pinned = withPin(withPin(noOrders, seven), eight);
    assert.deepEqual(pinned.pinned, eight);
    assert.deepEqual(withoutPin(pinned), noOrders);
  });

  it('takes the later word about a version that is skipped and replayed', () => {
    const skipped = withSkipped(withSkipped(noOrders, seven), eight);
    assert.deepEqual(skipped.skipped, [seven, eight]);
    const replayed = withReplay(skipped, { ...seven, createdAt: '2026-11-20T10:00:00.000Z', replay: 1 });
    assert.deepEqual(replayed.skipped, [eight]);
    assert.equal(orderAbout(replayed.replays, seven)?.replay, 1);
    assert.deepEqual(withSkipped(replayed, seven).replays, []);
  });

  it('forgets a replay that is owed by now, but not a later one of the same version', () => {
    const orders = withReplay(noOrders, { ...seven, replay: 2 });
    assert.equal(withoutReplay(orders, { ...seven, replay: 1 }).replays.length, 1);
    assert.deepEqual(withoutReplay(orders, { ...seven, replay: 2 }), noOrders);
  });

  it('never goes back with a fast-forward, and lifts the hold of a storm by it, but no other', () => {
    const stormy = withHold(withHold(noOrders, held('storm')), held('person'));
    const ordered = withFastForward(stormy, { to: at, at, by: 'ann' });
    assert.deepEqual(ordered.holds, [held('person')]);
    const earlier = { to: '2026-11-20T09:00:00.000Z', at, by: 'bob' };
    assert.equal(withFastForward(ordered, earlier).fastForward?.to, at);
  });
});
