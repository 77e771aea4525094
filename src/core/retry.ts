// Whether to try once more after a "come back later", and after how long.

export type RetryDecision =
  | { readonly retry: true; readonly delayMilliseconds: number; readonly reason: string }
  | { readonly retry: false; readonly reason: string };

export interface RetryRule {
  /** All tries together, the first one included. */
  readonly maxAttempts: number;
  /** Wait before the second try; doubled for each further one. */
  readonly baseMilliseconds: number;
  /** The longest wait; a service that asks for more is not waited for. */
  readonly maxMilliseconds: number;
}

/** Four tries: with waits of about 1, 2 and 4 s they bridge a restart of a front end without holding up a job. */
export const defaultRetryRule: RetryRule = {
  maxAttempts: 4,
  baseMilliseconds: 1000,
  maxMilliseconds: 60_000,
};

/**
 * Decides after the failed try number `attempt` (from 1). A wait that the service names counts as it is; otherwise the
 * wait grows exponentially, shortened by up to a half at random (`random` in [0, 1)) so that agents do not march in step.
 */
export function decideRetry(
  rule: RetryRule,
  failure: {
    readonly attempt: number;
    readonly askedMilliseconds?: number | undefined;
    readonly random: number;
  },
): RetryDecision {
  const { attempt, askedMilliseconds, random } = failure;
  if (attempt >= rule.maxAttempts) return { retry: false, reason: `it failed ${attempt} times in a row` };
  if (askedMilliseconds !== undefined && askedMilliseconds > rule.maxMilliseconds)
    return {
      retry: false,
      reason: `the service asks to wait ${Math.ceil(askedMilliseconds / 1000)} s, more than the ${rule.maxMilliseconds / 1000} s that are waited for`,
    };
  const growing = Math.min(rule.baseMilliseconds * 2 ** (attempt - 1), rule.maxMilliseconds);
  return {
    retry: true,
    delayMilliseconds: Math.round(askedMilliseconds ?? growing * (1 - random / 2)),
    reason: `try ${attempt + 1} of ${rule.maxAttempts}`,
  };
}

/**
 * What `Retry-After` (seconds, or an HTTP date) asks for.
 * @returns milliseconds from `now`, never negative; absent if the header is absent or unreadable
 */
export function retryAfterMilliseconds(header: string | undefined, now: Date): number | undefined {
  if (header === undefined || header.trim() === '') return undefined;
  if (/^\d+(\.\d+)?$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now.getTime());
}
