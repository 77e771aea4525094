// The watcher: checks each source, decides about what is new, fires what is owed.
import { type ErrorKind, isExtensionError } from '../src/core/errors/extension-error.ts';
import { inParallel } from '../src/core/in-parallel.ts';
import { targetInWords } from '../src/core/firing/target.ts';
import { addressInWords } from '../src/core/model/source.ts';
import { ofSource, ofWatch } from '../src/core/watch/event.ts';
import { type WatchChanges, compareWatches, isUnchanged } from '../src/core/watch/changes.ts';
import type { WatchOrders } from '../src/core/watch/orders.ts';
import { type Watch, watchId } from '../src/core/watch/watch.ts';
import type { Clock } from '../src/ports/clock.ts';
import type { ModelRegistry } from '../src/ports/model-registry.ts';
import type { FiringTargets } from '../src/ports/firing-targets.ts';
import type { ReleaseActivity } from '../src/ports/release-activity.ts';
import type { WatchControls } from '../src/ports/watch-controls.ts';
import type { WatchEvents } from '../src/ports/watch-events.ts';
import type { WatchStore } from '../src/ports/watch-store.ts';
import type { WatchTimeline } from '../src/ports/watch-timeline.ts';
import { type CheckedModel, checkSource } from './check.ts';
import { createFailures } from './failures.ts';
import { createHoldings } from './held.ts';
import { fireOwed } from './owed.ts';
import { remember } from './remember.ts';
import { takeReplays } from './replay.ts';
import { type WatchSource, groupBy, sourcesOf } from './sources.ts';

export interface WatcherPorts {
  readonly registry: ModelRegistry;
  readonly targets: FiringTargets;
  /** Absent: no limit of releases in flight is kept, and no rollback noticed. */
  readonly activity?: ReleaseActivity;
  readonly store: WatchStore;
  readonly controls: WatchControls;
  readonly timeline: WatchTimeline;
  readonly events: WatchEvents;
  readonly clock: Clock;
}

export interface TurnReport {
  readonly fired: number;
  /** How many steps failed, those included that were told of on an earlier turn. */
  readonly failed: number;
}

export interface Watcher {
  /** What is watched now. */
  sources(): readonly WatchSource[];
  /**
   * One turn over all sources, none waiting for another. When `signal` aborts, the step in hand is finished
   * and no other begun.
   *
   * @throws only faults of the program: a failing service or store is told as an event and met again next turn
   */
  turn(signal?: AbortSignal): Promise<TurnReport>;
  /** The same over one source; nothing if it is not watched any more. */
  turnOf(id: string, signal?: AbortSignal, cause?: CheckCause): Promise<SourceReport>;
  /**
   * Watches these instead, from the next step on; what begins, ends or changes is told. A turn under way leaves out
   * what is not watched any more.
   */
  replaceWatches(watches: readonly Watch[]): WatchChanges;
  /** Calls `listener` after each change of the watches. @returns what ends that */
  onReplaced(listener: () => void): () => void;
}

export interface SourceReport extends TurnReport {
  /** How the check itself ended; `later`: a passing fault, `refused`: something for the user to mend. */
  readonly checked: 'good' | ErrorKind | 'not';
  /** How many new versions it found, over all watches. */
  readonly found: number;
}

/** What made the watcher look. */
export type CheckCause = 'schedule' | 'event' | 'order';

const causeInWords: Readonly<Record<CheckCause, string>> = {
  schedule: 'a check on schedule',
  event: 'a check that an event caused',
  order: 'a check that an order caused',
};

interface WatchTurn {
  readonly watch: Watch;
  readonly checked: CheckedModel | undefined;
  readonly orders: WatchOrders | undefined;
  readonly cause: CheckCause;
}

/** @param initial all signed in with the credential of `ports.registry`: those of one source share its check */
export function createWatcher(initial: readonly Watch[], ports: WatcherPorts): Watcher {
  const failures = createFailures(ports.events);
  const holdings = createHoldings(ports.events);
  const verified = new Set<Watch>();
  const listeners = new Set<() => void>();
  let watches = initial;
  let watched = new Set(initial);
  let sources = sourcesOf(initial);

  /** Tells of a wrong target on the first turn instead of on the day that a version is registered. */
  async function isVerified(watch: Watch): Promise<boolean> {
    if (verified.has(watch)) return true;
    const attempt = { action: `use ${targetInWords(watch.target)}`, ...ofWatch(watch) };
    const done = await failures.guard(attempt, () => ports.targets.verify(watch.target));
    if (done !== undefined) verified.add(watch);
    return done !== undefined;
  }

  async function check({ source, watches: group }: WatchSource): Promise<ReadonlyMap<string, CheckedModel>> {
    const watched = groupBy(group, ({ model }) => model).map(async (ofModel) => ({
      model: ofModel[0].model,
      cursors: await Promise.all(ofModel.map((watch) => ports.store.cursor(watchId(watch)))),
    }));
    return checkSource(ports.registry, source, await Promise.all(watched), ports.clock.now());
  }

  async function turnOfWatch(
    { watch, checked, orders, cause }: WatchTurn,
    signal?: AbortSignal,
  ): Promise<Omit<SourceReport, 'checked'>> {
    if (signal?.aborted === true || !watched.has(watch)) return { fired: 0, failed: 0, found: 0 };
    const attempt = { action: 'read and write the state of the watch', ...ofWatch(watch) };
    let found = 0;
    const turned = await failures.guard(attempt, async () => {
      if (checked !== undefined) found = await remember(watch, checked, ports, causeInWords[cause]);
      if (orders !== undefined) await takeReplays(watch, orders, ports);
      if (!(await isVerified(watch))) return { fired: 0, failed: true };
      return fireOwed({ watch, listed: checked?.versions ?? [] }, ports, { failures, holdings }, signal);
    });
    return { fired: turned?.value.fired ?? 0, failed: turned?.value.failed === false ? 0 : 1, found };
  }

  async function turnOfSource(
    watched: WatchSource,
    signal?: AbortSignal,
    cause: CheckCause = 'schedule',
  ): Promise<SourceReport> {
    if (signal?.aborted === true) return nothing;
    const { source } = watched;
    const orders = await failures.guard({ action: 'read the orders' }, () => ports.controls.all());
    // Without knowing what is held nothing may fire, and what would be found is found next time.
    if (orders === undefined) return { ...nothing, failed: 1, checked: 'later' };
    const attempt = { action: `check ${addressInWords(source)}`, ...ofSource(source) };
    let kind: ErrorKind = 'later';
    const checked = await failures.guard(attempt, async () => {
      try {
        return await check(watched);
      } catch (error) {
        if (isExtensionError(error)) ({ kind } = error);
        throw error;
      }
    });
    let report: SourceReport =
      checked === undefined ? { ...nothing, failed: 1, checked: kind } : { ...nothing, checked: 'good' };
    // A check that failed holds nothing back: what is owed does not need it.
    await inParallel(groupBy(watched.watches, companyOf), atOnce, async (group) => {
      for (const watch of group) {
        const turn = {
          watch,
          checked: checked?.value.get(watch.model),
          orders: orders.value.get(watchId(watch)),
          cause,
        };
        const { fired, failed, found } = await turnOfWatch(turn, signal);
        report = {
          ...report,
          fired: report.fired + fired,
          failed: report.failed + failed,
          found: report.found + found,
        };
      }
    });
    return report;
  }

  return {
    sources: () => sources,

    async turn(signal) {
      const reports = await Promise.all(sources.map((source) => turnOfSource(source, signal)));
      return reports.reduce<TurnReport>(
        (sum, { fired, failed }) => ({ fired: sum.fired + fired, failed: sum.failed + failed }),
        { fired: 0, failed: 0 },
      );
    },

    async turnOf(id, signal, cause) {
      const source = sources.find((each) => each.id === id);
      return source === undefined ? nothing : turnOfSource(source, signal, cause);
    },

    replaceWatches(fresh) {
      const changes = compareWatches(watches, fresh);
      if (isUnchanged(changes)) return changes;
      // Those that are as they were keep their identity, and with it what is known of their targets.
      const kept = new Map(watches.map((watch) => [watch.name, watch]));
      const isNew = new Set([...changes.added, ...changes.changed]);
      watches = fresh.map((watch) => (isNew.has(watch.name) ? watch : (kept.get(watch.name) ?? watch)));
      watched = new Set(watches);
      sources = sourcesOf(watches);
      for (const watch of verified) if (!watched.has(watch)) verified.delete(watch);
      ports.events.emit({ event: 'watches', ...changes, total: watches.length });
      for (const listener of listeners) listener();
      return changes;
    },

    onReplaced(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** Groups of watches that fire at the same time: a hundred versions of a hundred models do not wait for one another. */
const atOnce = 8;

/**
 * Watches with the same answer take turns: those of one model may share an effect, which the second has to find, and those
 * that count what is in flight have to see what the one before them fired.
 */
function companyOf({ model, inFlight }: Watch): string {
  return inFlight === undefined ? `model ${model}` : 'in flight';
}

const nothing: SourceReport = { fired: 0, failed: 0, found: 0, checked: 'not' };
