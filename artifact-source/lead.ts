// Acts while this watcher leads, and stands by while another one does.
import { type ExtensionError, describeError, isExtensionError } from '../src/core/errors/extension-error.ts';
import type { Clock } from '../src/ports/clock.ts';
import type { Leadership, Term } from '../src/ports/leadership.ts';
import type { WatchEvents } from '../src/ports/watch-events.ts';

export interface LeadOptions {
  readonly clock: Clock;
  readonly events: WatchEvents;
  /** Aborts when the watcher has to stop. */
  readonly signal: AbortSignal;
  /** Leads once and no more, and does not wait longer for it than another watcher's lease can outlive its holder. */
  readonly once: boolean;
}

/** How often a stand-by tries to take the lead, in milliseconds: with a lease of 15 s it leads 17 s after a crash. */
const tryEvery = 2000;
/** How long a single turn waits for the lead of a watcher that was killed, in milliseconds: longer than a lease. */
const patience = 20_000;

/**
 * Runs `work` whenever this watcher leads; its signal aborts when the lead is lost or the watcher has to stop.
 *
 * @returns what the last run of `work` gave; absent if this watcher never led
 * @throws what `work` throws, and a mistake of the user's that the first attempt meets
 */
export async function whileLeading<T>(
  leadership: Leadership,
  options: LeadOptions,
  work: (term: Term, signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const { events, signal, once } = options;
  let result: T | undefined;
  for (let isFirst = true; ; isFirst = false) {
    const term = await waitForLead(leadership, options, isFirst);
    if (term === undefined) return result;
    events.emit({ event: 'leading', term: term.epoch });
    try {
      result = await work(term, AbortSignal.any([signal, term.signal]));
    } finally {
      await term.release();
    }
    if (once || signal.aborted) return result;
    events.emit({ event: 'standby', reason: 'it could not renew its lead in time' });
  }
}

/** @param isFirst tells that it stands by, and throws a mistake of the user's: later ones are told and tried again */
async function waitForLead(
  leadership: Leadership,
  { clock, events, signal, once }: LeadOptions,
  isFirst: boolean,
): Promise<Term | undefined> {
  const began = clock.now().getTime();
  let isStarting = isFirst;
  let isTold = !isFirst;
  let toldFailure: string | undefined;
  while (!signal.aborted) {
    const { term, failed } = await take(leadership);
    if (term !== undefined) return term;
    if (failed?.kind === 'user' && isStarting) throw failed;
    isStarting = false;
    const reason = failed === undefined ? undefined : describeError(failed);
    // Once for as long as it lasts: every two seconds would be too often.
    if (failed !== undefined && reason !== undefined && reason !== toldFailure) {
      events.emit({ event: 'failed', action: 'take the lead', code: failed.code, reason });
    }
    toldFailure = reason;
    if (failed === undefined && !isTold) {
      events.emit({ event: 'standby', reason: 'another watcher leads' });
      isTold = true;
    }
    // A clock that was set back makes the wait longer, and that does no harm.
    if (once && clock.now().getTime() - began >= patience) {
      if (failed !== undefined) throw failed;
      return undefined;
    }
    await clock.sleep(tryEvery, signal);
  }
  return undefined;
}

async function take(leadership: Leadership): Promise<{
  readonly term?: Term | undefined;
  readonly failed?: ExtensionError;
}> {
  try {
    return { term: await leadership.take() };
  } catch (error) {
    if (!isExtensionError(error)) throw error;
    return { failed: error };
  }
}
