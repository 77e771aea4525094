// The whole state on Azurite: the contract of every state, and what commands see of it.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import {
  type SharedState,
  connectSharedState,
} from '../../../../../src/adapters/azure-storage/watch-state/shared-state.ts';
import { systemClock } from '../../../../../src/adapters/local/clock.ts';
import { noOrders, withHold, withSkipped } from '../../../../../src/core/watch/orders.ts';
import type { TimelineEntry } from '../../../../../src/core/watch/timeline.ts';
import { watchStateContract } from '../../../../contracts/watch-state.contract.ts';
import { catalogueError } from '../../../../support/catalogue-error.ts';
import { createMemoryTerm } from '../../../../support/memory-term.ts';
import { type StateAccount, startStateAccount } from '../../../../support/state-account.ts';

describe('src/adapters/azure-storage/watch-state/shared-state.ts (Azurite)', function () {
  this.timeout(60_000);
  let account: StateAccount;
  before(async () => {
    account = await startStateAccount();
  });
  after(() => account.close());

  const connect = (table = `t${randomUUID().replaceAll('-', '')}`): SharedState =>
    connectSharedState({
      access: { kind: 'connection-string', connectionString: account.connectionString },
      table,
      container: 'watch',
      clock: systemClock,
      monotonic: () => performance.now(),
    });

  watchStateContract(() => connect().stateFor(createMemoryTerm(1)));

  const now = '2026-11-21T09:00:00.000Z';
  const cursor = { checkedAt: now, latestVersion: '1' };
  const owed = { version: '1', createdAt: '2026-11-20T10:00:00Z', state: 'owed', reason: 'r' } as const;
  const hold = { heldBy: 'person', at: now, reason: 'freeze' } as const;
  const seen: TimelineEntry = {
    what: 'seen',
    at: now,
    version: { version: '1', createdAt: owed.createdAt },
    by: 'the check',
  };

  it('lets a command read and order beside the watcher, and write no state', async () => {
    const table = `t${randomUUID().replaceAll('-', '')}`;
    const watcher = connect(table).stateFor(createMemoryTerm(1));
    const { store, controls, timeline } = connect(table).joined;
    assert.equal(await store.cursor('w'), undefined);
    await watcher.store.record('w', { cursor, versions: [owed, { ...owed, version: '2', state: 'fired' }] });
    assert.deepEqual(await store.cursor('w'), cursor);
    assert.deepEqual(await store.owed('w'), [owed]);
    assert.equal((await store.known('w')).length, 2);
    await controls.change('w', (orders) => withHold(orders, hold));
    assert.deepEqual((await watcher.controls.orders('w')).holds, [hold]);
    await timeline.append('w', [{ what: 'ordered', at: now, order: 'pause', by: 'ann' }]);
    await assert.rejects(store.record('w', { cursor, versions: [] }), catalogueError('WatchLeadershipLost'));
    await watcher.store.settle('w', owed, { state: 'fired', reason: 'done' });
    assert.deepEqual(await store.owed('w'), []);
  });

  it('keeps one order of what several programs write into a history at once', async () => {
    const table = `t${randomUUID().replaceAll('-', '')}`;
    const programs = [1, 2, 3].map(() => connect(table).joined.timeline);
    const entry = (who: number, number: number): TimelineEntry => ({ ...seen, by: `${who}/${number}` });
    await Promise.all(
      programs.map(async (timeline, who) => {
        for (let number = 0; number < 4; number += 1) await timeline.append('w', [entry(who, number)]);
      }),
    );
    const read = await programs[0]?.read('w', owed);
    assert.equal(read?.length, 12);
    for (const who of [0, 1, 2]) {
      const own: readonly TimelineEntry[] = read.filter(
        (each) => each.what === 'seen' && each.by.startsWith(`${who}/`),
      );
      assert.deepEqual(
        own,
        [0, 1, 2, 3].map((number) => entry(who, number)),
      );
    }
  });

  it('takes neither orders nor history from a watcher whose term is over', async () => {
    const shared = connect();
    const term = createMemoryTerm(1);
    const { controls, timeline, directory } = shared.stateFor(term);
    await controls.change('w', (orders) => withHold(orders, hold));
    term.end();
    const late = catalogueError('WatchLeadershipLost');
    await assert.rejects(
      controls.change('w', () => noOrders),
      late,
    );
    await assert.rejects(timeline.append('w', [seen]), late);
    await assert.rejects(
      directory.enlist([]).then(() => directory.enlist([listing(0)])),
      late,
    );
    assert.deepEqual((await shared.joined.controls.orders('w')).holds, [hold]);
    assert.deepEqual(await shared.joined.timeline.read('w', owed), []);
  });

  const listing = (number: number) => ({
    id: `w${number}`,
    name: `w${number}`,
    model: 'fraud',
    source: 's',
    mode: 'every' as const,
    target: 't',
  });

  it('lists any number of watches, and keeps no list but the last', async () => {
    const { directory } = connect().stateFor(createMemoryTerm(1));
    const many = Array.from({ length: 230 }, (_, number) => listing(number));
    await directory.enlist(many);
    assert.deepEqual(await directory.list(), many);
    await directory.enlist([listing(7)]);
    assert.deepEqual(await directory.list(), [listing(7)]);
  });

  it('keeps orders that are longer than one property of a row', async () => {
    const { controls } = connect().joined;
    const skipped = Array.from({ length: 900 }, (_, number) => ({
      version: String(number),
      createdAt: owed.createdAt,
      at: now,
      by: 'ann',
      reason: 'a reason with an ä',
    }));
    const orders = await controls.change('w', (before) => skipped.reduce(withSkipped, before));
    assert.deepEqual(await controls.orders('w'), orders);
    assert.equal(orders.skipped.length, 900);
  });
});
