// How fast the calls that one limit of a service counts together may follow one another. Pure.

export interface QuotaRule {
  /** Our own budget, below the service's: calls a second for ever, and as many at once after a rest. */
  readonly perSecond: number;
  readonly burst: number;
  /** Below so many remaining calls we slow down, step by step, to one call in `slowest` milliseconds at zero. */
  readonly comfortable: number;
  readonly slowest: number;
  /**
   * The pause after a throttled call that names none, in milliseconds: doubled with each further one. The longest
   * has to be longer than the window in which the service counts, or we would meet the same full window for ever.
   */
  readonly backOff: { readonly first: number; readonly longest: number };
}

/**
 * Azure Resource Manager counts per subscription and principal: 12000 reads an hour, in newer regions a bucket of 250 that
 * gets 25 a second. https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling
 */
export const subscriptionRule: QuotaRule = {
  perSecond: 20,
  burst: 200,
  comfortable: 100,
  slowest: 2000,
  backOff: { first: 5000, longest: 75 * 60_000 },
};

/**
 * Azure DevOps counts consumption, not calls: 200 units in any five minutes, of which a call takes far less than one. It
 * names what remains only when it is about to delay. https://learn.microsoft.com/azure/devops/integrate/concepts/rate-limits
 */
export const organizationRule: QuotaRule = {
  perSecond: 10,
  burst: 600,
  comfortable: 40,
  slowest: 5000,
  backOff: { first: 5 * 60_000, longest: 15 * 60_000 },
};

/** Times in milliseconds since 1970. */
export interface QuotaState {
  /** What is left of our own budget; negative while calls wait for their turn. */
  readonly tokens: number;
  readonly tokensAt: number;
  /** No call within this time. */
  readonly quiet: { readonly from: number; readonly until: number };
  /** Throttled calls in a row. */
  readonly throttles: number;
  /** What the service says remains, if it says so. */
  readonly remaining?: number;
  /** When the last admitted call begins. */
  readonly lastAt: number;
}

export interface QuotaAnswer {
  /** Absent if there was no answer. */
  readonly status?: number;
  /** What Retry-After asks for; a good answer can ask for a pause as well. */
  readonly retryAfterMilliseconds?: number;
  readonly remaining?: number;
}

export function freshQuota(rule: QuotaRule, now: number): QuotaState {
  return {
    tokens: rule.burst,
    tokensAt: now,
    quiet: { from: 0, until: 0 },
    throttles: 0,
    lastAt: Number.NEGATIVE_INFINITY,
  };
}

/** How long a call has to wait from now on, and why. */
export function askQuota(
  state: QuotaState,
  rule: QuotaRule,
  now: number,
): { readonly wait: number; readonly reason: string } {
  const { quiet } = state;
  // A clock that was set back must not make the pause longer.
  const pause = now < quiet.from ? 0 : Math.max(0, quiet.until - now);
  const budget = Math.max(0, ((1 - tokensNow(state, rule, now)) / rule.perSecond) * 1000);
  const spaced = Math.max(0, Math.min(state.lastAt + spacing(state, rule) - now, rule.slowest));
  const wait = Math.ceil(Math.max(pause, budget, spaced));
  if (wait === 0) return { wait, reason: 'the call may be made' };
  if (pause >= budget && pause >= spaced) return { wait, reason: 'the service asked for a pause' };
  return budget >= spaced
    ? { wait, reason: 'the budget of the watcher is spent for the moment' }
    : { wait, reason: `the service has ${state.remaining ?? 0} calls left` };
}

/** The state once a call is admitted that will begin after `wait`. */
export function takeQuota(state: QuotaState, rule: QuotaRule, now: number, wait: number): QuotaState {
  return { ...state, tokens: tokensNow(state, rule, now) - 1, tokensAt: now, lastAt: now + wait };
}

/** @param random in [0, 1): spreads those that were throttled together */
export function learnQuota(
  state: QuotaState,
  rule: QuotaRule,
  answer: QuotaAnswer & { readonly now: number; readonly random: number },
): QuotaState {
  const { status, retryAfterMilliseconds: asked, remaining, now, random } = answer;
  if (status === undefined) return state;
  const throttles = status === 429 ? state.throttles + 1 : 0;
  const pause = asked ?? (status === 429 ? backOff(rule, throttles, random) : 0);
  const { tokens, tokensAt, lastAt } = state;
  return {
    tokens,
    tokensAt,
    lastAt,
    throttles,
    quiet: pause > 0 ? { from: now, until: now + pause } : state.quiet,
    ...(remaining === undefined ? {} : { remaining }),
  };
}

function backOff({ backOff: { first, longest } }: QuotaRule, throttles: number, random: number): number {
  const growing = Math.min(first * 2 ** Math.min(throttles - 1, 30), longest);
  // Longer by up to a quarter, never shorter: what is known of the window is its length.
  return Math.round(growing * (1 + random / 4));
}

function tokensNow({ tokens, tokensAt }: QuotaState, { perSecond, burst }: QuotaRule, now: number): number {
  return Math.min(burst, tokens + (Math.max(0, now - tokensAt) / 1000) * perSecond);
}

function spacing({ remaining }: QuotaState, { comfortable, slowest }: QuotaRule): number {
  if (remaining === undefined || remaining >= comfortable) return 0;
  return slowest * (1 - Math.max(0, remaining) / comfortable);
}
