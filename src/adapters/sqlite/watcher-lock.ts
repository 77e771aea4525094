// One watcher at a time on a state file: a lock that the operating system takes back however the process ends.
import Database from 'libsql';
import { guarded, isBusy } from './guarded.ts';

export interface WatcherLock {
  release(): void;
}

/** How long a lock that is being looked at or given back is waited for, in milliseconds. */
const patience = 500;

/**
 * The lock has a file of its own beside the state file, so that commands can open the state while the watcher runs. The
 * file stays behind: removing it would let two watchers lock two files of one name.
 *
 * @throws WatchStateInUse, WatchStateUnusable
 */
export function lockForWatcher(file: string): WatcherLock {
  const database = guarded(file, () => new Database(`${file}-lock`, { timeout: patience }));
  try {
    // Two watchers on one file would fire everything twice. Held until it is rolled back or the process ends.
    guarded(file, () => database.exec('BEGIN EXCLUSIVE'));
  } catch (error) {
    database.close();
    throw error;
  }
  return {
    release() {
      database.exec('ROLLBACK');
      database.close();
    },
  };
}

/** Whether a watcher has the state file; a look that takes nothing. */
export function isLockedByWatcher(file: string): boolean {
  const database = guarded(file, () => new Database(`${file}-lock`, { timeout: 0 }));
  try {
    database.prepare('SELECT count(*) FROM sqlite_schema').get();
    return false;
  } catch (error) {
    if (isBusy(error)) return true;
    throw error;
  } finally {
    database.close();
  }
}
