// All watches together: those of watch.yml and those that are found elsewhere, each kept by whoever knows them.
import type { Watcher } from '../../artifact-source/watch.ts';
import type { WatchChanges } from '../../src/core/watch-changes.ts';
import type { Watch } from '../../src/core/watch.ts';

export interface WatchList {
  /** Replaces the watches of one origin; those of the others stay as they are. */
  set(origin: string, watches: readonly Watch[]): WatchChanges;
}

/** @param initial the watches that the watcher was made with, by their origin */
export function createWatchList(
  watcher: Pick<Watcher, 'replaceWatches'>,
  initial: Readonly<Record<string, readonly Watch[]>>,
): WatchList {
  const byOrigin = new Map(Object.entries(initial));
  return {
    set(origin, watches) {
      byOrigin.set(origin, watches);
      return watcher.replaceWatches([...byOrigin.values()].flat());
    },
  };
}
