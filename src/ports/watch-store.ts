// What a watcher has to remember across restarts. Every method is one transaction: done wholly or not at all.
import type { FiringIdentity, KnownVersion, WatchCursor } from '../core/watch/history.ts';

/** What one check of a watch found out. */
export interface Findings {
  readonly cursor: WatchCursor;
  /**
   * Versions met for the first time, or waiting until now, with what was decided about them. One that is known in
   * another state keeps it.
   */
  readonly versions: readonly KnownVersion[];
}

export interface WatchStore {
  /** How far the watch has looked; absent if it never has. */
  cursor(watchId: string): Promise<WatchCursor | undefined>;

  /** Every version the watch has met, in registration order. */
  known(watchId: string): Promise<readonly KnownVersion[]>;

  /** The versions that have to fire and are not known to have fired, in registration order. */
  owed(watchId: string): Promise<readonly KnownVersion[]>;

  /** Writes the versions and the cursor together: a firing is owed as soon as its version is known. */
  record(watchId: string, findings: Findings): Promise<void>;

  /**
   * Writes how an owed firing ended. Does nothing for a version that is not owed, or owed for another replay: whoever
   * comes late with an earlier firing does not end a later one.
   */
  settle(
    watchId: string,
    firing: FiringIdentity,
    outcome: { readonly state: 'fired' | 'passed-over' | 'ignored'; readonly reason: string },
  ): Promise<void>;

  /**
   * Makes a known version owed again, as its replay number `firing.replay`. Does nothing for a version that is not known
   * or that has had this replay already.
   */
  reopen(watchId: string, firing: Required<FiringIdentity>, reason: string): Promise<void>;
}
