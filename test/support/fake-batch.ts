// Batch endpoints in memory, as strict as the service where the flows could go wrong; a job's output goes to the given storage.
import { fail } from '../../src/core/errors/catalogue.ts';
import { withLineage } from '../../src/core/lineage/lineage-tags.ts';
import type { BatchJob } from '../../src/core/batch/batch-state.ts';
import type { DeploymentState } from '../../src/core/deploy/online-state.ts';
import type {
  BatchDeployments,
  BatchEndpoints,
  BatchJobRequest,
  BatchJobs,
} from '../../src/ports/batch-endpoints.ts';
import type { MemoryModelFiles } from './memory-model-files.ts';

interface FakeBatchEndpoint {
  defaultDeployment?: string;
  tags?: Readonly<Record<string, string>>;
  readonly deployments: Map<string, DeploymentState>;
}

export interface FakeBatch {
  readonly endpoints: BatchEndpoints;
  readonly deployments: BatchDeployments;
  readonly jobs: BatchJobs;
  /** By name of the endpoint. */
  readonly stored: ReadonlyMap<string, FakeBatchEndpoint>;
  /** What was started. */
  readonly started: BatchJobRequest[];
  /** States that a job goes through, one a look; the last one stays. */
  states: readonly string[];
  /** Files that a completed job writes into its output. */
  output: Readonly<Record<string, string>>;
  /** What a failed job writes into its log of errors. */
  errors: string;
}

const refuse = (resource: string, reason: string) => fail('AzureRejected', { resource, status: 400, reason });

const pathOf = (address: string): string => /\/paths\/(.*?)\/?$/.exec(address)?.[1] ?? '';

export function createFakeBatch(storage: MemoryModelFiles): FakeBatch {
  const endpoints = new Map<string, FakeBatchEndpoint>();
  const jobs = new Map<string, { request: BatchJobRequest; looks: number }>();
  const stateOf = (name: string) => {
    const found = endpoints.get(name);
    return (
      found && {
        ...{ name, authMode: 'AADToken', provisioningState: 'Succeeded', traffic: {} },
        scoringUri: `https://${name}/jobs`,
        ...(found.defaultDeployment !== undefined && { defaultDeployment: found.defaultDeployment }),
        ...(found.tags && { tags: found.tags }),
      }
    );
  };
  const existing = (name: string) => {
    const found = endpoints.get(name);
    if (!found) throw fail('AzureResourceNotFound', { resource: `batchEndpoints/${name}` });
    return found;
  };
  const end = (name: string, { output }: BatchJobRequest, status: string): void => {
    if (status === 'Completed')
      for (const [file, text] of Object.entries(fake.output))
        storage.blobs.set(`workspaceblobstore/${pathOf(output)}/${file}`, text);
    const folder = `ExperimentRun/dcid.${name}`;
    storage.outputs.set(`${name}/default`, `azureml://datastores/workspaceartifactstore/${folder}`);
    if (status === 'Failed')
      storage.blobs.set(`workspaceartifactstore/${folder}/logs/user/error.txt`, fake.errors);
  };
  const fake: FakeBatch = {
    stored: endpoints,
    started: [],
    states: ['Running', 'Completed'],
    output: { 'predictions.csv': 'a 1\n' },
    errors: '',
    endpoints: {
      get: (_, name) => Promise.resolve(stateOf(name)),
      create: async (_, name) => {
        endpoints.set(name, endpoints.get(name) ?? { deployments: new Map() });
        return Promise.resolve();
      },
      setDefault: async (_, name, deployment, lineage = {}) => {
        const endpoint = existing(name);
        if (!endpoint.deployments.has(deployment)) throw refuse(name, `there is no deployment ${deployment}`);
        endpoint.defaultDeployment = deployment;
        endpoint.tags = withLineage(endpoint.tags ?? {}, lineage);
        return Promise.resolve();
      },
      delete: (_, name) => Promise.resolve(void endpoints.delete(name)),
    },
    deployments: {
      get: ({ endpoint, deployment }) =>
        Promise.resolve(endpoints.get(endpoint)?.deployments.get(deployment)),
      list: (_, name) => Promise.resolve([...existing(name).deployments.values()]),
      create: async ({ endpoint, deployment: name }, body) => {
        const { tags = {} } = body as { tags?: Record<string, string> };
        existing(endpoint).deployments.set(name, { name, tags, provisioningState: 'Succeeded' });
        return Promise.resolve();
      },
      delete: async ({ endpoint, deployment }) => {
        if (endpoints.get(endpoint)?.defaultDeployment === deployment)
          throw refuse(deployment, 'it is the default');
        endpoints.get(endpoint)?.deployments.delete(deployment);
        return Promise.resolve();
      },
    },
    jobs: {
      start: async (request) => {
        const endpoint = existing(new URL(request.scoringUri).hostname);
        const wanted = request.deployment ?? endpoint.defaultDeployment;
        if (wanted === undefined) throw refuse('jobs', 'there is no default deployment');
        if (!endpoint.deployments.has(wanted)) throw fail('AzureResourceNotFound', { resource: wanted });
        fake.started.push(request);
        const name = `job-${jobs.size + 1}`;
        jobs.set(name, { request, looks: 0 });
        return Promise.resolve({ name, status: 'NotStarted', page: 'https://studio/job' });
      },
      get: async (_, name): Promise<BatchJob | undefined> => {
        const job = jobs.get(name);
        if (!job) return Promise.resolve(undefined);
        const status = fake.states[Math.min(job.looks, fake.states.length - 1)] ?? 'Running';
        job.looks += 1;
        if (/^(Completed|Failed)$/.test(status)) end(name, job.request, status);
        return Promise.resolve({
          ...{ name, status, page: 'https://studio/job' },
          ...(status === 'Failed' && { reason: '3 file(s) failed.' }),
        });
      },
    },
  };
  return fake;
}
