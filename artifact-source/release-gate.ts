// What keeps a watch from firing in view of its own releases: a stage that was rolled back, too many in flight.
import { type Firing, carriesKey, firingKey } from '../src/core/firing/firing.ts';
import { findRollback, inFlight, tooManyInFlight } from '../src/core/release-activity.ts';
import { ofWatch } from '../src/core/watch/event.ts';
import { withRollback } from '../src/core/watch/orders.ts';
import { type Watch, watchId } from '../src/core/watch/watch.ts';
import type { Clock } from '../src/ports/clock.ts';
import type { ReleaseActivity } from '../src/ports/release-activity.ts';
import type { WatchControls } from '../src/ports/watch-controls.ts';
import type { WatchEvents } from '../src/ports/watch-events.ts';
import type { WatchStore } from '../src/ports/watch-store.ts';
import type { WatchTimeline } from '../src/ports/watch-timeline.ts';

export interface GatePorts {
  /** Absent: nothing is known of the releases, and nothing is kept from firing. */
  readonly activity?: ReleaseActivity;
  readonly store: WatchStore;
  readonly controls: WatchControls;
  readonly timeline: WatchTimeline;
  readonly events: WatchEvents;
  readonly clock: Clock;
}

/** Holds the watch if a person has rolled back what it had fired: whoever did so wants no newer version just now. */
export async function holdAfterRollback(watch: Watch, ports: GatePorts): Promise<void> {
  const { activity, store, controls, timeline, events, clock } = ports;
  const { target } = watch;
  if (activity === undefined || target.kind !== 'release') return;
  const id = watchId(watch);
  const known = await store.known(id);
  // Nothing that was fired can have been rolled back.
  if (!known.some(({ state }) => state === 'fired')) return;
  const { rolledBackAt } = await controls.orders(id);
  const rollback = findRollback(await activity.deployments(target), known, rolledBackAt);
  if (rollback === undefined) return;
  const { reason } = rollback;
  const hold = { heldBy: 'rollback', at: clock.now().toISOString(), reason } as const;
  await controls.change(id, (orders) => withRollback(orders, hold, rollback.at));
  await timeline.append(id, [{ what: 'held', ...hold }]);
  events.emit({ event: 'held', ...ofWatch(watch), reason });
}

export interface FlightLimit {
  /** Why this one has to wait; absent if it may fire. */
  blocks(firing: Firing): string | undefined;
  /** One more is in flight. */
  took(name: string): void;
}

export const noFlightLimit: FlightLimit = { blocks: () => undefined, took: () => undefined };

export async function flightLimit(watch: Watch, { activity, clock }: GatePorts): Promise<FlightLimit> {
  const { target, inFlight: limit } = watch;
  if (activity === undefined || limit === undefined || target.kind !== 'release') return noFlightLimit;
  const releases = await activity.releases(target);
  const flying = inFlight(releases, clock.now().getTime()).map(({ name }) => name);
  return {
    blocks(firing) {
      // One that an earlier attempt made is there already: it only has to be written down.
      const key = firingKey(firing);
      if (releases.some(({ description }) => carriesKey(description, key))) return undefined;
      return tooManyInFlight(limit, flying);
    },
    took(name) {
      if (!flying.includes(name)) flying.push(name);
    },
  };
}
