// Says of each watch what it does and what keeps it from doing more.
import { given } from '../core/given.ts';
import type { KnownVersion, VersionState, WatchCursor } from '../core/watch/history.ts';
import type { WatchListing } from '../core/watch/listing.ts';
import { type WatchOrders, noOrders } from '../core/watch/orders.ts';
import { standingOf } from '../core/watch-steering/standing.ts';
import type { WatchState } from '../ports/watch-state.ts';

export interface WatchStatus extends WatchListing {
  /** Absent for a watch that has not begun. */
  readonly cursor?: WatchCursor;
  readonly orders: WatchOrders;
  /** How many versions are in each state. */
  readonly versions: Readonly<Partial<Record<VersionState, number>>>;
  /** Those that are owed or wait, and what becomes of them. */
  readonly open: readonly {
    readonly version: string;
    readonly createdAt: string;
    readonly standing: string;
  }[];
}

export async function watchStatus(
  watches: readonly WatchListing[],
  { store, controls }: Pick<WatchState, 'store' | 'controls'>,
): Promise<readonly WatchStatus[]> {
  const all = await controls.all();
  const statuses: WatchStatus[] = [];
  for (const watch of watches) {
    const orders = all.get(watch.id) ?? noOrders;
    const known = await store.known(watch.id);
    const open = known.filter(({ state }) => state === 'owed' || state === 'waiting');
    statuses.push({
      ...watch,
      ...given({ cursor: await store.cursor(watch.id) }),
      orders,
      versions: countStates(known),
      open: open.map((each) => ({
        version: each.version,
        createdAt: each.createdAt,
        standing: standingOf(each, orders),
      })),
    });
  }
  return statuses;
}

function countStates(known: readonly KnownVersion[]): Partial<Record<VersionState, number>> {
  const counts: Partial<Record<VersionState, number>> = {};
  for (const { state } of known) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}
