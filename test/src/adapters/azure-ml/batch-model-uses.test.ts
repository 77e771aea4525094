import assert from 'node:assert/strict';
import { createBatchModelUses } from '../../../../src/adapters/azure-ml/batch-model-uses.ts';
import { workspacePath } from '../../../../src/core/workspace.ts';
import { createMemoryArm } from '../../../support/memory-arm.ts';

const workspace = { subscriptionId: 's', resourceGroup: 'ml', name: 'prod' };
const base = `${workspacePath(workspace)}/batchEndpoints`;

describe('src/adapters/azure-ml/batch-model-uses.ts', () => {
  it('reads the model of each deployment from its reference, and copes with one that has none', async () => {
    const arm = createMemoryArm();
    arm.resources.set(base, [{ name: 'nightly' }, { name: 'deleted-meanwhile' }]);
    arm.resources.set(`${base}/nightly/deployments`, [
      {
        name: 'v7',
        tags: { 'azureml-release.release': 'Release-12' },
        properties: {
          provisioningState: 'Succeeded',
          model: { referenceType: 'Id', assetId: `${workspacePath(workspace)}/models/fraud/versions/7` },
        },
      },
      { name: 'component', properties: { provisioningState: 'Succeeded', model: null } },
    ]);
    const common = { kind: 'batch endpoint', service: 'nightly', state: 'Succeeded' };
    assert.deepEqual(await createBatchModelUses(arm).list(workspace), [
      {
        ...{ ...common, deployment: 'v7', models: [{ model: 'fraud', version: '7' }] },
        tags: { 'azureml-release.release': 'Release-12' },
      },
      { ...common, deployment: 'component', models: [], tags: {} },
    ]);
  });
});
