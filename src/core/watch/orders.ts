// What was ordered for a watch: by a person with a command, or by the watcher itself. Plain data; every change is pure.
import * as z from 'zod';
import { given } from '../given.ts';
import type { VersionIdentity } from '../model/version.ts';
import { identityOf } from './history.ts';

/**
 * - `person`: paused by a command
 * - `storm`: more new versions at once than the watch's storm limit
 * - `rollback`: a person rolled back what the watch had fired
 */
export type HeldBy = 'person' | 'storm' | 'rollback';

/** While a watch is held nothing fires; what is new is recorded and stays owed. */
export interface Hold {
  readonly heldBy: HeldBy;
  /** When it was held, ISO 8601. */
  readonly at: string;
  /** In words, e.g. "31 new versions at once, more than the storm limit of 20". */
  readonly reason: string;
}

/** Who ordered something about a version, and when (ISO 8601). */
export interface VersionOrder extends VersionIdentity {
  readonly at: string;
  readonly by: string;
  readonly reason?: string | undefined;
}

export interface ReplayOrder extends VersionOrder {
  /** The how manieth replay of the version this is; the first is 1. */
  readonly replay: number;
}

export interface FastForward {
  /** Versions registered until then are passed over, ISO 8601. */
  readonly to: string;
  readonly at: string;
  readonly by: string;
  readonly reason?: string | undefined;
}

export interface WatchOrders {
  /** At most one of each kind. */
  readonly holds: readonly Hold[];
  /** The only version that may fire. */
  readonly pinned?: VersionOrder | undefined;
  /** Versions that never fire, unless they are replayed. */
  readonly skipped: readonly VersionOrder[];
  /** Versions that fire again; each stays until the watcher has written it down as owed. */
  readonly replays: readonly ReplayOrder[];
  readonly fastForward?: FastForward | undefined;
  /** When the last rollback happened that the watch was held for, ISO 8601: `resume` forgives it. */
  readonly rolledBackAt?: string | undefined;
}

export const noOrders: WatchOrders = { holds: [], skipped: [], replays: [] };

const versionOrder = z.object({
  version: z.string(),
  createdAt: z.string(),
  at: z.string(),
  by: z.string(),
  reason: z.string().optional(),
});

/** For adapters that keep the orders as JSON. */
export const watchOrdersSchema: z.ZodType<WatchOrders> = z.object({
  holds: z.array(
    z.object({ heldBy: z.enum(['person', 'storm', 'rollback']), at: z.string(), reason: z.string() }),
  ),
  pinned: versionOrder.optional(),
  skipped: z.array(versionOrder),
  replays: z.array(versionOrder.extend({ replay: z.int().positive() })),
  fastForward: z
    .object({ to: z.string(), at: z.string(), by: z.string(), reason: z.string().optional() })
    .optional(),
  rolledBackAt: z.string().optional(),
});

/** A hold of the same kind that is there already stays as it is: it says since when. */
export function withHold(orders: WatchOrders, hold: Hold): WatchOrders {
  if (orders.holds.some(({ heldBy }) => heldBy === hold.heldBy)) return orders;
  return { ...orders, holds: [...orders.holds, hold] };
}

/** @param at when the rollback happened, ISO 8601: it holds the watch once */
export function withRollback(orders: WatchOrders, hold: Hold, at: string): WatchOrders {
  return { ...withHold(orders, hold), rolledBackAt: at };
}

/** @param heldBy which holds are lifted; by default all */
export function withoutHolds(orders: WatchOrders, heldBy?: HeldBy): WatchOrders {
  return { ...orders, holds: orders.holds.filter((hold) => heldBy !== undefined && hold.heldBy !== heldBy) };
}

/** The later pin takes the earlier one's place. */
export function withPin(orders: WatchOrders, pinned: VersionOrder): WatchOrders {
  return { ...orders, pinned };
}

export function withoutPin({ holds, skipped, replays, fastForward, rolledBackAt }: WatchOrders): WatchOrders {
  return { holds, skipped, replays, ...given({ fastForward, rolledBackAt }) };
}

/** A skipped version is not replayed any more either. */
export function withSkipped(orders: WatchOrders, skipped: VersionOrder): WatchOrders {
  return {
    ...orders,
    skipped: [...without(orders.skipped, skipped), skipped],
    replays: without(orders.replays, skipped),
  };
}

/** A replayed version is not skipped any more. */
export function withReplay(orders: WatchOrders, replay: ReplayOrder): WatchOrders {
  return {
    ...orders,
    skipped: without(orders.skipped, replay),
    replays: [...without(orders.replays, replay), replay],
  };
}

/** The replay is owed by now. A later one of the same version stays. */
export function withoutReplay(orders: WatchOrders, done: ReplayOrder): WatchOrders {
  const isDone = (each: ReplayOrder) => identityOf(each) === identityOf(done) && each.replay <= done.replay;
  return { ...orders, replays: orders.replays.filter((each) => !isDone(each)) };
}

/** Never goes back; lifts the storm's hold, as what came in the storm is passed over. */
export function withFastForward(orders: WatchOrders, fastForward: FastForward): WatchOrders {
  const lifted = withoutHolds(orders, 'storm');
  const earlier = orders.fastForward;
  return earlier !== undefined && Date.parse(earlier.to) >= Date.parse(fastForward.to)
    ? lifted
    : { ...lifted, fastForward };
}

/** What was ordered about this very version, if it is among `orders`. */
export function orderAbout<T extends VersionOrder>(
  orders: readonly T[],
  version: VersionIdentity,
): T | undefined {
  return orders.find((each) => identityOf(each) === identityOf(version));
}

function without<T extends VersionOrder>(orders: readonly T[], version: VersionIdentity): readonly T[] {
  return orders.filter((each) => identityOf(each) !== identityOf(version));
}
