// What a command changes in the orders of one watch, and what it says to the person. Pure.
import { orderedAbout } from '../firing/decide-owed.ts';
import { given } from '../given.ts';
import type { FiringIdentity, KnownVersion } from '../watch/history.ts';
import {
  type WatchOrders,
  orderAbout,
  withFastForward,
  withHold,
  withPin,
  withReplay,
  withSkipped,
  withoutHolds,
  withoutPin,
} from '../watch/orders.ts';

/** Orders about a whole watch. */
export type WatchWideOrder = 'pause' | 'resume' | 'unpin' | 'fast-forward';

/** Orders about one version. */
export type VersionWideOrder = 'skip' | 'pin' | 'replay';

export interface Steering<O extends string = WatchWideOrder | VersionWideOrder> {
  readonly order: O;
  /** When it was given, ISO 8601. */
  readonly at: string;
  readonly by: string;
  readonly reason?: string;
}

export interface Steered {
  readonly orders: WatchOrders;
  /** False if everything is as ordered already, or cannot be changed any more. */
  readonly isChanged: boolean;
  /** What it means, in one sentence. */
  readonly says: string;
}

export function isAboutVersion(steering: Steering): steering is Steering<VersionWideOrder> {
  return ['skip', 'pin', 'replay'].includes(steering.order);
}

export function isAboutWatch(steering: Steering): steering is Steering<WatchWideOrder> {
  return !isAboutVersion(steering);
}

export function steerWatch(
  { order, at, by, reason }: Steering<WatchWideOrder>,
  orders: WatchOrders,
  known: readonly KnownVersion[],
): Steered {
  const owed = known.filter(({ state }) => state === 'owed').length;
  switch (order) {
    case 'pause': {
      const before = orders.holds.find(({ heldBy }) => heldBy === 'person');
      if (before !== undefined) return unchanged(orders, `is paused since ${before.at}: ${before.reason}`);
      const why = `paused by ${by}${reason === undefined ? '' : `: ${reason}`}`;
      return changed(
        withHold(orders, { heldBy: 'person', at, reason: why }),
        `is paused: what is new is recorded and stays owed until it is resumed (${count(owed)} owed now)`,
      );
    }
    case 'resume':
      return orders.holds.length === 0
        ? unchanged(orders, 'is not held')
        : changed(withoutHolds(orders), `is resumed: ${count(owed)} owed, to be fired from the next turn on`);
    case 'unpin':
      return orders.pinned === undefined
        ? unchanged(orders, 'is not pinned')
        : changed(withoutPin(orders), `is not pinned to version ${orders.pinned.version} any more`);
    case 'fast-forward': {
      // No clock tells better what is known than the versions themselves: the registry's may be ahead.
      const to = new Date(
        Math.max(Date.parse(at), ...known.map(({ createdAt }) => Date.parse(createdAt))),
      ).toISOString();
      const open = known.filter(({ state }) => state === 'owed' || state === 'waiting').length;
      return changed(
        withFastForward(orders, { to, at, by, ...given({ reason }) }),
        `passes over what was registered until ${to}: ${count(open)} of those that it knows`,
      );
    }
  }
}

export function steerVersion(
  { order, ...who }: Steering<VersionWideOrder>,
  orders: WatchOrders,
  version: KnownVersion,
): Steered {
  const about = { version: version.version, createdAt: version.createdAt, ...who };
  const named = `version ${version.version}`;
  switch (order) {
    case 'skip':
      if (
        version.state !== 'owed' &&
        version.state !== 'waiting' &&
        orderAbout(orders.replays, version) === undefined
      ) {
        return unchanged(orders, `has nothing to skip: ${named} is ${stateWords[version.state]}`);
      }
      return changed(withSkipped(orders, about), `leaves ${named} out, unless it fires at this very moment`);
    case 'pin':
      return changed(
        withPin(orders, about),
        `is pinned: nothing but ${named} fires. ${pinnedWords(version, orders)}`,
      );
    case 'replay':
      return replayed(orders, version, about);
  }
}

function replayed(
  orders: WatchOrders,
  version: KnownVersion,
  about: FiringIdentity & Omit<Steering, 'order'>,
): Steered {
  const named = `version ${version.version}`;
  if (version.state === 'owed' && orderAbout(orders.skipped, version) === undefined) {
    return unchanged(orders, `owes ${named} already`);
  }
  if (orderAbout(orders.replays, version) !== undefined) {
    return unchanged(orders, `is going to fire ${named} again already`);
  }
  const replay = (version.replay ?? 0) + 1;
  const after = withReplay(orders, { ...about, replay });
  const said = orderedAbout({ ...version, replay }, after);
  return changed(
    after,
    said === undefined
      ? `fires ${named} again on the next turn`
      : `is going to fire ${named} again, but not yet: ${said.reason}`,
  );
}

function pinnedWords(version: KnownVersion, orders: WatchOrders): string {
  const [hold] = orders.holds;
  if (hold !== undefined) return `And that not before the watch is resumed: it is held: ${hold.reason}`;
  switch (version.state) {
    case 'owed':
      return 'It fires on the next turn';
    case 'waiting':
      return `It waits: ${version.reason}`;
    case 'baseline':
    case 'fired':
    case 'passed-over':
    case 'ignored':
      return `It is ${stateWords[version.state]}: to fire it again takes a replay`;
  }
}

const stateWords: Readonly<Record<KnownVersion['state'], string>> = {
  baseline: 'known from the beginning',
  waiting: 'waiting',
  owed: 'owed',
  fired: 'fired',
  'passed-over': 'passed over',
  ignored: 'ignored',
};

const count = (number: number): string => (number === 1 ? '1 version' : `${number} versions`);

const changed = (orders: WatchOrders, says: string): Steered => ({ orders, isChanged: true, says });

const unchanged = (orders: WatchOrders, says: string): Steered => ({ orders, isChanged: false, says });
