// Batch endpoints, their deployments and their jobs: everything of them together.
import type { Operation } from '../../arm/operation.ts';
import type { TokenCheck } from '../../identity/access-token.ts';
import type { Time } from '../../kernel/time.ts';
import type { ComputeStore } from '../compute/compute-store.ts';
import type { DeploymentAssets } from '../online/deployment-spec.ts';
import type { OperationTracker } from '../long-running.ts';
import type { WorkspaceScope } from '../scope.ts';
import type { Stamps } from '../system-data.ts';
import { EndpointStore } from '../endpoints/endpoint.ts';
import type { BatchEndpoint } from './batch-endpoint.ts';
import type { BatchHost } from './batch-host.ts';
import { BatchJobs } from './batch-jobs.ts';
import { batchDeploymentOperations } from './deployment-operations.ts';
import { batchEndpointOperations } from './endpoint-operations.ts';
import { jobOperations } from './job-operations.ts';

export interface BatchOptions {
  readonly scope: WorkspaceScope;
  readonly batchHost: BatchHost;
  readonly computes: ComputeStore;
  readonly tracker: OperationTracker;
  readonly stamps: Stamps;
  readonly assets: DeploymentAssets;
  readonly time: Time;
  readonly operationMs: number;
  readonly checkToken: (token: string) => Promise<TokenCheck>;
  readonly log: (line: string) => void;
}

export interface Batch {
  readonly operations: readonly Operation[];
  close(): Promise<void>;
}

export function createBatch(options: BatchOptions): Batch {
  const { batchHost: host, operationMs: queueMs } = options;
  const store = new EndpointStore<BatchEndpoint>('Batch');
  const jobs = new BatchJobs({ ...options, host, queueMs });
  const context = { ...options, host, store, front: jobs.front.bind(jobs) };
  return {
    operations: [
      ...batchEndpointOperations(context),
      ...batchDeploymentOperations(context),
      ...jobOperations({ ...options, jobs }),
    ],
    async close() {
      await jobs.close();
      await Promise.all(store.all().map(async ({ gateway }) => gateway?.close()));
    },
  };
}
