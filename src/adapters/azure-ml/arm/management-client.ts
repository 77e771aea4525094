// The official management package, on this product's pipeline (tokens, retries, log) and api-version.
import { AzureMachineLearningWorkspaces } from '@azure/arm-machinelearning';
import { createClientPipeline } from '@azure/core-client';
import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import * as z from 'zod';
import { type ArmClientOptions, defaultApiVersion } from './options.ts';
import { addArmPolicies } from './pipeline.ts';
import { resourceName } from './resource.ts';
import { readJson } from '../read.ts';

/** The version that 2.1.1 writes into every address it builds, whatever is asked for. */
const packagedApiVersion = 'api-version=2022-10-01';

/**
 * Makes the package's client; it opens no connection before the first call.
 *
 * @param sources the kind of resource that the client's calls take as `workspaceName`
 */
export function createManagementClient(
  options: ArmClientOptions,
  sources: 'workspaces' | 'registries' = 'workspaces',
): AzureMachineLearningWorkspaces {
  const { connection, credential, apiVersion = defaultApiVersion } = options;
  const pipeline = createClientPipeline({});
  addArmPolicies(pipeline, options);
  pipeline.addPolicy(apiVersionPolicy(apiVersion));
  if (sources === 'registries') pipeline.addPolicy(registriesPolicy);
  pipeline.addPolicy(shapePolicy);
  return new AzureMachineLearningWorkspaces(credential, connection.subscriptionId, {
    endpoint: connection.armUrl,
    $host: connection.armUrl,
    pipeline,
    allowInsecureConnection: connection.armUrl.startsWith('http://'),
  });
}

// The package's own `apiVersion` option would also rewrite the version in a nextLink, which must be followed verbatim.
function apiVersionPolicy(apiVersion: string): PipelinePolicy {
  return {
    name: 'apiVersionPolicy',
    sendRequest(request, next) {
      request.url = request.url.replace(packagedApiVersion, `api-version=${encodeURIComponent(apiVersion)}`);
      return next(request);
    },
  };
}

/**
 * 2.1.1 knows no registries, but their models have the operations of a workspace's: same queries, same bodies, names of
 * the same pattern. A nextLink names the registry already and stays as it is.
 */
const registriesPolicy: PipelinePolicy = {
  name: 'registriesPolicy',
  sendRequest(request, next) {
    request.url = request.url.replace(
      '/providers/Microsoft.MachineLearningServices/workspaces/',
      '/providers/Microsoft.MachineLearningServices/registries/',
    );
    return next(request);
  },
};

const listOrResource = z.union([
  z.looseObject({ value: z.array(z.unknown()) }),
  z.looseObject({ properties: z.unknown() }),
]);

/** The package takes an answer without items (a proxy's page, a foreign body) for an empty list; this does not. */
const shapePolicy: PipelinePolicy = {
  name: 'shapePolicy',
  async sendRequest(request, next) {
    const response = await next(request);
    if (response.status === 200)
      readJson(resourceName(request.url), response.bodyAsText ?? undefined, listOrResource);
    return response;
  },
};
