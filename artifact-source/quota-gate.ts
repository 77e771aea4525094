// One budget of calls, kept over time: who wants to call waits here.
import { type QuotaRule, askQuota, freshQuota, learnQuota, takeQuota } from '../src/core/pace/quota.ts';
import type { Clock } from '../src/ports/clock.ts';
import type { Quota } from '../src/ports/quota.ts';

/** The longest that a call waits here, in milliseconds; what takes longer is for a later check. */
const patience = 30_000;

/** @param random in [0, 1) */
export function createQuotaGate(rule: QuotaRule, clock: Clock, random: () => number): Quota {
  const now = (): number => clock.now().getTime();
  let state = freshQuota(rule, now());
  return {
    async enter() {
      const first = askQuota(state, rule, now()).wait;
      if (first > patience) return first;
      // Taken before it waits: those that come meanwhile wait behind it.
      state = takeQuota(state, rule, now(), first);
      if (first > 0) await clock.sleep(first);
      // While it waited, an answer to another call may have asked for a pause.
      const { from, until } = state.quiet;
      const pause = now() < from ? 0 : Math.max(0, until - now());
      if (pause > patience) return pause;
      if (pause > 0) await clock.sleep(pause);
      return 0;
    },
    learn(answer) {
      state = learnQuota(state, rule, { ...answer, now: now(), random: random() });
    },
  };
}
