// A service's own swagger document, asked for as any caller does.
import { fail } from '../../core/errors/catalogue.ts';
import type { ServiceDocuments } from '../../ports/service-documents.ts';

/** A document is made in no time; a container that is starting may take longer. */
const timeoutMs = 30_000;

export const serviceDocuments: ServiceDocuments = {
  async read(uri, { authorization }, deployment) {
    try {
      const answer = await fetch(uri, {
        headers: {
          ...(authorization !== '' && { authorization }),
          ...(deployment !== undefined && { 'azureml-model-deployment': deployment }),
        },
        signal: AbortSignal.timeout(timeoutMs),
      });
      const text = await answer.text();
      return answer.ok ? text : undefined;
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw fail('SmokeTestNotReachable', { deployment: deployment ?? uri, uri, reason }, error);
    }
  },
};
