// Opens the state file: durable, shared by a watcher and commands, and at the newest schema.
import { existsSync } from 'node:fs';
import Database from 'libsql';
import * as z from 'zod';
import { fail } from '../../core/errors/catalogue.ts';
import { guarded } from './guarded.ts';
import { migrations } from './migrations.ts';

export type SqliteDatabase = InstanceType<typeof Database>;

/** How long one process waits for another's transaction, in milliseconds. Transactions take a few. */
const patience = 5000;

/**
 * For the watcher, which holds the lock (`lockForWatcher`).
 *
 * @param file path of the state file; made if it does not exist
 * @throws WatchStateInUse, WatchStateNewer, WatchStateUnusable
 */
export function openDatabase(file: string): SqliteDatabase {
  return open(file, (database) => {
    guarded(file, () => {
      // Commands read while the watcher writes.
      database.pragma('journal_mode = WAL');
    });
    migrate(file, database);
  });
}

/**
 * For a command, which may run beside a watcher. The file keeps its journal mode.
 *
 * @throws WatchStateMissing, WatchStateOlder, WatchStateInUse, WatchStateNewer, WatchStateUnusable
 */
export function joinDatabase(file: string): SqliteDatabase {
  if (!existsSync(file)) throw fail('WatchStateMissing', { file });
  return open(file, (database) => {
    const found = schemaOf(file, database);
    if (found < migrations.length) {
      throw fail('WatchStateOlder', { file, found, known: migrations.length });
    }
  });
}

/** Gives the file free; it is then one file again, without the journal beside it, unless a command has it open. */
export function closeDatabase(database: SqliteDatabase): void {
  // libsql's own close keeps its files until the last statement was collected as garbage, so WAL is left by hand.
  try {
    database.pragma('busy_timeout = 100');
    database.pragma('journal_mode = DELETE');
  } catch {
    // A command has it open: the journal stays beside the file, where the next one who opens it finds it.
  }
  database.close();
}

function open(file: string, prepare: (database: SqliteDatabase) => void): SqliteDatabase {
  const database = guarded(file, () => new Database(file, { timeout: patience }));
  try {
    guarded(file, () => {
      // What was written survives a power cut, not only a killed process.
      database.pragma('synchronous = FULL');
      database.pragma('foreign_keys = ON');
    });
    prepare(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function schemaOf(file: string, database: SqliteDatabase): number {
  const found = guarded(file, () =>
    z.object({ user_version: z.number() }).parse(database.prepare('PRAGMA user_version').get()),
  ).user_version;
  const known = migrations.length;
  if (found > known) throw fail('WatchStateNewer', { file, found, known });
  return found;
}

function migrate(file: string, database: SqliteDatabase): void {
  const found = schemaOf(file, database);
  for (const [version, step] of migrations.entries()) {
    if (version < found) continue;
    const next = version + 1;
    guarded(file, () => database.exec(`BEGIN IMMEDIATE; ${step}; PRAGMA user_version = ${next}; COMMIT`));
  }
}
