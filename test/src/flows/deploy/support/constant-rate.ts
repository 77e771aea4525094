// Somebody who asks at a constant rate, whatever a deployment does, and a clock that lets time pass for them.
import type { Clock } from '../../../../../src/ports/clock.ts';

export interface ConstantRate {
  readonly clock: Clock;
  readonly counts: { sent: number; failed: number; worstGapMs: number };
  /** Lets time pass, with its requests. */
  pass(milliseconds: number): void;
  /** Counts from here on. */
  reset(): void;
}

/** @param ask whether somebody answers at this moment */
export function createConstantRate(everyMs: number, ask: () => boolean): ConstantRate {
  let now = Date.parse('2026-11-21T00:00:00Z');
  let nextAt = now;
  let lastGood = now;
  const counts = { sent: 0, failed: 0, worstGapMs: 0 };
  function pass(milliseconds: number): void {
    now += milliseconds;
    for (; nextAt <= now; nextAt += everyMs) {
      counts.sent += 1;
      if (!ask()) {
        counts.failed += 1;
        continue;
      }
      counts.worstGapMs = Math.max(counts.worstGapMs, nextAt - lastGood);
      lastGood = nextAt;
    }
  }
  return {
    counts,
    pass,
    reset() {
      lastGood = now;
      Object.assign(counts, { sent: 0, failed: 0, worstGapMs: 0 });
    },
    clock: {
      now: () => new Date(now),
      sleep(milliseconds) {
        pass(milliseconds);
        return Promise.resolve();
      },
    },
  };
}
