// What the flows need from batch endpoints. Every write waits until the service has carried it out.
import type { BatchEndpointState, BatchJob } from '../core/batch/batch-state.ts';
import type { DeploymentState } from '../core/deploy/online-state.ts';
import type { Workspace } from '../core/workspace.ts';
import type { DeploymentRef } from './online-endpoints.ts';

export interface BatchEndpoints {
  get(workspace: Workspace, endpoint: string): Promise<BatchEndpointState | undefined>;
  /** Creates or repairs the endpoint with the given request body. */
  create(workspace: Workspace, endpoint: string, body: object): Promise<void>;
  /**
   * Lets jobs that name no deployment run this one, and keeps everything else.
   * @param lineage tags that say who decided it, in place of those of an earlier one
   */
  setDefault(
    workspace: Workspace,
    endpoint: string,
    deployment: string,
    lineage?: Readonly<Record<string, string>>,
  ): Promise<void>;
  /** Deletes it with its deployments; its jobs stay. */
  delete(workspace: Workspace, endpoint: string): Promise<void>;
}

export interface BatchDeployments {
  get(ref: DeploymentRef): Promise<DeploymentState | undefined>;
  list(workspace: Workspace, endpoint: string): Promise<readonly DeploymentState[]>;
  create(ref: DeploymentRef, body: object): Promise<void>;
  delete(ref: DeploymentRef): Promise<void>;
}

export interface BatchJobRequest {
  readonly scoringUri: string;
  /** Absent: the default deployment. */
  readonly deployment?: string;
  /** An address that the cluster can read. */
  readonly input: { readonly uri: string; readonly isFile: boolean };
  /** `azureml://datastores/...` of an empty folder. */
  readonly output: string;
}

export interface BatchJobs {
  /** @throws AzureRejected, AzureForbidden, AzureTokenRefused, or a "come back later" error */
  start(request: BatchJobRequest): Promise<BatchJob>;
  get(workspace: Workspace, name: string): Promise<BatchJob | undefined>;
}
