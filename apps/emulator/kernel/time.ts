// Time as the stack sees it, passed in so that tests decide what the clock says and when a wait ends.
import { setTimeout as sleep } from 'node:timers/promises';

export interface Time {
  now(): Date;
  /** Waits `ms` milliseconds; rejects with an AbortError when `signal` aborts. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemTime: Time = {
  now: () => new Date(),
  wait: async (ms, signal) => {
    await sleep(ms, undefined, signal ? { signal } : {});
  },
};
