// What to do with the firings that a watch owes, in view of what was ordered. Pure.
import type { Firing } from './firing.ts';
import { compareByCreation } from '../model/version.ts';
import { type FiringIdentity, identityOf } from '../watch/history.ts';
import { type VersionOrder, type WatchOrders, orderAbout } from '../watch/orders.ts';
import type { WatchMode } from '../watch/watch.ts';

export interface OwedDecision {
  readonly firing: Firing;
  /** `hold`: it stays owed, and nothing is called. */
  readonly action: 'fire' | 'pass-over' | 'ignore' | 'hold';
  readonly reason: string;
}

/**
 * Decides about all owed firings of one watch, oldest first. In mode `latest` several can be owed when the target could
 * not be reached, or was held, for a while: only the newest of them is still wanted. A replay is always wanted: a
 * person asked for it.
 */
export function decideOwed(
  mode: WatchMode,
  owed: readonly Firing[],
  orders: WatchOrders,
): readonly OwedDecision[] {
  const decided = owed
    .toSorted((a, b) => compareByCreation(a.version, b.version))
    .map(
      (firing): OwedDecision => ordered(firing, orders) ?? { firing, action: 'fire', reason: firing.reason },
    );
  if (mode !== 'latest') return decided;
  const newest = decided.findLast((each) => each.action === 'fire' && !isReplay(each))?.firing;
  return decided.map((each) =>
    each.action !== 'fire' || isReplay(each) || each.firing === newest
      ? each
      : {
          ...each,
          action: 'pass-over',
          reason: `version ${newest?.version.version ?? ''} was registered before this one could be fired`,
        },
  );
}

/** What the orders say about one owed firing; nothing if they leave it alone. */
export function ordered(firing: Firing, orders: WatchOrders): OwedDecision | undefined {
  const said = orderedAbout(firing.version, orders);
  return said === undefined ? undefined : { firing, ...said };
}

/** The same, of a version that is owed. */
export function orderedAbout(
  version: FiringIdentity,
  orders: WatchOrders,
): Pick<OwedDecision, 'action' | 'reason'> | undefined {
  const skipped = orderAbout(orders.skipped, version);
  if (skipped !== undefined) return { action: 'ignore', reason: inWords('skipped', skipped) };
  const { fastForward, pinned } = orders;
  const isPassed = fastForward !== undefined && Date.parse(version.createdAt) <= Date.parse(fastForward.to);
  if (isPassed && version.replay === undefined) {
    return { action: 'pass-over', reason: inWords('fast-forwarded', fastForward) };
  }
  const [hold] = orders.holds;
  if (hold !== undefined) return { action: 'hold', reason: `the watch is held: ${hold.reason}` };
  if (pinned !== undefined && identityOf(pinned) !== identityOf(version)) {
    return { action: 'hold', reason: pinInWords(pinned) };
  }
  return undefined;
}

/** E.g. "skipped by ann at 2026-11-21T12:00:00.000Z: broken". */
export function inWords(
  what: string,
  { by, at, reason }: Omit<VersionOrder, 'version' | 'createdAt'>,
): string {
  return `${what} by ${by} at ${at}${reason === undefined ? '' : `: ${reason}`}`;
}

function pinInWords(pinned: VersionOrder): string {
  return `the watch is ${inWords(`pinned to version ${pinned.version}`, pinned)}`;
}

function isReplay({ firing }: OwedDecision): boolean {
  return firing.version.replay !== undefined;
}
