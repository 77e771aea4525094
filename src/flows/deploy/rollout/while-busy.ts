// An endpoint takes one operation at a time: what it refuses because of another one is asked for again.
import { isExtensionError } from '../../../core/errors/extension-error.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Log } from '../../../ports/log.ts';

const pauseMs = 1_000;
/** An update of an endpoint takes seconds to minutes. */
const usualLimitMs = 20 * 60_000;

/** @throws AzureConflict when it is still busy after `limitMs`, 20 minutes by default, and everything else at once */
export async function whileBusy<T>(
  { clock, log }: { readonly clock: Clock; readonly log: Log },
  act: () => Promise<T>,
  limitMs = usualLimitMs,
): Promise<T> {
  const deadline = clock.now().getTime() + limitMs;
  for (let told = false; ; told = true) {
    try {
      return await act();
    } catch (error) {
      if (!isExtensionError(error) || error.code !== 'AzureConflict') throw error;
      if (clock.now().getTime() >= deadline) throw error;
      if (!told) log.info(`Another operation is under way, asking again every second: ${error.message}`);
      await clock.sleep(pauseMs);
    }
  }
}
