// What is watched: the watches of watch.yml and those that were found, brought together whenever one of them changes.
import { watchName } from '../src/core/discovery/found-artifact.ts';
import { type LeftOut, mergeWatches } from '../src/core/discovery/merge-watches.ts';
import type { Watch } from '../src/core/watch/watch.ts';
import type { WatchEvents } from '../src/ports/watch-events.ts';
import type { Discovered } from './discover.ts';

export interface WatchList {
  readonly watches: readonly Watch[];
  /** Takes what watch.yml says now. */
  configure(configured: readonly Watch[]): void;
  /** Takes what is found now. */
  discover(discovered: Discovered): void;
}

/** @param apply gets the whole list after each change */
export function createWatchList(
  initial: readonly Watch[],
  events: WatchEvents,
  apply: (watches: readonly Watch[]) => void,
): WatchList {
  let configured = initial;
  let discovered: Discovered = { found: [], unusable: [] };
  let watches = initial;
  let told = new Map<string, string>();

  /** Tells of each definition that is left out, once for the same reason. */
  function tell(leftOut: readonly LeftOut[]): void {
    const before = told;
    told = new Map(leftOut.map(({ artifact, reason }) => [watchName(artifact), reason]));
    for (const { artifact, reason } of leftOut) {
      if (before.get(watchName(artifact)) === reason) continue;
      const { project, definition, alias } = artifact;
      events.emit({ event: 'left-out', project, definition, artifact: alias, reason });
    }
  }

  function merge(): void {
    const merged = mergeWatches(configured, discovered.found);
    tell([...discovered.unusable, ...merged.leftOut]);
    ({ watches } = merged);
    apply(watches);
  }

  return {
    get watches() {
      return watches;
    },
    configure(fresh) {
      configured = fresh;
      merge();
    },
    discover(fresh) {
      discovered = fresh;
      merge();
    },
  };
}
