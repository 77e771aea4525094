// A clock for tests: sleeping takes no time but moves the clock on, and every sleep is remembered.
import type { Clock } from '../../src/ports/clock.ts';

export interface AutoClock extends Clock {
  /** Every sleep, in milliseconds. */
  readonly slept: readonly number[];
  advance(milliseconds: number): void;
}

export function createAutoClock(start = '2026-11-21T00:00:00Z'): AutoClock {
  let now = Date.parse(start);
  const slept: number[] = [];
  return {
    slept,
    now: () => new Date(now),
    sleep(milliseconds) {
      slept.push(milliseconds);
      now += milliseconds;
      return Promise.resolve();
    },
    advance(milliseconds) {
      now += milliseconds;
    },
  };
}
