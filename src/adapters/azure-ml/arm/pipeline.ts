// The policies every request to Azure Resource Manager passes: who may be asked, with which token, how often, and the log.
import {
  bearerTokenAuthenticationPolicy,
  bearerTokenAuthenticationPolicyName,
  logPolicyName,
  type Pipeline,
  type PipelinePolicy,
} from '@azure/core-rest-pipeline';
import { tokenScope } from '../../../core/cloud.ts';
import { fail } from '../../../core/errors/catalogue.ts';
import type { ArmClientOptions } from './options.ts';
import { resourceName } from './resource.ts';
import { armRetryPolicy } from './retry-policy.ts';

// The SDK does not export this one name.
const sdkRetryPolicyName = 'defaultRetryPolicy';

/** Puts this product's policies on a pipeline of an Azure SDK. */
export function addArmPolicies(pipeline: Pipeline, options: ArmClientOptions): void {
  pipeline.removePolicy({ name: sdkRetryPolicyName });
  // The SDK's own log goes to stderr by an environment variable; ours goes where the host's masker sees it.
  pipeline.removePolicy({ name: logPolicyName });
  pipeline.removePolicy({ name: bearerTokenAuthenticationPolicyName });
  pipeline.addPolicy(
    bearerTokenAuthenticationPolicy({
      credential: options.credential,
      scopes: tokenScope(options.connection.audience),
    }),
  );
  pipeline.addPolicy(sameOriginPolicy(options.connection.armUrl), {
    beforePolicies: [bearerTokenAuthenticationPolicyName],
  });
  pipeline.addPolicy(armRetryPolicy(options), { phase: 'Retry' });
  pipeline.addPolicy(trafficLogPolicy(options), { afterPhase: 'Sign' });
}

/** A link that a service hands out must not carry the token to another host. */
function sameOriginPolicy(armUrl: string): PipelinePolicy {
  const { origin } = new URL(armUrl);
  return {
    name: 'armSameOriginPolicy',
    sendRequest(request, next) {
      const asked = new URL(request.url).origin;
      if (asked !== origin) throw fail('AzureForeignLink', { link: asked, origin });
      return next(request);
    },
  };
}

/** One line an exchange: verb, resource, status, time, request id. No query, no header, no body: they may hold secrets. */
function trafficLogPolicy({ log, clock }: ArmClientOptions): PipelinePolicy {
  return {
    name: 'armTrafficLogPolicy',
    async sendRequest(request, next) {
      const start = clock.now().getTime();
      const response = await next(request);
      const took = clock.now().getTime() - start;
      const id = response.headers.get('x-ms-request-id') ?? 'none';
      const line = `${request.method} ${resourceName(request.url)}: ${response.status} in ${took} ms (request id ${id})`;
      // Support asks for the request id of a failure, so a failure is logged where a user sees it.
      if (response.status >= 400 && response.status !== 404) log.info(line);
      else log.debug(line);
      return response;
    },
  };
}
