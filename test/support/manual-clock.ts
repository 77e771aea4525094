// A clock for tests of deadlines: time passes only when nothing else can happen, and then up to the next sleeper.
import type { Clock } from '../../src/ports/clock.ts';

export interface ManualClock extends Clock {
  /** Waits for `work`, letting time pass from sleeper to sleeper whenever everything else stands still. */
  until<T>(work: Promise<T>): Promise<T>;
  advance(milliseconds: number): void;
}

export function createManualClock(start = '2026-11-21T00:00:00Z'): ManualClock {
  let now = Date.parse(start);
  const sleepers = new Set<{ readonly at: number; readonly wake: () => void }>();

  function wakeDue(): void {
    for (const each of sleepers) if (each.at <= now) each.wake();
  }

  // A few turns of the event loop: whatever is in memory has settled by then.
  async function standStill(): Promise<void> {
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  }

  return {
    now: () => new Date(now),
    sleep: (milliseconds, signal) =>
      new Promise((resolve) => {
        const sleeper = {
          at: now + milliseconds,
          wake: () => {
            sleepers.delete(sleeper);
            signal?.removeEventListener('abort', sleeper.wake);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', sleeper.wake);
        if (signal?.aborted === true) sleeper.wake();
      }),
    async until(work) {
      let isSettled = false;
      const settle = (): void => {
        isSettled = true;
      };
      work.then(settle, settle);
      const ended = (): boolean => isSettled;
      for (;;) {
        await standStill();
        if (ended()) return work;
        const next = Math.min(...[...sleepers].map(({ at }) => at));
        if (!Number.isFinite(next)) throw new Error('nobody sleeps and nothing moves');
        now = Math.max(now, next);
        wakeDue();
      }
    },
    advance(milliseconds) {
      now += milliseconds;
      wakeDue();
    },
  };
}
