// Forwards one version to one hook: tries again while a try can still be answered within the delivery.
import { fail } from '../src/core/errors/catalogue.ts';
import { type ExtensionError, isExtensionError } from '../src/core/errors/extension-error.ts';
import { judgeHookAnswer } from '../src/core/relay/hook-answer.ts';
import { type RetryRule, decideRetry } from '../src/core/retry.ts';
import type { Clock } from '../src/ports/clock.ts';
import type { HookCall, ReleaseHook } from '../src/ports/relay.ts';
import { within } from './relay-deadline.ts';

export interface ForwardPorts {
  readonly hook: ReleaseHook;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
}

export interface ForwardOrder {
  readonly call: HookCall;
  /** Host and organization, for messages. */
  readonly shown: string;
  /** When the event happened, in milliseconds since 1970. */
  readonly time?: number;
  /** When the delivery has to be answered, in milliseconds since 1970. */
  readonly deadline: number;
  /** Whether to try again at once when no answer came, though the call may have been taken. */
  readonly repeatsUnanswered: boolean;
}

/** Waits of about 0.5, 1, 2, 4 and 8 s fill the 25 s of a delivery. */
const retryRule: RetryRule = { maxAttempts: 6, baseMilliseconds: 500, maxMilliseconds: 20_000 };

/** The longest that one try is waited for, in milliseconds: leaves room for a second one. */
const longestTry = 10_000;

/**
 * @returns how many tries it took
 * @throws HookRefused or HookUnknown if no retry can help; HookBusy or HookNotReachable if the tries or the time ran out
 */
export async function forward(order: ForwardOrder, ports: ForwardPorts): Promise<number> {
  const { clock, random } = ports;
  const left = (): number => order.deadline - clock.now().getTime();
  for (let attempt = 1; ; attempt += 1) {
    const { failure, askedMilliseconds } = await tryOnce(order, left(), ports);
    if (failure === undefined) return attempt;
    if (failure.kind !== 'later') throw failure;
    if (failure.code === 'HookNotReachable' && !order.repeatsUnanswered) throw failure;
    const decision = decideRetry(retryRule, { attempt, askedMilliseconds, random: random() });
    // A try that could not be answered in time any more would only make a duplicate.
    if (!decision.retry || decision.delayMilliseconds >= left()) throw failure;
    await clock.sleep(decision.delayMilliseconds);
  }
}

interface Tried {
  /** Absent if it was taken. */
  readonly failure?: ExtensionError;
  readonly askedMilliseconds?: number;
}

async function tryOnce(
  { call, shown, time }: ForwardOrder,
  left: number,
  { hook, clock }: ForwardPorts,
): Promise<Tried> {
  const patience = Math.min(left, longestTry);
  try {
    const answered = await within(clock, patience, (signal) => hook.post(call, signal));
    if (answered === undefined) {
      const reason = `no answer within ${Math.max(0, patience) / 1000} s`;
      return { failure: fail('HookNotReachable', { host: shown, reason }) };
    }
    const { status, retryAfterMilliseconds: askedMilliseconds } = answered.value;
    const asked = askedMilliseconds === undefined ? {} : { askedMilliseconds };
    const judged = judgeHookAnswer(status, time, clock.now());
    switch (judged.verdict) {
      case 'taken':
        return {};
      case 'later':
        return { failure: fail('HookBusy', { host: shown, status, reason: judged.reason }), ...asked };
      case 'unknown':
        return { failure: fail('HookUnknown', { host: shown, status, reason: judged.reason }) };
      case 'never':
        return { failure: fail('HookRefused', { host: shown, status, reason: judged.reason }) };
    }
  } catch (error) {
    if (!isExtensionError(error)) throw error;
    return { failure: error };
  }
}
