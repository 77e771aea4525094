import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SqliteWatchStore, openWatchStore } from '../../../../src/adapters/sqlite/watch-store.ts';
import { watchStoreContract } from '../../../contracts/watch-store.contract.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';

describe('src/adapters/sqlite/watch-store.ts', () => {
  const opened: SqliteWatchStore[] = [];
  let folder = '';
  const open = () => {
    const store = openWatchStore(join(folder, `watch-${opened.length}.db`));
    opened.push(store);
    return store;
  };

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'watch-store-'));
  });
  after(() => {
    for (const store of opened) store.close();
    rmSync(folder, { recursive: true });
  });

  watchStoreContract(open);

  it('remembers after it was closed and opened again', async () => {
    const file = join(folder, 'again.db');
    const owed = { version: '1', createdAt: '2026-11-20T10:00:00Z', state: 'owed', reason: 'r' } as const;
    const first = openWatchStore(file);
    await first.record('w', { cursor: { checkedAt: '2026-11-21T00:00:00.000Z' }, versions: [owed] });
    first.close();
    const second = openWatchStore(file);
    assert.deepEqual(await second.owed('w'), [owed]);
    second.close();
  });

  it('writes versions and cursor together or not at all', async () => {
    const store = open();
    const good = { version: '1', createdAt: '2026-11-20T10:00:00Z', state: 'owed', reason: 'r' } as const;
    const bad = { ...good, version: '2', createdAt: 'no time at all' };
    await assert.rejects(
      store.record('w', { cursor: { checkedAt: '2026-11-21T00:00:00.000Z' }, versions: [good, bad] }),
      catalogueError('WatchStateFailed'),
    );
    assert.equal(await store.cursor('w'), undefined);
    assert.deepEqual(await store.known('w'), []);
  });
});
