// Opens the state file: durable, ours alone, and at the newest schema.
import Database from 'libsql';
import * as z from 'zod';
import { fail } from '../../core/errors/catalogue.ts';
import { migrations } from './migrations.ts';

export type SqliteDatabase = InstanceType<typeof Database>;

/** How SQLite names its error, if this is one. */
const sqliteErrorSchema = z.object({ message: z.string(), code: z.string().optional().catch(undefined) });

/**
 * @param file path of the state file; made if it does not exist
 * @throws WatchStateInUse, WatchStateNewer, WatchStateUnusable
 */
export function openDatabase(file: string): SqliteDatabase {
  const database = guarded(file, () => new Database(file));
  try {
    guarded(file, () => {
      // Held until the process ends, however it ends: two watchers on one file would fire everything twice.
      database.pragma('locking_mode = EXCLUSIVE');
      database.pragma('journal_mode = WAL');
      // What was written survives a power cut, not only a killed process.
      database.pragma('synchronous = FULL');
      database.pragma('foreign_keys = ON');
      // The lock is taken by the first write.
      database.exec('BEGIN IMMEDIATE; COMMIT');
    });
    migrate(file, database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Gives the file free; it is then one file again, without the journal beside it. */
export function closeDatabase(database: SqliteDatabase): void {
  // libsql's own close keeps the lock until the last statement was collected as garbage, so it is given back by
  // hand: that takes leaving WAL, and a transaction after the change of mode.
  database.pragma('journal_mode = DELETE');
  database.pragma('locking_mode = NORMAL');
  database.exec('BEGIN IMMEDIATE; COMMIT');
  database.close();
}

function migrate(file: string, database: SqliteDatabase): void {
  const found = guarded(file, () =>
    z.object({ user_version: z.number() }).parse(database.prepare('PRAGMA user_version').get()),
  ).user_version;
  const known = migrations.length;
  if (found > known) throw fail('WatchStateNewer', { file, found, known });
  for (const [version, step] of migrations.entries()) {
    if (version < found) continue;
    const next = version + 1;
    guarded(file, () => database.exec(`BEGIN IMMEDIATE; ${step}; PRAGMA user_version = ${next}; COMMIT`));
  }
}

function guarded<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const parsed = sqliteErrorSchema.safeParse(error);
    if (!parsed.success) throw error;
    const { code, message } = parsed.data;
    if (code === 'SQLITE_BUSY' || code === 'SQLITE_LOCKED') throw fail('WatchStateInUse', { file }, error);
    const reason = message.includes('Unable to open') ? 'it cannot be opened or made there' : message;
    throw fail('WatchStateUnusable', { file, reason }, error);
  }
}
