// When Event Grid delivers an event again, as its documentation says.

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** Milliseconds before the second, third, ... attempt; the last one repeats. */
const schedule: readonly number[] = [
  10 * second,
  30 * second,
  minute,
  5 * minute,
  10 * minute,
  30 * minute,
  hour,
  3 * hour,
  6 * hour,
  12 * hour,
];

/** Answers that mean the event was taken. */
const success = new Set([200, 201, 202, 203, 204]);

/** Answers of a web hook that no retry can help. */
const hopeless = new Set([400, 401, 403, 413]);

/** The least that is waited after these answers. Milliseconds. */
const leastWaits: Readonly<Record<number, number>> = { 408: 2 * minute, 503: 30 * second };

export type DeliveryDecision =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'retry'; readonly waitMs: number }
  | { readonly kind: 'deadLetter'; readonly reason: string };

export interface Attempt {
  /** Undefined when there was no answer within 30 seconds. */
  readonly status: number | undefined;
  /** 1 for the first. */
  readonly count: number;
  readonly ageMs: number;
  readonly maxAttempts: number;
  readonly timeToLiveMs: number;
}

export function afterAttempt({ status, count, ageMs, maxAttempts, timeToLiveMs }: Attempt): DeliveryDecision {
  if (status !== undefined && success.has(status)) return { kind: 'delivered' };
  if (status !== undefined && hopeless.has(status))
    return { kind: 'deadLetter', reason: `the destination answered ${status}` };
  if (count >= maxAttempts) return { kind: 'deadLetter', reason: `${count} attempts have failed` };
  const scheduled = schedule[Math.min(count, schedule.length) - 1] ?? hour;
  const waitMs = Math.max(scheduled, leastWaits[status ?? 0] ?? 0);
  if (ageMs + waitMs > timeToLiveMs)
    return { kind: 'deadLetter', reason: `it is older than ${timeToLiveMs / minute} minutes` };
  return { kind: 'retry', waitMs };
}
