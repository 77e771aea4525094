// Jobs of batch endpoints: started at the endpoint's own address, looked at in Azure Resource Manager.
import type { TokenCredential } from '@azure/core-auth';
import * as z from 'zod';
import type { BatchJob } from '../../core/batch/batch-state.ts';
import { given } from '../../core/given.ts';
import { invokerAudience, tokenScope } from '../../core/cloud.ts';
import { workspacePath } from '../../core/workspace.ts';
import type { BatchJobRequest, BatchJobs } from '../../ports/batch-endpoints.ts';
import type { ArmClient } from './arm/client.ts';
import { armFailure } from './arm/error.ts';
import { readJson } from './read.ts';

/** Starting a job is quick; the wait for it is not. */
const timeoutMs = 100_000;

const jobShape = z.object({
  name: z.string(),
  properties: z.object({
    status: z.string().nullish(),
    properties: z.record(z.string(), z.unknown()).nullish(),
    services: z.record(z.string(), z.object({ endpoint: z.string().nullish() }).nullish()).nullish(),
    interactionEndpoints: z
      .record(z.string(), z.object({ endpoint: z.string().nullish() }).nullish())
      .nullish(),
  }),
});

function stateOf({ name, properties }: z.infer<typeof jobShape>): BatchJob {
  const pages = properties.services ?? properties.interactionEndpoints;
  const reason = properties.properties?.['azureml.error'];
  return {
    ...{ name, status: properties.status ?? 'NotStarted' },
    ...given({
      page: pages?.['Studio']?.endpoint,
      reason: typeof reason === 'string' ? reason : undefined,
    }),
  };
}

const bodyOf = ({ input, output }: BatchJobRequest): string =>
  JSON.stringify({
    properties: {
      // Model deployments ignore the names.
      inputData: { input: { jobInputType: input.isFile ? 'UriFile' : 'UriFolder', uri: input.uri } },
      outputData: { score: { jobOutputType: 'UriFile', uri: output } },
    },
  });

async function post(request: BatchJobRequest, token: string): Promise<z.infer<typeof jobShape>> {
  const { scoringUri: url, deployment } = request;
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      ...(deployment !== undefined && { 'azureml-model-deployment': deployment }),
    },
    body: bodyOf(request),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const body = await answer.text();
  if (answer.status >= 300) throw armFailure({ method: 'POST', url, status: answer.status, body });
  return readJson(new URL(url).host, body, jobShape);
}

export interface BatchJobsOptions {
  readonly arm: ArmClient;
  readonly connection: { readonly armUrl: string };
  /** Its token for Azure Machine Learning itself opens the endpoint. */
  readonly credential: TokenCredential;
}

export function createBatchJobs({ arm, connection, credential }: BatchJobsOptions): BatchJobs {
  const scope = tokenScope(invokerAudience(connection.armUrl));
  return {
    async start(request) {
      const token = await credential.getToken(scope);
      return stateOf(await post(request, token?.token ?? ''));
    },

    async get(workspace, name) {
      const path = `${workspacePath(workspace)}/jobs/${encodeURIComponent(name)}`;
      const found = await arm.get(path, jobShape);
      return found && stateOf(found);
    },
  };
}
