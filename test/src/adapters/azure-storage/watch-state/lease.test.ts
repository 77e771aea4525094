// The lease on Azurite, which keeps leases as the service does.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type Lease, blobLease } from '../../../../../src/adapters/azure-storage/watch-state/lease.ts';
import {
  type StateAccount as Connected,
  connectStateAccount,
} from '../../../../../src/adapters/azure-storage/watch-state/state-account.ts';
import { catalogueError } from '../../../../support/catalogue-error.ts';
import { type StateAccount, startStateAccount } from '../../../../support/state-account.ts';

describe('src/adapters/azure-storage/watch-state/lease.ts (Azurite)', function () {
  this.timeout(60_000);
  let account: StateAccount;
  before(async () => {
    account = await startStateAccount();
  });
  after(() => account.close());

  const now = new Date('2026-11-21T00:00:00Z');
  const signal = new AbortController().signal;
  const connect = (table: string): Connected =>
    connectStateAccount({
      access: { kind: 'connection-string', connectionString: account.connectionString },
      table,
      container: 'watch',
    });
  const leasesOf = (table: string): readonly [Lease, Lease] => [
    blobLease(connect(table), randomUUID()),
    blobLease(connect(table), randomUUID()),
  ];

  it('makes container and blob, and gives the lease to one of many who come at once', async () => {
    const leases = Array.from({ length: 5 }, () => blobLease(connect('first'), randomUUID()));
    const got = await Promise.all(leases.map((lease) => lease.acquire()));
    assert.equal(got.filter(Boolean).length, 1);
  });

  it('gives it again to who has it already: the answer may have been lost', async () => {
    const [a, b] = leasesOf('again');
    assert.equal(await a.acquire(), true);
    assert.equal(await a.acquire(), true);
    assert.equal(await b.acquire(), false);
    assert.equal(await a.renew(signal), true);
    assert.equal(await b.renew(signal), false);
  });

  it('counts the terms up, also past the clock and past a blob that was deleted', async () => {
    const [a, b] = leasesOf('epoch');
    await a.acquire();
    const first = await a.nextEpoch(now);
    await a.release();
    await b.acquire();
    const second = await b.nextEpoch(new Date(0));
    assert.equal(second, first + 1);
    await b.release();
    await connect('epoch').leader.delete();
    await a.acquire();
    assert.ok((await a.nextEpoch(new Date(now.getTime() + 1000))) > second);
  });

  it('counts nothing without the lease', async () => {
    const [a, b] = leasesOf('fence');
    await a.acquire();
    await assert.rejects(b.nextEpoch(now), catalogueError('WatchStateAccountUnusable', 'Lease'));
  });

  it('is free at once when it is given back, and gone with its blob', async () => {
    const [a, b] = leasesOf('free');
    await a.acquire();
    await a.release();
    assert.equal(await b.acquire(), true);
    await b.release();
    await connect('free').leader.delete();
    assert.equal(await a.renew(signal), false);
  });

  it('refuses a text that is no connection string, without repeating it', () => {
    const access = { kind: 'connection-string', connectionString: 'AccountKey=c2VjcmV0' } as const;
    assert.throws(
      () => connectStateAccount({ access, table: 'watch', container: 'watch' }),
      catalogueError('WatchStateAccountUnusable', 'connection string'),
    );
  });
});
