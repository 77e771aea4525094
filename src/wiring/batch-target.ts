// Wires adapters to batch endpoints: to deploying to them, and to scoring files with them.
import { randomUUID } from 'node:crypto';
import { createArmClient, type ArmClient, type ArmClientOptions } from '../adapters/azure-ml/arm/client.ts';
import { createBatchDeployments, createBatchEndpoints } from '../adapters/azure-ml/batch-endpoints.ts';
import { createBatchJobs } from '../adapters/azure-ml/batch-jobs.ts';
import { createCodeAssets } from '../adapters/azure-ml/code-assets.ts';
import { createComputes } from '../adapters/azure-ml/computes.ts';
import { createModelStores } from '../adapters/azure-ml/datastores.ts';
import { createEnvironments } from '../adapters/azure-ml/environments.ts';
import { createWorkspaceFacts } from '../adapters/azure-ml/workspace-facts.ts';
import { createModelFiles } from '../adapters/azure-storage/model-files.ts';
import { createReadBlob } from '../adapters/azure-storage/read-blob.ts';
import { createContainerUpload, uploadFolder } from '../adapters/azure-storage/upload-folder.ts';
import type { InvokeBatchPorts } from '../flows/batch/invoke-batch.ts';
import { createBatchTarget, type BatchPorts } from '../flows/deploy/targets/batch.ts';
import type { DeployTarget } from '../flows/deploy/deploy-target.ts';

interface Wiring extends ArmClientOptions {
  readonly arm: ArmClient;
}

function jobPorts({ arm, connection, credential, clock, log }: Wiring) {
  return {
    endpoints: createBatchEndpoints(arm),
    jobs: createBatchJobs({ arm, connection, credential }),
    stores: createModelStores(arm),
    upload: createContainerUpload(credential),
    files: createModelFiles(credential),
    readBlob: createReadBlob(credential),
    unique: randomUUID,
    ...{ clock, log },
  };
}

export function batchPorts(wiring: Wiring): BatchPorts {
  const { arm } = wiring;
  return {
    ...jobPorts(wiring),
    facts: createWorkspaceFacts(arm),
    environments: createEnvironments(arm),
    code: createCodeAssets(arm, uploadFolder),
    computes: createComputes(arm),
    deployments: createBatchDeployments(arm),
  };
}

export const batchTarget = (wiring: Wiring): DeployTarget => createBatchTarget(batchPorts(wiring));

/** What `invokeBatch` needs: files in, files out. */
export const batchInvocation = (options: ArmClientOptions): InvokeBatchPorts =>
  jobPorts({ ...options, arm: createArmClient(options) });
