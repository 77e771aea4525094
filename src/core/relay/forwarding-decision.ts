// Whether a version is forwarded, by what is remembered of an earlier forwarding of it.

/**
 * How long a forwarding that broke off is left alone, in milliseconds: Azure DevOps answers first and makes the release
 * behind its answer, so that only after a while a look at its releases tells whether it was taken.
 */
export const releaseTime = 60_000;

/** How long a forwarding is remembered, in milliseconds: thirty times as long as Event Grid repeats an event. */
export const forwardingMemory = 30 * 24 * 3_600_000;

export type ForwardingDecision =
  | { readonly kind: 'send' }
  | { readonly kind: 'done' }
  /** An earlier one broke off: send unless Azure DevOps has a release since then. */
  | { readonly kind: 'look'; readonly since: Date }
  | { readonly kind: 'wait'; readonly reason: string };

export function decideForwarding(
  earlier: { readonly state: 'begun' | 'done'; readonly at: Date } | undefined,
  now: Date,
): ForwardingDecision {
  if (earlier === undefined) return { kind: 'send' };
  if (earlier.state === 'done') return { kind: 'done' };
  if (now.getTime() - earlier.at.getTime() >= releaseTime) return { kind: 'look', since: earlier.at };
  return {
    kind: 'wait',
    reason: `an earlier forwarding broke off, and what became of it shows ${releaseTime / 1000} s after it began`,
  };
}
