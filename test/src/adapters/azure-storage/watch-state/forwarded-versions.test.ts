// What relays forwarded, in a table on Azurite.
import assert from 'node:assert/strict';
import { TableClient } from '@azure/data-tables';
import { createTableForwarded } from '../../../../../src/adapters/azure-storage/watch-state/forwarded-versions.ts';
import { stateTable } from '../../../../../src/adapters/azure-storage/watch-state/state-table.ts';
import { type StateAccount, startStateAccount } from '../../../../support/state-account.ts';

describe('src/adapters/azure-storage/watch-state/forwarded-versions.ts (Azurite)', function () {
  this.timeout(60_000);
  let account: StateAccount;
  before(async () => {
    account = await startStateAccount();
  });
  after(() => account.close());

  it('shows every relay what one of them began and finished, and nothing else', async () => {
    const open = () =>
      createTableForwarded(
        stateTable(TableClient.fromConnectionString(account.connectionString, 'forwarded')),
      );
    const at = new Date('2026-11-21T00:00:00Z');
    const one = open();
    assert.equal(await one.find('begun'), undefined);
    await one.begin('begun', at);
    await one.begin('done', new Date(0));
    await one.begin('done', at);
    await one.finish('done');
    await one.begin('not taken', at);
    await one.forget('not taken');
    await one.forget('not taken');
    const other = open();
    assert.deepEqual(await other.find('begun'), { state: 'begun', at });
    assert.deepEqual(await other.find('done'), { state: 'done', at });
    assert.equal(await other.find('not taken'), undefined);
    assert.equal(await other.find('begu'), undefined);
  });

  it('forgets after 30 days, however many there are', async () => {
    const client = TableClient.fromConnectionString(account.connectionString, 'expiring');
    const old = createTableForwarded(stateTable(client));
    const day = 24 * 3_600_000;
    const start = Date.parse('2026-11-21T00:00:00Z');
    const keys = Array.from({ length: 130 }, (_, index) => `${index}`);
    for (const key of keys) await old.begin(key, new Date(start));
    await old.begin('young', new Date(start + day));
    const relay = createTableForwarded(stateTable(client));
    const end = new Date(start + 30 * day + 1);
    await relay.begin('new', end);
    for (const key of keys) assert.equal(await relay.find(key), undefined);
    assert.notEqual(await relay.find('young'), undefined);
    assert.deepEqual(await relay.find('new'), { state: 'begun', at: end });
  });
});
