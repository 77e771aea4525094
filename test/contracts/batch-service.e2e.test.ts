import { createArmClient } from '../../src/adapters/azure-ml/arm/client.ts';
import { createBatchDeployments, createBatchEndpoints } from '../../src/adapters/azure-ml/batch-endpoints.ts';
import { createBatchJobs } from '../../src/adapters/azure-ml/batch-jobs.ts';
import { workspacePath } from '../../src/core/workspace.ts';
import { createBatchUser } from '../apps/emulator/support/batch-job.ts';
import { connect } from '../apps/emulator/support/workspace-client.ts';
import { createFakeBatch } from '../support/fake-batch.ts';
import { createMemoryModelFiles } from '../support/memory-model-files.ts';
import { startStackWithClusters, type StackWithClusters } from '../src/wiring/support/stack-with-clusters.ts';
import { batchServiceContract } from './batch-service.contract.ts';

describe('contracts/batch-service (fake)', () => {
  batchServiceContract(() => {
    const storage = createMemoryModelFiles();
    return Promise.resolve({
      ...createFakeBatch(storage),
      workspace: { subscriptionId: 's', resourceGroup: 'ml', name: 'prod' },
      properties: {},
      input: 'azureml://datastores/workspaceblobstore/paths/in',
      outputOf: (folder) => {
        const prefix = `workspaceblobstore/${folder}/`;
        const below = [...storage.blobs.keys()].filter((name) => name.startsWith(prefix));
        return Promise.resolve(below.map((name) => name.slice(prefix.length)));
      },
    });
  });
});

describe('contracts/batch-service (emulator)', function () {
  this.timeout(120_000);
  let stack: StackWithClusters;
  after(() => stack.close());

  batchServiceContract(async () => {
    stack = await startStackWithClusters();
    const { options, workspace } = stack;
    const client = connect(stack.stack);
    // Registers code and environment.
    await createBatchUser(client, 'other');
    const container = await client.container();
    await container.getBlockBlobClient('in/a.txt').uploadData(Buffer.from('2'));
    const arm = createArmClient(options);
    const base = workspacePath(workspace);
    return {
      workspace,
      endpoints: createBatchEndpoints(arm),
      deployments: createBatchDeployments(arm),
      jobs: createBatchJobs({ ...options, arm }),
      properties: {
        model: { referenceType: 'Id', assetId: `${base}/models/weight/versions/1` },
        compute: `${base}/computes/nightly`,
        environmentId: `${base}/environments/batch/versions/1`,
        codeConfiguration: { codeId: `${base}/codes/batch/versions/1`, scoringScript: 'score.py' },
      },
      input: 'azureml://datastores/workspaceblobstore/paths/in',
      async outputOf(folder) {
        const names: string[] = [];
        for await (const { name } of container.listBlobsFlat({ prefix: `${folder}/` }))
          names.push(name.slice(folder.length + 1));
        return names;
      },
    };
  });
});
