// Says of a version what each watch made of it, and why.
import { compareByCreation } from '../core/model/version.ts';
import type { KnownVersion } from '../core/watch/history.ts';
import type { WatchListing } from '../core/watch/listing.ts';
import { standingOf } from '../core/watch-steering/standing.ts';
import type { TimelineEntry } from '../core/watch/timeline.ts';
import type { WatchState } from '../ports/watch-state.ts';
import { unknownVersion } from './steer-watches.ts';

export interface ExplainedVersion {
  readonly watch: WatchListing;
  readonly version: KnownVersion;
  /** Where it stands and what becomes of it next. */
  readonly standing: string;
  readonly timeline: readonly TimelineEntry[];
}

/**
 * One explanation for each watch and each registration of the number, oldest first.
 *
 * @throws WatchVersionUnknown and what the ports throw
 */
export async function explainVersion(
  watches: readonly WatchListing[],
  version: string,
  { store, controls, timeline }: Pick<WatchState, 'store' | 'controls' | 'timeline'>,
): Promise<readonly ExplainedVersion[]> {
  const explained: ExplainedVersion[] = [];
  for (const watch of watches) {
    const orders = await controls.orders(watch.id);
    const met = (await store.known(watch.id)).filter((each) => each.version === version);
    for (const each of met.toSorted(compareByCreation)) {
      explained.push({
        watch,
        version: each,
        standing: standingOf(each, orders),
        timeline: await timeline.read(watch.id, each),
      });
    }
  }
  if (explained.length === 0) throw unknownVersion(watches, version);
  return explained;
}
