// Waiting for ARM's long-running operations.
import * as z from 'zod';
import { fail } from '../../../core/errors/catalogue.ts';
import { pollPause, type PollRule } from '../../../core/pace/poll-pause.ts';
import { retryAfterMilliseconds } from '../../../core/retry.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Log } from '../../../ports/log.ts';
import { parseDuration } from './iso-duration.ts';
import { reasonOf } from './error.ts';
import { resourceName } from './resource.ts';

/** One answer on the way: status, body as text, and headers by lower-case name. */
export interface Answer {
  readonly status: number;
  readonly body: string | undefined;
  readonly header: (name: string) => string | undefined;
}

export interface Waiting {
  readonly send: (url: string) => Promise<Answer>;
  readonly clock: Clock;
  readonly log: Log;
}

const operation = z.object({
  status: z.string(),
  error: z.object({ code: z.string().default('Unknown'), message: z.string().default('') }).nullish(),
});
const resourceState = z.object({
  properties: z.object({ provisioningState: z.string().optional() }).nullish(),
});

/** Two hours, if the service names no limit: image builds have been seen to take more than one. */
const defaultLimitMilliseconds = 2 * 60 * 60 * 1000;
/** Whoever looks at the log of a long wait shall see that somebody still waits. */
const heartbeatMilliseconds = 60_000;
const polls: PollRule = { firstMs: 1000, longestMs: 15_000 };

/** Where to ask how far the operation is, if the answer started one. */
export function operationUrl(answer: Answer): { url: string; by: 'status' | 'location' } | undefined {
  const status = answer.header('azure-asyncoperation');
  if (status !== undefined) return { url: status, by: 'status' };
  const location = answer.status === 202 ? answer.header('location') : undefined;
  return location === undefined ? undefined : { url: location, by: 'location' };
}

/** True if a resource's body says that the service still works on it. */
export function isUnderWay(body: string | undefined): boolean {
  const state = resourceState.safeParse(parse(body)).data?.properties?.provisioningState;
  return state !== undefined && !isEnd(state);
}

/**
 * Waits until the operation that `first` started has ended.
 *
 * @param path the resource, for messages
 * @returns the last answer (for `location`, the operation's result)
 * @throws AzureOperationFailed with the service's own code and message; AzureOperationTimedOut
 */
export async function waitForOperation(path: string, first: Answer, waiting: Waiting): Promise<Answer> {
  const { clock, log, send } = waiting;
  const resource = resourceName(path);
  const start = clock.now().getTime();
  const limit = parseDuration(first.header('x-ms-async-operation-timeout')) ?? defaultLimitMilliseconds;
  let last = first;
  let shown = '';
  let told = start;
  for (let turn = 0; ; turn++) {
    const elapsed = clock.now().getTime() - start;
    if (elapsed > limit)
      throw fail('AzureOperationTimedOut', { resource, minutes: Math.round(limit / 60_000) });
    await clock.sleep(pause(last, turn, clock.now()));
    // Some answers name a new address to ask at; the newest one counts.
    const next = operationUrl(last) ?? operationUrl(first);
    const asked = next ?? { url: path, by: 'resource' as const };
    last = await send(asked.url);
    const state = stateOf(last, asked.by);
    const now = clock.now().getTime();
    if (state !== shown || now - told >= heartbeatMilliseconds) {
      const still = state === shown ? 'still ' : '';
      log.info(`${resource}: ${still}${state} (${Math.round((now - start) / 1000)} s)`);
      shown = state;
      told = now;
    }
    if (/^(failed|canceled|cancelled)$/i.test(state)) throw operationFailure(resource, state, last);
    if (isEnd(state)) return last;
  }
}

const isEnd = (state: string): boolean => /^(succeeded|failed|canceled|cancelled)$/i.test(state);

function stateOf(answer: Answer, by: 'status' | 'location' | 'resource'): string {
  if (by === 'location') return answer.status === 202 ? 'InProgress' : 'Succeeded';
  const body = parse(answer.body);
  if (by === 'status') return operation.safeParse(body).data?.status ?? 'Succeeded';
  return resourceState.safeParse(body).data?.properties?.provisioningState ?? 'Succeeded';
}

function operationFailure(resource: string, state: string, answer: Answer): Error {
  const error = operation.safeParse(parse(answer.body)).data?.error;
  const reason = reasonOf(error ?? { code: state, message: '' }, answer.status);
  return fail('AzureOperationFailed', { resource, reason });
}

function pause(last: Answer, turn: number, now: Date): number {
  return pollPause(turn, polls, retryAfterMilliseconds(last.header('retry-after'), now));
}

function parse(body: string | undefined): unknown {
  try {
    return body === undefined || body === '' ? undefined : JSON.parse(body);
  } catch {
    return undefined;
  }
}
