// Turns an invocation and its deployment into what shall run.
import { blobLocation, type AssetPathContext, type BlobLocation } from '../assets/asset-path.ts';
import type { DeploymentAssets } from '../online/deployment-spec.ts';
import { mlErrors } from '../ml-error.ts';
import { durationMs } from '../endpoints/endpoint-schemas.ts';
import { batchAssets } from './batch-assets.ts';
import type { BatchDeployment } from './batch-endpoint.ts';
import type { BatchJobSpec } from './batch-host.ts';
import type { BatchJobRequest } from './invocation-schema.ts';
import { logFolder } from './job.ts';

/** Where the output goes unless the caller says. */
export const usualOutput = (job: string): string =>
  `azureml://datastores/workspaceblobstore/paths/azureml/${job}/score/`;

/** Both forms that the how-to pages give: an address, or the ARM id of a datastore with `/paths/` behind it. */
function located(uri: string, paths: AssetPathContext): BlobLocation {
  if (/\/data\/[^/]+\/versions\//i.test(uri)) throw mlErrors.notEmulated(`The data asset '${uri}'`);
  return blobLocation(uri.startsWith('/subscriptions/') ? `azureml:/${uri}` : uri, paths);
}

/** How many nodes the job wants. */
export const nodesOf = (request: BatchJobRequest, { request: { properties } }: BatchDeployment): number =>
  request.compute?.instanceCount ?? properties.resources.instanceCount;

/** @throws ArmError for what can be known to be wrong before anything runs */
export function jobSpec(
  job: { readonly name: string; readonly outputUri: string },
  request: BatchJobRequest,
  deployment: BatchDeployment,
  assets: DeploymentAssets,
): BatchJobSpec {
  const { properties } = deployment.request;
  const [input] = Object.values(request.inputData);
  if (!input || !('uri' in input)) throw mlErrors.badRequest('A job needs an input of files.');
  const { maxRetries, timeout } = request.retrySettings ?? properties.retrySettings;
  const artifacts = `azureml://datastores/workspaceartifactstore/paths/${logFolder(job.name)}`;
  const perNode = request.maxConcurrencyPerInstance ?? properties.maxConcurrencyPerInstance;
  return {
    job: job.name,
    deployment: deployment.name,
    ...batchAssets(deployment.request, assets),
    input: located(input.uri, assets.paths),
    output: located(job.outputUri, assets.paths),
    logs: blobLocation(artifacts, assets.paths),
    settings: {
      miniBatchSize: request.miniBatchSize ?? properties.miniBatchSize,
      workers: perNode * nodesOf(request, deployment),
      errorThreshold: request.errorThreshold ?? properties.errorThreshold,
      maxRetries,
      timeoutMs: durationMs(timeout),
      appendsRows: properties.outputAction === 'AppendRow',
      outputFileName: request.outputFileName ?? properties.outputFileName,
      loggingLevel: request.loggingLevel ?? properties.loggingLevel,
    },
  };
}
