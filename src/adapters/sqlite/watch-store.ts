// The watcher's memory in a SQLite file.
import * as z from 'zod';
import { compareByCreation } from '../../core/model/version.ts';
import { type KnownVersion, type WatchCursor, identityOf } from '../../core/watch/history.ts';
import type { WatchStore } from '../../ports/watch-store.ts';
import type { SqliteDatabase } from './database.ts';
import type { Run } from './guarded.ts';

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
    replay: z.number(),
  })
  .transform(({ created_at: createdAt, replay, ...rest }): KnownVersion => ({
    ...rest,
    createdAt,
    ...(replay === 0 ? {} : { replay }),
  }));

export function createStore(database: SqliteDatabase, run: Run): WatchStore {
  const statements = prepare(database);

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
    settle: (id, firing, { state, reason }) =>
      run(() => void statements.settle.run(state, reason, id, identityOf(firing), firing.replay ?? 0)),
    reopen: (id, firing, reason) =>
      run(() => void statements.reopen.run(reason, firing.replay, id, identityOf(firing), firing.replay)),
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
    known: database.prepare(`SELECT ${columns}, replay FROM model_version WHERE watch_id = ?`),
    owed: database.prepare(
      `SELECT ${columns}, replay FROM model_version WHERE watch_id = ? AND state = 'owed'`,
    ),
    settle: database.prepare(
      'UPDATE model_version SET state = ?, reason = ? ' +
        "WHERE watch_id = ? AND identity = ? AND state = 'owed' AND replay = ?",
    ),
    reopen: database.prepare(
      "UPDATE model_version SET state = 'owed', reason = ?, replay = ? " +
        'WHERE watch_id = ? AND identity = ? AND replay < ?',
    ),
  };
}

function sorted(rows: readonly unknown[]): readonly KnownVersion[] {
  return rows.map((row) => versionSchema.parse(row)).toSorted(compareByCreation);
}
