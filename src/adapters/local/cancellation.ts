// Ends a run on order where it waits, and lets it tidy up: only the wait that the order meets is broken off, later ones are not.
import { fail } from '../../core/errors/catalogue.ts';
import type { Clock } from '../../ports/clock.ts';

export interface Cancellation {
  /** To wait by. */
  readonly clock: Clock;
  /** @param by who or what ordered it */
  readonly cancel: (by: string) => void;
  /** @throws RunCancelled once, if that was ordered and no wait was broken off */
  readonly checkpoint: () => void;
}

export function createCancellation(clock: Clock): Cancellation {
  const waiting = new Set<(error: Error) => void>();
  let due: Error | undefined;
  const checkpoint = (): void => {
    const error = due;
    due = undefined;
    if (error !== undefined) throw error;
  };
  return {
    checkpoint,
    clock: {
      now: () => clock.now(),
      async sleep(milliseconds, signal) {
        checkpoint();
        const awake = new AbortController();
        const cancelled = new Promise<never>((_, reject) => {
          waiting.add(reject);
          awake.signal.addEventListener('abort', () => waiting.delete(reject));
        });
        const slept = clock.sleep(
          milliseconds,
          signal === undefined ? awake.signal : AbortSignal.any([signal, awake.signal]),
        );
        try {
          await Promise.race([slept, cancelled]);
        } finally {
          awake.abort();
        }
      },
    },
    cancel(by) {
      const error = fail('RunCancelled', { by });
      if (waiting.size === 0) due = error;
      for (const reject of [...waiting]) reject(error);
    },
  };
}
