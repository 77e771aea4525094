// Retries of "come back later" answers, under the clock that is passed in (the SDK's own policy sleeps in real time).
import { isRestError, type PipelinePolicy, type PipelineResponse } from '@azure/core-rest-pipeline';
import { fail } from '../../../core/errors/catalogue.ts';
import { type ExtensionError, isExtensionError } from '../../../core/errors/extension-error.ts';
import { given } from '../../../core/given.ts';
import { decideRetry, defaultRetryRule, retryAfterMilliseconds } from '../../../core/retry.ts';
import { armFailure } from './error.ts';
import type { Quota } from '../../../ports/quota.ts';
import type { ArmClientOptions } from './options.ts';
import { resourceName } from './resource.ts';

/** 60 s: ARM answers within seconds or hands out a long-running operation. */
const defaultTimeout = 60_000;

const armRetryPolicyName = 'armRetryPolicy';

/**
 * Tries again on 408, 429, 5xx and network errors. What outlives the tries is thrown as AzureThrottled, AzureFailed or
 * AzureNotReachable; every other answer is handed on as it is.
 */
export function armRetryPolicy(options: ArmClientOptions): PipelinePolicy {
  const { clock, log, random = Math.random, quota, timeoutMilliseconds = defaultTimeout } = options;
  return {
    name: armRetryPolicyName,
    async sendRequest(request, next) {
      for (let attempt = 1; ; attempt++) {
        await takeTurn(request.url, quota);
        request.abortSignal = AbortSignal.timeout(timeoutMilliseconds);
        let failure: ExtensionError;
        let asked: number | undefined;
        try {
          const response = await next(request);
          asked = askedWait(response, clock.now());
          // Another status with a pause speaks of this resource only: it must not delay the others.
          const retryAfterMilliseconds = response.status === 429 ? asked : undefined;
          const remaining = remainingReads(response);
          quota?.learn({ status: response.status, ...given({ retryAfterMilliseconds, remaining }) });
          if (!isLater(response.status)) return response;
          const { method, url } = request;
          const body = response.bodyAsText ?? undefined;
          failure = armFailure({ method, url, status: response.status, body, attempts: attempt });
        } catch (error) {
          failure = networkFailure(error, request.url, timeoutMilliseconds);
          quota?.learn({});
        }
        const decision = decideRetry(defaultRetryRule, {
          attempt,
          askedMilliseconds: asked,
          random: random(),
        });
        if (!decision.retry) throw failure;
        const wait = (decision.delayMilliseconds / 1000).toFixed(1);
        log.warning(`${failure.message} Waiting ${wait} s, then ${decision.reason}.`);
        await clock.sleep(decision.delayMilliseconds);
      }
    },
  };
}

/** @throws AzurePaused if the turn is too far away */
async function takeTurn(url: string, quota: Quota | undefined): Promise<void> {
  const wait = (await quota?.enter()) ?? 0;
  if (wait > 0) throw fail('AzurePaused', { resource: resourceName(url), seconds: Math.ceil(wait / 1000) });
}

const isLater = (status: number): boolean =>
  // 501 and 505 say "never", not "later".
  status === 408 || status === 429 || (status >= 500 && status !== 501 && status !== 505);

function askedWait({ headers }: PipelineResponse, now: Date): number | undefined {
  for (const name of ['retry-after-ms', 'x-ms-retry-after-ms']) {
    const milliseconds = Number(headers.get(name) ?? Number.NaN);
    if (Number.isFinite(milliseconds)) return milliseconds;
  }
  return retryAfterMilliseconds(headers.get('retry-after'), now);
}

/** What the nearest of the limits that the answer names leaves; they are counted by subscription, tenant and provider. */
function remainingReads({ headers }: PipelineResponse): number | undefined {
  const left = [
    'subscription-reads',
    'subscription-global-reads',
    'subscription-resource-requests',
    'tenant-reads',
  ]
    .map((scope) => headers.get(`x-ms-ratelimit-remaining-${scope}`))
    .filter((value) => value !== undefined && /^\d+$/.test(value))
    .map(Number);
  return left.length === 0 ? undefined : Math.min(...left);
}

/** Network errors and time-outs as AzureNotReachable; anything else is thrown on. */
function networkFailure(error: unknown, url: string, timeoutMilliseconds: number): ExtensionError {
  if (isExtensionError(error)) throw error;
  const origin = new URL(url).origin;
  const timedOut = error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError');
  if (timedOut)
    return fail(
      'AzureNotReachable',
      { url: origin, reason: `no answer for '${resourceName(url)}' within ${timeoutMilliseconds / 1000} s` },
      error,
    );
  if (isRestError(error) && error.statusCode === undefined)
    return fail('AzureNotReachable', { url: origin, reason: error.code ?? 'the connection broke' }, error);
  throw error;
}
