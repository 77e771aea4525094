// Batch jobs as the emulator keeps them, and as the endpoint's address and ARM show them.
import { provider, workspaceId, type WorkspaceScope } from '../scope.ts';
import type { SystemData } from '../system-data.ts';
import { endpointId } from './batch-endpoint.ts';
import type { RunPhase } from './batch-host.ts';
import type { BatchJobRequest } from './invocation-schema.ts';

export type JobStatus = 'NotStarted' | RunPhase | 'CancelRequested' | 'Completed' | 'Failed' | 'Canceled';

export interface BatchJob {
  readonly name: string;
  readonly endpoint: string;
  readonly deployment: string;
  readonly compute: string;
  readonly request: BatchJobRequest;
  /** Where its output goes, as an address of a datastore. */
  readonly outputUri: string;
  systemData: SystemData;
  status: JobStatus;
  /** Why it failed. */
  failure?: string;
  readonly cancel: AbortController;
  done: Promise<void>;
}

export const isOver = ({ status }: BatchJob): boolean => /^(Completed|Failed|Canceled)$/.test(status);

const provisioning: Readonly<Partial<Record<JobStatus, string>>> = {
  Completed: 'Succeeded',
  Failed: 'Failed',
  Canceled: 'Canceled',
};

function studio(job: BatchJob, scope: WorkspaceScope): string {
  return `https://ml.azure.com/runs/${job.name}?wsid=${workspaceId(scope)}&tid=${scope.tenantId}`;
}

/** BatchJobResource of the data plane (2020-09-01-dataplanepreview). */
export function batchJobView(job: BatchJob, scope: WorkspaceScope): Record<string, unknown> {
  const { name, endpoint, request, status } = job;
  return {
    id: `${endpointId(endpoint, scope)}/jobs/${name}`,
    name,
    type: `${provider}/workspaces/batchEndpoints/jobs`,
    systemData: job.systemData,
    properties: {
      ...request,
      name,
      status,
      provisioningState: provisioning[status] ?? 'InProgress',
      interactionEndpoints: {
        Studio: { jobEndpointType: 'Studio', endpoint: studio(job, scope), port: null, properties: null },
      },
      output: null,
      outputData: { score: { jobOutputType: 'UriFile', mode: null, uri: job.outputUri } },
    },
  };
}

/** The run's own files, as the service writes the address: without `paths`. */
export const logFolder = (name: string): string => `ExperimentRun/dcid.${name}`;

/** JobBaseResource of ARM: a pipeline around the scoring step. The step's output `score` is not among the pipeline's own. */
export function jobView(job: BatchJob, scope: WorkspaceScope): Record<string, unknown> {
  const { name, endpoint, deployment, request, status, failure } = job;
  const service = (jobServiceType: string, url: string) => ({
    jobServiceType,
    endpoint: url,
    port: null,
    status: null,
    errorMessage: null,
    properties: null,
  });
  return {
    id: `${workspaceId(scope)}/jobs/${name}`,
    name,
    type: `${provider}/workspaces/jobs`,
    systemData: job.systemData,
    properties: {
      jobType: 'Pipeline',
      displayName: name,
      description: request.description ?? null,
      tags: {
        ...request.tags,
        'azureml.batchrun': 'true',
        'azureml.deploymentname': deployment,
        'azureml.jobtype': 'azureml.batchjob',
      },
      properties: {
        ...request.properties,
        'azureml.endpointname': endpoint,
        'azureml.deploymentname': deployment,
        ...(failure === undefined ? {} : { 'azureml.error': failure }),
      },
      status,
      experimentName: endpoint,
      services: {
        Tracking: service(
          'Tracking',
          `azureml://${scope.location}.api.azureml.ms/mlflow/v1.0${workspaceId(scope)}?`,
        ),
        Studio: service('Studio', studio(job, scope)),
      },
      computeId: job.compute,
      isArchived: false,
      settings: {},
      jobs: {},
      inputs: {},
      outputs: {
        default: {
          jobOutputType: 'uri_folder',
          mode: 'ReadWriteMount',
          description: null,
          uri: `azureml://datastores/workspaceartifactstore/${logFolder(name)}`,
        },
      },
    },
  };
}
