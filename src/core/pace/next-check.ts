// When a source is checked next, and why then. Pure.

export interface CheckRule {
  /** From the start of one check to the start of the next while nothing is known of events, in milliseconds. */
  readonly interval: number;
  /** The longest interval while events are trusted, in milliseconds. */
  readonly intervalWithEvents: number;
}

/** What the next check depends on. */
export interface CheckHistory {
  /** Checks in a row that a passing fault ended. */
  readonly failures: number;
  /** True from an event that announced a version until a check finds one that no event had announced. */
  readonly trustsEvents: boolean;
  /** Good checks in a row that no event caused and that found nothing. */
  readonly quiet: number;
  /** True if the last check was caused by an event and found nothing: the list may lag behind the event. */
  readonly lags: boolean;
}

export interface CheckOutcome {
  readonly cause: 'schedule' | 'event' | 'order';
  /** False if a passing fault kept the check from its end. */
  readonly passed: boolean;
  /** True if something of what the check led to has to be done again, e.g. a firing. */
  readonly leftWork: boolean;
  /** How many new versions it found. */
  readonly found: number;
}

export interface NextCheck {
  /** From the start of the last check, in milliseconds. */
  readonly delay: number;
  readonly reason: string;
}

export const noHistory: CheckHistory = { failures: 0, trustsEvents: false, quiet: 0, lags: false };

/** How soon a list that seems to lag behind an event is read again, in milliseconds. */
const lag = 2000;

/** A source that goes on failing is checked at least so often, in milliseconds; a longer interval stays as it is. */
export const longestBackOff = 10 * 60_000;

export function afterCheck(before: CheckHistory, outcome: CheckOutcome): CheckHistory {
  const { cause, passed, leftWork, found } = outcome;
  if (!passed) return { ...before, failures: before.failures + 1, quiet: 0, lags: false };
  const isQuiet = cause === 'schedule' && found === 0 && !leftWork;
  return {
    failures: 0,
    trustsEvents: found === 0 ? before.trustsEvents : cause === 'event',
    quiet: isQuiet ? before.quiet + 1 : 0,
    lags: cause === 'event' && found === 0,
  };
}

/** @param random in [0, 1): spreads the checks that a common fault has brought into step */
export function nextCheck(history: CheckHistory, rule: CheckRule, random: number): NextCheck {
  const { failures, trustsEvents, quiet, lags } = history;
  const { interval, intervalWithEvents } = rule;
  if (failures > 0) {
    const growing = Math.min(interval * 2 ** Math.min(failures, 30), Math.max(interval, longestBackOff));
    const delay = Math.max(interval, Math.round(growing * (1 - random / 2)));
    return { delay, reason: `the check failed ${inARow(failures)}` };
  }
  if (lags) {
    return {
      delay: Math.min(interval, lag),
      reason: 'an event came before the list showed what it is about',
    };
  }
  if (!trustsEvents || quiet < 2) return { delay: interval, reason: 'the interval' };
  // Doubled with each quiet check, not at once: the first lost event after a good one costs one interval.
  const stretched = Math.min(interval * 2 ** Math.min(quiet - 1, 30), intervalWithEvents);
  return { delay: Math.max(interval, stretched), reason: 'events arrive, so looking less often is enough' };
}

function inARow(failures: number): string {
  return failures === 1 ? 'once' : `${failures} times in a row`;
}
