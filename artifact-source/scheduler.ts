// Checks each source on a schedule of its own: a slow or failing one delays no other.
import {
  type CheckHistory,
  type CheckRule,
  type NextCheck,
  afterCheck,
  nextCheck,
  noHistory,
} from '../src/core/pace/next-check.ts';
import { startDelay } from '../src/core/pace/start-delay.ts';
import type { Clock } from '../src/ports/clock.ts';
import { type Bell, createBell } from './bell.ts';
import type { WatchSource } from './sources.ts';
import type { CheckCause, SourceReport, Watcher } from './watch.ts';

export interface SchedulerOptions {
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly rule: () => CheckRule;
  /** Told after each check. */
  readonly onChecked?: (check: CheckedSource) => void;
}

export interface CheckedSource {
  readonly source: WatchSource;
  readonly cause: CheckCause;
  readonly report: SourceReport;
  /** How long the check took, with everything it led to, in milliseconds. */
  readonly took: number;
  readonly next: NextCheck;
}

export interface Scheduler {
  /**
   * Goes on until `signal` aborts; the steps in hand are finished then.
   *
   * @throws only faults of the program
   */
  run(signal: AbortSignal): Promise<void>;
  /** Checks a source at once, or right after the check under way. @returns false if it is not watched */
  wake(id: string, cause?: WakeCause): boolean;
}

/** Events that come faster than this are answered by one check, in milliseconds. */
const leastGap = 250;

/** An event outweighs an order: a list may lag behind it. */
export type WakeCause = Exclude<CheckCause, 'schedule'>;

interface Lane {
  readonly bell: Bell;
  /** Why the bell rang, until the check that answers it begins. */
  rungBy: WakeCause | undefined;
  readonly stop: AbortController;
}

export function createScheduler(
  watcher: Pick<Watcher, 'sources' | 'turnOf' | 'onReplaced'>,
  { clock, random, rule, onChecked }: SchedulerOptions,
): Scheduler {
  const lanes = new Map<string, Lane>();

  async function runLane(id: string, lane: Lane, delay: number): Promise<void> {
    const { bell, stop } = lane;
    const { signal } = stop;
    let history: CheckHistory = noHistory;
    await bell.wait(delay, signal);
    while (!signal.aborted) {
      const cause = lane.rungBy ?? 'schedule';
      lane.rungBy = undefined;
      const source = watcher.sources().find((each) => each.id === id);
      const began = clock.now().getTime();
      const report = await watcher.turnOf(id, signal, cause);
      // Negative if the clock was set back: that must not make the pause longer than it is meant to be.
      const took = Math.max(0, clock.now().getTime() - began);
      history = afterCheck(history, {
        cause,
        passed: report.checked !== 'later',
        leftWork: report.failed > 0,
        found: report.found,
      });
      const next = nextCheck(history, rule(), random());
      if (source !== undefined && report.checked !== 'not') {
        onChecked?.({ source, cause, report, took, next });
      }
      if (took < leastGap) await clock.sleep(Math.min(leastGap, next.delay) - took, signal);
      await bell.wait(Math.max(0, next.delay - Math.max(leastGap, took)), signal);
    }
  }

  return {
    async run(signal) {
      const underWay = new Set<Promise<void>>();
      const faults: unknown[] = [];
      const end = new AbortController();
      const stopAll = (): void => {
        for (const { stop } of lanes.values()) stop.abort();
        end.abort();
      };

      const refresh = (): void => {
        if (end.signal.aborted) return;
        const sources = watcher.sources();
        const wanted = new Set(sources.map(({ id }) => id));
        for (const [id, { stop }] of lanes) {
          if (wanted.has(id)) continue;
          stop.abort();
          lanes.delete(id);
        }
        const fresh = sources.filter(({ id }) => !lanes.has(id));
        fresh.forEach(({ id }, index) => {
          const lane: Lane = { bell: createBell(clock), rungBy: undefined, stop: new AbortController() };
          lanes.set(id, lane);
          const running = runLane(id, lane, startDelay(index, fresh.length, rule().interval, random())).catch(
            (error: unknown) => {
              faults.push(error);
              stopAll();
            },
          );
          underWay.add(running);
          void running.then(() => underWay.delete(running));
        });
      };

      signal.addEventListener('abort', stopAll, { once: true });
      const unsubscribe = watcher.onReplaced(refresh);
      try {
        if (signal.aborted) return;
        refresh();
        await new Promise<void>((resolve) => {
          if (end.signal.aborted) resolve();
          else end.signal.addEventListener('abort', () => resolve(), { once: true });
        });
        await Promise.all(underWay);
        if (faults.length > 0) throw faults[0];
      } finally {
        unsubscribe();
        signal.removeEventListener('abort', stopAll);
        lanes.clear();
      }
    },

    wake(id, cause = 'event') {
      const lane = lanes.get(id);
      if (lane === undefined) return false;
      if (lane.rungBy !== 'event') lane.rungBy = cause;
      lane.bell.ring();
      return true;
    },
  };
}
