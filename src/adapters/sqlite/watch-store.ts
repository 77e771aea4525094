// The watcher's memory in a SQLite file.
import * as z from 'zod';
import { fail } from '../../core/errors/catalogue.ts';
import { compareByCreation } from '../../core/model-version.ts';
import { type KnownVersion, type WatchCursor, identityOf } from '../../core/watch-history.ts';
import type { WatchStore } from '../../ports/watch-store.ts';
import { type SqliteDatabase, closeDatabase, openDatabase } from './database.ts';

const cursorSchema = z
  .object({
    latest_version: z.string().nullable(),
    checked_at: z.string(),
    due_at: z.string().nullable(),
  })
  .transform(({ latest_version: latestVersion, checked_at: checkedAt, due_at: dueAt }): WatchCursor => ({
    checkedAt,
    ...(latestVersion === null ? {} : { latestVersion }),
    ...(dueAt === null ? {} : { dueAt }),
  }));

const versionSchema = z
  .object({
    version: z.string(),
    created_at: z.string(),
    state: z.enum(['baseline', 'waiting', 'owed', 'fired', 'passed-over', 'ignored']),
    reason: z.string(),
  })
  .transform(({ created_at, ...rest }): KnownVersion => ({ ...rest, createdAt: created_at }));

export interface SqliteWatchStore extends WatchStore {
  /** Gives the file free for another watcher. */
  close(): void;
}

/**
 * @param file path of the state file; made if it does not exist
 * @throws WatchStateInUse, WatchStateNewer, WatchStateUnusable; the methods throw WatchStateFailed
 */
export function openWatchStore(file: string): SqliteWatchStore {
  const database = openDatabase(file);
  const statements = prepare(database);

  /** Promises what `work` gives; a fault of the file is a passing one, e.g. a full disk. */
  const run = <T>(work: () => T): Promise<T> =>
    new Promise((resolve, reject) => {
      try {
        resolve(work());
      } catch (error) {
        const reason = error instanceof Error ? error.message : 'unknown';
        reject(fail('WatchStateFailed', { file, reason }, error));
      }
    });

  const record = database.transaction(
    (id: string, cursor: WatchCursor, versions: readonly KnownVersion[]) => {
      statements.putWatch.run(id, cursor.latestVersion ?? null, cursor.checkedAt, cursor.dueAt ?? null);
      for (const { version, createdAt, state, reason } of versions) {
        const identity = identityOf({ version, createdAt });
        statements.addVersion.run(id, identity, version, createdAt, state, reason);
      }
    },
  );

  return {
    cursor: (id) =>
      run(() => {
        const row = statements.watch.get(id);
        return row === undefined ? undefined : cursorSchema.parse(row);
      }),
    known: (id) => run(() => sorted(statements.known.all(id))),
    owed: (id) => run(() => sorted(statements.owed.all(id))),
    record: (id, { cursor, versions }) => run(() => record.immediate(id, cursor, versions)),
    settle: (id, version, { state, reason }) =>
      run(() => void statements.settle.run(state, reason, id, identityOf(version))),
    close: () => closeDatabase(database),
  };
}

function prepare(database: SqliteDatabase) {
  const columns = 'version, created_at, state, reason';
  return {
    watch: database.prepare('SELECT latest_version, checked_at, due_at FROM watch WHERE id = ?'),
    putWatch: database.prepare(
      'INSERT INTO watch (id, latest_version, checked_at, due_at) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE ' +
        'SET latest_version = excluded.latest_version, checked_at = excluded.checked_at, due_at = excluded.due_at',
    ),
    addVersion: database.prepare(
      `INSERT INTO model_version (watch_id, identity, ${columns}) VALUES (?, ?, ?, ?, ?, ?) ` +
        'ON CONFLICT (watch_id, identity) DO UPDATE SET state = excluded.state, reason = excluded.reason ' +
        "WHERE state = 'waiting'",
    ),
    known: database.prepare(`SELECT ${columns} FROM model_version WHERE watch_id = ?`),
    owed: database.prepare(`SELECT ${columns} FROM model_version WHERE watch_id = ? AND state = 'owed'`),
    settle: database.prepare(
      "UPDATE model_version SET state = ?, reason = ? WHERE watch_id = ? AND identity = ? AND state = 'owed'",
    ),
  };
}

function sorted(rows: readonly unknown[]): readonly KnownVersion[] {
  return rows.map((row) => versionSchema.parse(row)).toSorted(compareByCreation);
}
