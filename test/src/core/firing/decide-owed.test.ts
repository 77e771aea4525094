import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decideOwed } from '../../../../src/core/firing/decide-owed.ts';
import type { Firing } from '../../../../src/core/firing/firing.ts';
import {
  type WatchOrders,
  noOrders,
  withFastForward,
  withHold,
  withPin,
  withSkipped,
} from '../../../../src/core/watch/orders.ts';
import type { WatchMode } from '../../../../src/core/watch/watch.ts';
import { modelVersion, watchOf } from '../../../artifact-source/support/versions.ts';

const at = '2026-11-21T12:00:00.000Z';
const by = { at, by: 'ann' };
const hold = { heldBy: 'person', at, reason: 'release freeze' } as const;
const versionOf = (number: number) => {
  const { version, createdAt } = modelVersion(`${number}`, number);
  return { version, createdAt };
};
const firing = (number: number, replay?: number): Firing => ({
  watch: watchOf('every'),
  version: { ...versionOf(number), ...(replay === undefined ? {} : { replay }) },
  reason: 'r',
});
const owed = [firing(3), firing(1), firing(2)];
const decide = (mode: WatchMode, orders: WatchOrders, firings: readonly Firing[] = owed) =>
  decideOwed(mode, firings, orders).map(({ firing: { version }, action }) => `${version.version} ${action}`);
const reasonOf = (orders: WatchOrders) => decideOwed('every', [firing(1)], orders)[0]?.reason;

describe('src/core/firing/decide-owed.ts', () => {
  it('wants all in mode every, only the newest in mode latest, oldest first', () => {
    assert.deepEqual(decide('every', noOrders), ['1 fire', '2 fire', '3 fire']);
    assert.deepEqual(decide('latest', noOrders), ['1 pass-over', '2 pass-over', '3 fire']);
    assert.match(decideOwed('latest', owed, noOrders)[0]?.reason ?? '', /version 3 was registered before/);
    assert.deepEqual(decide('latest', noOrders, []), []);
  });

  it('leaves a skipped version out and takes the next newest in its place', () => {
    const orders = withSkipped(noOrders, { ...versionOf(3), ...by, reason: 'broken' });
    assert.deepEqual(decide('latest', orders), ['1 pass-over', '2 fire', '3 ignore']);
    assert.equal(reasonOf(withSkipped(noOrders, { ...versionOf(1), ...by })), `skipped by ann at ${at}`);
  });

  it('holds everything while the watch is held, and says why', () => {
    const orders = withHold(noOrders, hold);
    assert.deepEqual(decide('latest', orders), ['1 hold', '2 hold', '3 hold']);
    assert.equal(reasonOf(orders), 'the watch is held: release freeze');
  });

  it('fires only the pinned version', () => {
    const orders = withPin(noOrders, { ...versionOf(2), ...by });
    for (const mode of ['every', 'latest'] as const) {
      assert.deepEqual(decide(mode, orders), ['1 hold', '2 fire', '3 hold']);
    }
    assert.equal(reasonOf(orders), `the watch is pinned to version 2 by ann at ${at}`);
  });

  it('passes over what was fast-forwarded, also while the watch is held', () => {
    const to = versionOf(2).createdAt;
    const orders = withHold(withFastForward(noOrders, { to, ...by }), hold);
    assert.deepEqual(decide('every', orders), ['1 pass-over', '2 pass-over', '3 hold']);
  });

  it("fires a replay whatever is newer, and in nobody's place", () => {
    assert.deepEqual(decide('latest', noOrders, [firing(1, 1), firing(2), firing(3)]), [
      '1 fire',
      '2 pass-over',
      '3 fire',
    ]);
    assert.deepEqual(decide('latest', noOrders, [firing(1), firing(3, 1)]), ['1 fire', '3 fire']);
    const orders = withFastForward(noOrders, { to: versionOf(9).createdAt, ...by });
    assert.deepEqual(decide('every', orders, [firing(1, 1), firing(2)]), ['1 fire', '2 pass-over']);
  });

  it('forgets no firing and fires none against an order, whatever the orders', () => {
    const number = fc.integer({ min: 1, max: 6 });
    const ordersOf = fc.record({
      held: fc.boolean(),
      pin: fc.option(number),
      skip: fc.option(number),
      to: fc.option(number),
    });
    const firings = fc.uniqueArray(number, { maxLength: 6 });
    fc.assert(
      fc.property(
        fc.constantFrom<WatchMode>('every', 'latest'),
        firings,
        ordersOf,
        (mode, numbers, given) => {
          let orders = noOrders;
          if (given.held) orders = withHold(orders, hold);
          if (given.pin !== null) orders = withPin(orders, { ...versionOf(given.pin), ...by });
          if (given.skip !== null) orders = withSkipped(orders, { ...versionOf(given.skip), ...by });
          if (given.to !== null)
            orders = withFastForward(orders, { to: versionOf(given.to).createdAt, ...by });
          const decided = decideOwed(
            mode,
            numbers.map((each) => firing(each)),
            orders,
          );
          assert.deepEqual(
            decided.map(({ firing: { version } }) => Number(version.version)),
            numbers.toSorted((a, b) => a - b),
          );
          const fired = decided
            .filter(({ action }) => action === 'fire')
            .map(({ firing: { version } }) => Number(version.version));
          if (given.held) assert.deepEqual(fired, []);
          if (mode === 'latest') assert.ok(fired.length <= 1);
          for (const each of fired) {
            assert.ok(given.pin === null || each === given.pin);
            assert.ok(each !== given.skip && each > (given.to ?? 0));
          }
        },
      ),
    );
  });
});
