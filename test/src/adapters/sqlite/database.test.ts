import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { closeDatabase, joinDatabase, openDatabase } from '../../../../src/adapters/sqlite/database.ts';
import { migrations } from '../../../../src/adapters/sqlite/migrations.ts';
import { openWatchState } from '../../../../src/adapters/sqlite/watch-state.ts';
import { noOrders } from '../../../../src/core/watch/orders.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';

describe('src/adapters/sqlite/database.ts', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'database-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('brings a new file to the newest schema and leaves it there when it is opened again', () => {
    const file = join(folder, 'new.db');
    for (let round = 0; round < 2; round += 1) {
      const database = openDatabase(file);
      assert.deepEqual(database.pragma('user_version'), [{ user_version: migrations.length }]);
      assert.deepEqual(database.pragma('journal_mode'), [{ journal_mode: 'wal' }]);
      assert.deepEqual(database.pragma('synchronous'), [{ synchronous: 2 }]);
      closeDatabase(database);
    }
  });

  for (const schema of [1, 2]) {
    it(`brings a file of schema ${schema} to the newest, with all that is in it`, async () => {
      const file = join(folder, `old-${schema}.db`);
      const old = new Database(file);
      old.exec(`${migrations.slice(0, schema).join(';')}; PRAGMA user_version = ${schema}`);
      old.exec(`INSERT INTO watch (id, latest_version, checked_at) VALUES ('w', '2', '2026-11-21T00:00:00.000Z');
      INSERT INTO model_version VALUES ('w', '1@a', '1', '2026-11-20T10:00:00Z', 'baseline', 'b'),
        ('w', '2@b', '2', '2026-11-20T11:00:00Z', 'owed', 'o')`);
      old.close();
      const state = openWatchState(file);
      const { store, controls } = state;
      assert.deepEqual(await store.cursor('w'), {
        latestVersion: '2',
        checkedAt: '2026-11-21T00:00:00.000Z',
      });
      assert.deepEqual(await store.known('w'), [
        { version: '1', createdAt: '2026-11-20T10:00:00Z', state: 'baseline', reason: 'b' },
        { version: '2', createdAt: '2026-11-20T11:00:00Z', state: 'owed', reason: 'o' },
      ]);
      assert.deepEqual(
        (await store.owed('w')).map(({ version }) => version),
        ['2'],
      );
      assert.deepEqual(await controls.orders('w'), noOrders);
      state.close();
    });
  }

  it('opens for a command only a file that is there and at the newest schema, and changes nothing of it', () => {
    const file = join(folder, 'for-command.db');
    assert.throws(() => joinDatabase(file), catalogueError('WatchStateMissing', file));
    assert.equal(existsSync(file), false);
    const old = new Database(file);
    old.exec(`${migrations.slice(0, 2).join(';')}; PRAGMA user_version = 2`);
    old.close();
    assert.throws(() => joinDatabase(file), catalogueError('WatchStateOlder', 'schema 2'));
    closeDatabase(openDatabase(file));
    const database = joinDatabase(file);
    assert.deepEqual(database.pragma('journal_mode'), [{ journal_mode: 'delete' }]);
    database.pragma(`user_version = ${migrations.length + 1}`);
    database.close();
    assert.throws(() => joinDatabase(file), catalogueError('WatchStateNewer', file));
  });

  it('refuses a file of a newer schema', () => {
    const file = join(folder, 'newer.db');
    const database = openDatabase(file);
    database.pragma(`user_version = ${migrations.length + 1}`);
    closeDatabase(database);
    assert.throws(() => openDatabase(file), catalogueError('WatchStateNewer', file));
  });

  it('refuses a file that is no database', () => {
    const file = join(folder, 'text.db');
    writeFileSync(file, 'this is only text. '.repeat(100));
    assert.throws(() => openDatabase(file), catalogueError('WatchStateUnusable', 'not a database'));
  });

  it('refuses a place where no file can be made', () => {
    const file = join(folder, 'no', 'such', 'folder.db');
    assert.throws(() => openDatabase(file), catalogueError('WatchStateUnusable', 'cannot be opened'));
  });
});
