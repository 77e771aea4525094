// What an answer of Azure DevOps to a forwarded version means.
import { isYoung } from './event-decision.ts';

export type HookVerdict =
  | { readonly verdict: 'taken' }
  /** Trying again can help. */
  | { readonly verdict: 'later'; readonly reason: string }
  | { readonly verdict: 'never'; readonly reason: string }
  /** There is no such hook, and there will be none: its event subscription was left behind. */
  | { readonly verdict: 'unknown'; readonly reason: string };

/**
 * @param time when the event happened, in milliseconds since 1970
 */
export function judgeHookAnswer(status: number, time: number | undefined, now: Date): HookVerdict {
  if (status === 200 || status === 201 || status === 202 || status === 204) return { verdict: 'taken' };
  if (status === 404 || status === 410) {
    // Azure DevOps writes the hook down last, after the subscription that calls us.
    return isYoung(time, now)
      ? { verdict: 'later', reason: 'it does not know the hook yet' }
      : { verdict: 'unknown', reason: 'it does not know the hook' };
  }
  // Anonymous requests that are not wanted are sent to the sign-in page, or shown it (203).
  if (status === 203 || (status >= 300 && status < 400)) {
    return { verdict: 'never', reason: 'it wants a sign-in, so the address is none of a hook' };
  }
  if (status === 408 || status === 429 || (status >= 500 && status !== 501 && status !== 505)) {
    return { verdict: 'later', reason: status === 429 ? 'it throttles' : 'it failed' };
  }
  return { verdict: 'never', reason: 'it refuses the payload or its signature' };
}
