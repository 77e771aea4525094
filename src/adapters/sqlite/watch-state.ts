// The memory of the watcher and its commands in one SQLite file.
import * as z from 'zod';
import type { ForwardedVersions } from '../../ports/forwarded-versions.ts';
import type { WatchState } from '../../ports/watch-state.ts';
import { type SqliteDatabase, closeDatabase, joinDatabase, openDatabase } from './database.ts';
import { createForwardedVersions } from './forwarded-versions.ts';
import { runOn } from './guarded.ts';
import { createControls } from './watch-controls.ts';
import { createDirectory } from './watch-directory.ts';
import { createStore } from './watch-store.ts';
import { createTimeline } from './watch-timeline.ts';
import { lockForWatcher } from './watcher-lock.ts';

export interface SqliteWatchState extends WatchState {
  /** What the relay has forwarded. */
  readonly forwarded: ForwardedVersions;
  /** Another number whenever somebody else, e.g. a command, has written to the file. */
  writtenByOthers(): number;
  close(): void;
}

/**
 * For the watcher: the only one on this file.
 *
 * @param file path of the state file; made if it does not exist
 * @throws WatchStateInUse, WatchStateNewer, WatchStateUnusable; the methods throw WatchStateFailed
 */
export function openWatchState(file: string): SqliteWatchState {
  const lock = lockForWatcher(file);
  try {
    const database = openDatabase(file);
    return {
      ...on(file, database),
      close() {
        closeDatabase(database);
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/**
 * For a command, beside a watcher or without one.
 *
 * @throws WatchStateMissing, WatchStateOlder, WatchStateInUse, WatchStateNewer, WatchStateUnusable; the methods throw
 *   WatchStateFailed
 */
export function joinWatchState(file: string): SqliteWatchState {
  const database = joinDatabase(file);
  return { ...on(file, database), close: () => database.close() };
}

/** SQLite changes it with each transaction of another connection, and never with one's own. */
const dataVersionSchema = z.object({ data_version: z.number() });

function on(file: string, database: SqliteDatabase): Omit<SqliteWatchState, 'close'> {
  const run = runOn(file);
  const dataVersion = database.prepare('PRAGMA data_version');
  return {
    store: createStore(database, run),
    controls: createControls(database, run),
    timeline: createTimeline(database, run),
    directory: createDirectory(database, run),
    forwarded: createForwardedVersions(database, run),
    writtenByOthers: () => dataVersionSchema.parse(dataVersion.get()).data_version,
  };
}
