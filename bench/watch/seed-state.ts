// A state file in which every model was read a moment ago, so that the first pass is a quiet one.
import Database from 'libsql';
import { openWatchState } from '../../src/adapters/sqlite/watch-state.ts';
import { type Watch, watchId } from '../../src/core/watch/watch.ts';
import { identityOf } from '../../src/core/watch/history.ts';

/** Directly, in one transaction: through the store it would be one for each of 100,000 watches. */
export function seedState(file: string, watches: Iterable<Watch>): void {
  openWatchState(file).close();
  const database = new Database(file);
  const addWatch = database.prepare('INSERT INTO watch (id, latest_version, checked_at) VALUES (?, ?, ?)');
  const addVersion = database.prepare(
    'INSERT INTO model_version (watch_id, identity, version, created_at, state, reason) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const now = new Date().toISOString();
  const createdAt = '2026-11-01T00:00:00.000Z';
  const reason = 'it was there when the watch began';
  database.exec('BEGIN');
  for (const watch of watches) {
    const id = watchId(watch);
    addWatch.run(id, '3', now);
    for (const version of ['1', '2', '3'])
      addVersion.run(id, identityOf({ version, createdAt }), version, createdAt, 'baseline', reason);
  }
  database.exec('COMMIT');
  database.close();
}
