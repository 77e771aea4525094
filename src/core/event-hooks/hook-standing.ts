// What is to become of an event subscription, by what Azure DevOps answers at the address of its hook.
import { isYoung, settlingTime } from '../relay/event-decision.ts';
import type { HookAddress } from './own-subscription.ts';

/** What came back for an empty object without a signature. */
export type AskedHook =
  | {
      readonly status: number;
      /** `message` of a JSON body. */
      readonly message?: string;
    }
  /** Nobody was asked, or nobody answered: why. */
  | { readonly problem: string };

export interface HookStanding {
  /** Only what is `orphaned` may be deleted. */
  readonly standing: 'live' | 'orphaned' | 'young' | 'unclear';
  readonly reason: string;
}

/**
 * Only one answer lets a subscription go: 404 in the words of Azure DevOps, which name the hook. A 404 of anything in
 * between (a proxy, an organization that was renamed, a sign-in page) says nothing about the hook.
 *
 * @param createdAt of the subscription
 */
export function judgeHook(
  { hookId }: HookAddress,
  asked: AskedHook,
  createdAt: string | undefined,
  now: Date,
): HookStanding {
  if ('problem' in asked) return { standing: 'unclear', reason: asked.problem };
  const { status, message = '' } = asked;
  if (status === 401)
    return { standing: 'live', reason: 'Azure DevOps knows the hook (401 without a signature)' };
  if (status !== 404) return { standing: 'unclear', reason: `Azure DevOps answered ${status}` };
  if (!message.toLowerCase().includes(hookId)) {
    return { standing: 'unclear', reason: 'the answer 404 does not speak of the hook' };
  }
  const time = createdAt === undefined ? NaN : Date.parse(createdAt);
  if (Number.isNaN(time)) {
    return {
      standing: 'unclear',
      reason: 'Azure does not say when it was made, so a save may still be under way',
    };
  }
  // Azure DevOps writes the hook down last, after its subscription exists.
  return isYoung(time, now)
    ? {
        standing: 'young',
        reason: `Azure DevOps does not know the hook, but it is younger than ${settlingTime / 60_000} minutes: a save may still be under way`,
      }
    : { standing: 'orphaned', reason: 'Azure DevOps does not know the hook (404)' };
}
