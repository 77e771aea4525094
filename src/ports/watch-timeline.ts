// The history of versions and of orders, for whoever asks later why something did or did not fire.
import type { VersionIdentity } from '../core/model/version.ts';
import type { TimelineEntry } from '../core/watch/timeline.ts';

export interface WatchTimeline {
  /**
   * Adds entries in the order given. One that only repeats the last entry of the same version (or, if it is about no
   * version, of the watch) is counted there: see `counted`. Of each version, and of the watch, the newest
   * `keptEntries` stay.
   */
  append(watchId: string, entries: readonly TimelineEntry[]): Promise<void>;

  /** The entries about one version and those about the whole watch, in the order in which they were added. */
  read(watchId: string, version: VersionIdentity): Promise<readonly TimelineEntry[]>;
}
