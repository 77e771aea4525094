// Something to wait for that somebody else can cut short.
import type { Clock } from '../src/ports/clock.ts';

export interface Bell {
  /** Ends the wait; without one, the next wait ends at once. */
  ring(): void;
  /** Waits for the bell, but `milliseconds` at most and not beyond an abort of `signal`. */
  wait(milliseconds: number, signal: AbortSignal): Promise<'rung' | 'time'>;
}

export function createBell(clock: Clock): Bell {
  let isRung = false;
  let cut: AbortController | undefined;
  return {
    ring() {
      isRung = true;
      cut?.abort();
    },
    async wait(milliseconds, signal) {
      const own = (cut = new AbortController());
      const abort = (): void => own.abort();
      if (isRung || signal.aborted) abort();
      // By hand: AbortSignal.any leaves something behind on a signal that lives for months.
      signal.addEventListener('abort', abort);
      await clock.sleep(milliseconds, own.signal);
      signal.removeEventListener('abort', abort);
      const wasRung = isRung;
      isRung = false;
      cut = undefined;
      return wasRung ? 'rung' : 'time';
    },
  };
}
