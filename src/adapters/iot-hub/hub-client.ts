// A thin client of IoT Hub's service interface: tokens, retries, catalogue errors. (The official client would add 1 MB to
// every bundle and knows no other port than 443; it is the witness in the tests of the emulated hub.)
import type { TokenCredential } from '@azure/core-auth';
import {
  bearerTokenAuthenticationPolicy,
  createDefaultHttpClient,
  createEmptyPipeline,
  createHttpHeaders,
  createPipelineRequest,
  isRestError,
  type HttpMethods,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';
import { fail } from '../../core/errors/catalogue.ts';
import { type ExtensionError, isExtensionError } from '../../core/errors/extension-error.ts';
import { iotHub as apiVersion } from '../../core/plan/api-versions.ts';
import { decideRetry, defaultRetryRule, retryAfterMilliseconds } from '../../core/retry.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import { hubFailure } from './hub-failure.ts';

export interface HubClientOptions {
  readonly credential: TokenCredential;
  readonly clock: Clock;
  readonly log: Log;
  /** In [0, 1), spreads the retries; default Math.random. */
  readonly random?: () => number;
}

export interface HubRequest {
  readonly method: HttpMethods;
  readonly hub: string;
  /** Begins with a slash; may have a query. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface HubAnswer {
  readonly status: number;
  readonly body: string | undefined;
  readonly header: (name: string) => string | undefined;
}

/** Answers with a success or one of `expected`. @throws catalogue errors */
export type SendToHub = (request: HubRequest, expected?: readonly number[]) => Promise<HubAnswer>;

/** One token serves every IoT Hub of the cloud. */
const scope = 'https://iothubs.azure.net/.default';

/** Milliseconds for one answer. */
const timeout = 60_000;

const isLater = (status: number) => status === 408 || status === 429 || status >= 500;

export const resourceOf = ({ hub, path }: Pick<HubRequest, 'hub' | 'path'>): string =>
  `${hub}${path.split('?', 1)[0] ?? ''}`;

function networkFailure(error: unknown, hub: string): ExtensionError {
  if (isExtensionError(error)) throw error;
  const url = `https://${hub}`;
  if (error instanceof Error && /^(?:AbortError|TimeoutError)$/.test(error.name))
    return fail('AzureNotReachable', { url, reason: `no answer within ${timeout / 1000} s` }, error);
  if (isRestError(error) && error.statusCode === undefined)
    return fail('AzureNotReachable', { url, reason: error.code ?? 'the connection broke' }, error);
  throw error;
}

export function createHubClient({
  credential,
  clock,
  log,
  random = Math.random,
}: HubClientOptions): SendToHub {
  const pipeline = createEmptyPipeline();
  pipeline.addPolicy(bearerTokenAuthenticationPolicy({ credential, scopes: scope }));
  const http = createDefaultHttpClient();

  const once = async ({ method, hub, path, body, headers }: HubRequest): Promise<PipelineResponse> => {
    const separator = path.includes('?') ? '&' : '?';
    const request = createPipelineRequest({
      method,
      url: `https://${hub}${path}${separator}api-version=${apiVersion}`,
      headers: createHttpHeaders({ accept: 'application/json', ...headers }),
      abortSignal: AbortSignal.timeout(timeout),
    });
    if (body !== undefined) {
      request.headers.set('content-type', 'application/json; charset=utf-8');
      request.body = JSON.stringify(body);
    }
    return pipeline.sendRequest(http, request);
  };

  return async (request, expected = []) => {
    const resource = resourceOf(request);
    for (let attempt = 1; ; attempt += 1) {
      let failure: ExtensionError;
      let asked: number | undefined;
      try {
        const { status, bodyAsText, headers } = await once(request);
        log.debug(`${request.method} ${resource}: ${status}`);
        const body = bodyAsText ?? undefined;
        if (status < 300 || expected.includes(status))
          return { status, body, header: (name) => headers.get(name) };
        failure = hubFailure({ method: request.method, resource, status, body, attempts: attempt });
        if (!isLater(status)) throw failure;
        asked = retryAfterMilliseconds(headers.get('retry-after'), clock.now());
      } catch (error) {
        failure = networkFailure(error, request.hub);
      }
      const decision = decideRetry(defaultRetryRule, { attempt, askedMilliseconds: asked, random: random() });
      if (!decision.retry) throw failure;
      log.warning(
        `${failure.message} Waiting ${(decision.delayMilliseconds / 1000).toFixed(1)} s, then ${decision.reason}.`,
      );
      await clock.sleep(decision.delayMilliseconds);
    }
  };
}
