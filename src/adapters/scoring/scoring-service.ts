// Scoring requests over HTTPS, as any caller of the endpoint sends them.
import { fail } from '../../core/errors/catalogue.ts';
import { given } from '../../core/given.ts';
import type { ScoringService } from '../../ports/scoring-service.ts';

/** Longer than the longest request time-out of a managed endpoint (180 s). */
const timeoutMs = 190_000;

/** @param now a monotonic clock in milliseconds */
export function createScoringService(now: () => number): ScoringService {
  return {
    async score({ uri, credential, deployment, body }) {
      const started = now();
      try {
        const answer = await fetch(uri, {
          method: 'POST',
          headers: {
            ...(credential && { authorization: credential.authorization }),
            'content-type': 'application/json',
            ...(deployment !== undefined && { 'azureml-model-deployment': deployment }),
          },
          body,
          signal: AbortSignal.timeout(timeoutMs),
        });
        const text = await answer.text();
        const reason = answer.headers.get('ms-azureml-model-error-reason');
        return { status: answer.status, body: text, milliseconds: now() - started, ...given({ reason }) };
      } catch (error) {
        const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw fail('SmokeTestNotReachable', { deployment: deployment ?? uri, uri, reason }, error);
      }
    },
  };
}
