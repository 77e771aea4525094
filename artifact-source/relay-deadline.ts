// Work that may take so long and no longer.
import type { Clock } from '../src/ports/clock.ts';

/**
 * @param work gets a signal that aborts when nobody waits for it any more
 * @returns absent if the time was up first
 * @throws what `work` throws in time
 */
export async function within<T>(
  clock: Clock,
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<{ readonly value: T } | undefined> {
  if (milliseconds <= 0) return undefined;
  const ended = new AbortController();
  const waiting = clock.sleep(milliseconds, ended.signal).then(() => undefined);
  try {
    return await Promise.race([work(ended.signal).then((value) => ({ value })), waiting]);
  } finally {
    ended.abort();
  }
}
