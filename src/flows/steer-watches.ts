// Gives an order to watches: writes it down for the watcher to obey, and adds it to the history.
import { fail } from '../core/errors/catalogue.ts';
import { given } from '../core/given.ts';
import { compareByCreation } from '../core/model/version.ts';
import type { KnownVersion } from '../core/watch/history.ts';
import type { WatchListing } from '../core/watch/listing.ts';
import type { WatchOrders } from '../core/watch/orders.ts';
import type { TimelineEntry } from '../core/watch/timeline.ts';
import {
  type Steered,
  type Steering,
  isAboutVersion,
  isAboutWatch,
  steerVersion,
  steerWatch,
} from '../core/watch-steering/steer.ts';
import type { WatchState } from '../ports/watch-state.ts';

export interface SteeredWatch {
  readonly watch: string;
  readonly isChanged: boolean;
  readonly says: string;
}

/**
 * @param version absent for an order about the whole watch
 * @throws WatchVersionUnknown before anything is changed, and what the ports throw
 */
export async function steerWatches(
  watches: readonly WatchListing[],
  { steering, version }: { readonly steering: Steering; readonly version?: string },
  state: Pick<WatchState, 'store' | 'controls' | 'timeline'>,
): Promise<readonly SteeredWatch[]> {
  const about = await Promise.all(
    watches.map(async (watch) => ({ watch, known: await state.store.known(watch.id) })),
  );
  const targets = about.map(({ watch, known }) => ({ watch, known, met: newestOf(known, version) }));
  const concerned = version === undefined ? targets : targets.filter(({ met }) => met !== undefined);
  if (concerned.length === 0) throw unknownVersion(watches, version ?? '');
  const steered: SteeredWatch[] = [];
  for (const { watch, known, met } of concerned) {
    let outcome: Steered | undefined;
    await state.controls.change(watch.id, (orders) => {
      outcome = steer(steering, orders, { known, met });
      return outcome?.orders ?? orders;
    });
    if (outcome === undefined) continue;
    if (outcome.isChanged) await state.timeline.append(watch.id, [entryOf(steering, met)]);
    steered.push({ watch: watch.name, isChanged: outcome.isChanged, says: outcome.says });
  }
  return steered;
}

function steer(
  steering: Steering,
  orders: WatchOrders,
  { known, met }: { readonly known: readonly KnownVersion[]; readonly met: KnownVersion | undefined },
): Steered | undefined {
  if (isAboutWatch(steering)) return steerWatch(steering, orders, known);
  return met === undefined || !isAboutVersion(steering) ? undefined : steerVersion(steering, orders, met);
}

/** Of several registrations of one number the newest. */
function newestOf(known: readonly KnownVersion[], version: string | undefined): KnownVersion | undefined {
  return known
    .filter((each) => each.version === version)
    .toSorted(compareByCreation)
    .at(-1);
}

export function unknownVersion(watches: readonly WatchListing[], version: string): Error {
  return fail('WatchVersionUnknown', {
    model: watches[0]?.model ?? '',
    version,
    watches: watches.map(({ name }) => name),
  });
}

/** A pin is in the history of all versions: it is the others that it keeps from firing. */
function entryOf({ order, at, by, reason }: Steering, met: KnownVersion | undefined): TimelineEntry {
  const common = { what: 'ordered', at, order, by } as const;
  if (met === undefined) return { ...common, ...given({ reason }) };
  const { version, createdAt } = met;
  return order === 'pin'
    ? {
        ...common,
        reason: [`only version ${version} fires`, ...(reason === undefined ? [] : [reason])].join(': '),
      }
    : { ...common, version: { version, createdAt }, ...given({ reason }) };
}
