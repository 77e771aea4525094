// The store in a table, on Azurite: what a table adds to the contract of every store (shared-state.test.ts).
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { TableClient } from '@azure/data-tables';
import {
  type StateTable,
  stateTable,
} from '../../../../../src/adapters/azure-storage/watch-state/state-table.ts';
import { createTableWatchStore } from '../../../../../src/adapters/azure-storage/watch-state/watch-store.ts';
import { fail } from '../../../../../src/core/errors/catalogue.ts';
import type { KnownVersion } from '../../../../../src/core/watch/history.ts';
import { catalogueError } from '../../../../support/catalogue-error.ts';
import { createMemoryTerm } from '../../../../support/memory-term.ts';
import { type StateAccount, startStateAccount } from '../../../../support/state-account.ts';

const cursor = { latestVersion: '7', checkedAt: '2026-11-21T00:00:00.000Z' };
const version = (number: number, state: KnownVersion['state'] = 'owed'): KnownVersion => ({
  version: String(number),
  createdAt: new Date(Date.UTC(2026, 10, 20, 0, 0, number)).toISOString(),
  state,
  reason: 'r',
});

describe('src/adapters/azure-storage/watch-state/watch-store.ts (Azurite)', function () {
  this.timeout(60_000);
  let account: StateAccount;
  before(async () => {
    account = await startStateAccount();
  });
  after(() => account.close());

  const newClient = (): TableClient =>
    TableClient.fromConnectionString(account.connectionString, `t${randomUUID().replaceAll('-', '')}`);
  const newTable = (): StateTable => stateTable(newClient());

  it('gives the next term what the last one wrote', async () => {
    const table = newTable();
    const owed = version(1);
    await createTableWatchStore(table, createMemoryTerm(1)).record('w', { cursor, versions: [owed] });
    const next = createTableWatchStore(table, createMemoryTerm(2));
    assert.deepEqual(await next.cursor('w'), cursor);
    assert.deepEqual(await next.owed('w'), [owed]);
  });

  it('takes nothing from a watcher whose term is over, although it does not know that', async () => {
    const table = newTable();
    const old = createTableWatchStore(table, createMemoryTerm(1));
    await old.record('w', { cursor, versions: [version(1)] });
    const now = createTableWatchStore(table, createMemoryTerm(2));
    assert.equal((await now.owed('w')).length, 1);
    const settled = old.settle('w', version(1), { state: 'fired', reason: 'late' });
    await assert.rejects(settled, catalogueError('WatchLeadershipLost'));
    await assert.rejects(
      old.record('w', { cursor, versions: [version(2)] }),
      catalogueError('WatchLeadershipLost'),
    );
    assert.deepEqual(await now.known('w'), [version(1)]);
  });

  it('writes nothing once the term is known to be over', async () => {
    const table = newTable();
    const term = createMemoryTerm(1);
    const store = createTableWatchStore(table, term);
    await store.record('w', { cursor, versions: [] });
    term.end();
    await assert.rejects(
      store.record('w', { cursor, versions: [version(1)] }),
      catalogueError('WatchLeadershipLost'),
    );
    const next = createTableWatchStore(table, createMemoryTerm(2));
    assert.deepEqual(await next.known('w'), []);
  });

  it('asks the table once about a watch at rest', async () => {
    const client = newClient();
    const asked: string[] = [];
    client.pipeline.addPolicy({
      name: 'count',
      sendRequest: (request, next) => {
        asked.push(request.method);
        return next(request);
      },
    });
    const store = createTableWatchStore(stateTable(client), createMemoryTerm(1));
    await store.record('w', { cursor, versions: [] });
    const before = asked.length;
    for (let turn = 0; turn < 5; turn += 1) {
      await store.cursor('w');
      await store.owed('w');
    }
    assert.deepEqual(asked.slice(before), []);
  });

  it('records more versions than one transaction takes, and names that no key may have', async () => {
    const store = createTableWatchStore(newTable(), createMemoryTerm(1));
    const versions = Array.from({ length: 250 }, (_, index) =>
      version(index, index % 2 ? 'owed' : 'baseline'),
    );
    const odd = { ...version(999), version: '../a#b?c\\d\u0001' };
    await store.record('/a/b#c?d', { cursor, versions: [...versions, odd] });
    assert.deepEqual(await store.known('/a/b#c?d'), [...versions, odd]);
    assert.equal((await store.owed('/a/b#c?d')).length, 126);
  });

  it('does not take version 10 for a replay of version 1', async () => {
    const store = createTableWatchStore(newTable(), createMemoryTerm(1));
    const ten = { ...version(1, 'fired'), version: '10' };
    await store.record('w', { cursor, versions: [ten] });
    await store.reopen('w', { ...version(1), replay: 1 }, 'r');
    assert.deepEqual(await store.known('w'), [ten]);
  });

  it('begins again where a record of several transactions broke off: oldest first, the cursor last', async () => {
    const table = newTable();
    let left = 2;
    const breaking: StateTable = {
      ...table,
      write: (actions) => {
        left -= 1;
        return left < 0
          ? Promise.reject(fail('WatchStateAccountFailed', { resource: 'x', reason: 'ServerBusy' }))
          : table.write(actions);
      },
    };
    const versions = Array.from({ length: 150 }, (_, index) => version(index));
    const broken = createTableWatchStore(breaking, createMemoryTerm(1));
    await assert.rejects(broken.record('w', { cursor, versions }), catalogueError('WatchStateAccountFailed'));
    const store = createTableWatchStore(table, createMemoryTerm(2));
    assert.equal(await store.cursor('w'), undefined);
    assert.deepEqual(await store.owed('w'), versions.slice(0, 99));
    await store.settle('w', version(0), { state: 'fired', reason: 'done' });
    await store.record('w', { cursor, versions });
    assert.deepEqual(await store.cursor('w'), cursor);
    assert.deepEqual(await store.owed('w'), versions.slice(1));
  });

  it('knows its own transaction again when the answer to it was lost', async () => {
    const table = newTable();
    let loses = false;
    const forgetful: StateTable = {
      ...table,
      async write(actions) {
        const etag = await table.write(actions);
        // What the SDK's second try gets after the first one had its effect.
        return loses ? undefined : etag;
      },
    };
    const store = createTableWatchStore(forgetful, createMemoryTerm(1));
    await store.record('w', { cursor, versions: [version(1)] });
    loses = true;
    await store.settle('w', version(1), { state: 'fired', reason: 'done' });
    loses = false;
    await store.record('w', { cursor, versions: [version(2)] });
    assert.deepEqual(
      (await store.known('w')).map(({ state }) => state),
      ['fired', 'owed'],
    );
  });

  it('goes on after a call without an answer, whether it had its effect or not', async () => {
    const table = newTable();
    for (const [number, hadEffect] of [false, true].entries()) {
      let breaks = false;
      const unsteady: StateTable = {
        ...table,
        async write(actions) {
          if (!breaks) return table.write(actions);
          if (hadEffect) await table.write(actions);
          throw fail('WatchStateAccountFailed', { resource: 'x', reason: 'ECONNRESET' });
        },
      };
      const id = `w${number}`;
      const store = createTableWatchStore(unsteady, createMemoryTerm(1));
      await store.record(id, { cursor, versions: [] });
      breaks = true;
      const record = () => store.record(id, { cursor, versions: [version(1)] });
      await assert.rejects(record(), catalogueError('WatchStateAccountFailed'));
      breaks = false;
      await record();
      assert.deepEqual(await store.owed(id), [version(1)]);
    }
  });

  it('keeps its hands off the rows of a newer watcher', async () => {
    const client = newClient();
    const write = () =>
      createTableWatchStore(stateTable(client), createMemoryTerm(1)).record('w', { cursor, versions: [] });
    await write();
    for await (const row of client.listEntities<{ partitionKey: string; rowKey: string }>()) {
      await client.updateEntity({ ...row, schema: 2 });
    }
    await assert.rejects(write(), catalogueError('WatchStateTableNewer'));
  });

  it('says who was refused where, without the key', async () => {
    const wrong = account.connectionString.replace(/AccountKey=[^;]*/, `AccountKey=${'A'.repeat(88)}`);
    const store = createTableWatchStore(
      stateTable(TableClient.fromConnectionString(wrong, 'watch')),
      createMemoryTerm(1),
    );
    await assert.rejects(store.cursor('w'), (error: Error) => {
      assert.match(error.message, /\/watch'/);
      assert.doesNotMatch(error.message, /AAAA/);
      return true;
    });
  });
});
