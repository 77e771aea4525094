// Scoring requests over HTTPS, as any caller of the endpoint sends them.
import { fail } from '../../core/errors/catalogue.ts';
import { given } from '../../core/given.ts';
import type { ScoringRequest, ScoringService } from '../../ports/scoring-service.ts';
import { sendDirectly, type DirectAnswer } from './direct-request.ts';

/** Longer than the longest request time-out of a managed endpoint (180 s). */
const timeoutMs = 190_000;

async function send({ uri, credential, deployment, body, connectTo }: ScoringRequest): Promise<DirectAnswer> {
  const headers = {
    ...(credential && { authorization: credential.authorization }),
    'content-type': 'application/json',
    ...(deployment !== undefined && { 'azureml-model-deployment': deployment }),
  };
  if (connectTo) return sendDirectly({ uri, connectTo, headers, body, timeoutMs });
  const answer = await fetch(uri, { method: 'POST', headers, body, signal: AbortSignal.timeout(timeoutMs) });
  return {
    status: answer.status,
    body: await answer.text(),
    header: (name) => answer.headers.get(name) ?? undefined,
  };
}

/** @param now a monotonic clock in milliseconds */
export function createScoringService(now: () => number): ScoringService {
  return {
    async score(request) {
      const { uri, deployment } = request;
      const started = now();
      try {
        const { status, body, header } = await send(request);
        const reason = header('ms-azureml-model-error-reason');
        return { status, body, milliseconds: now() - started, ...given({ reason }) };
      } catch (error) {
        const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw fail('SmokeTestNotReachable', { deployment: deployment ?? uri, uri, reason }, error);
      }
    },
  };
}
