// Trying again what ended as "come back later".
import { isExtensionError } from '../core/errors/extension-error.ts';
import { decideRetry, defaultRetryRule } from '../core/retry.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';

export interface RetryPorts {
  readonly clock: Clock;
  readonly log: Log;
  /** In [0, 1). */
  readonly random: () => number;
}

/** Runs `work` up to four times; only errors of the kind `later` are tried again. */
export async function retryLater<T>({ clock, log, random }: RetryPorts, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isExtensionError(error) || error.kind !== 'later') throw error;
      const decision = decideRetry(defaultRetryRule, { attempt, random: random() });
      if (!decision.retry) throw error;
      log.warning(`${error.message} Trying again: ${decision.reason}.`);
      await clock.sleep(decision.delayMilliseconds);
    }
  }
}
