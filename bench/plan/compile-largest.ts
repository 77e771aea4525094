// From the texts of the largest configuration to its plan.
import { parseDeploymentConfig } from '../../src/core/config/deployment-config.ts';
import { parseInferenceConfig } from '../../src/core/config/inference-config.ts';
import { makePlan } from '../../src/core/plan/make-plan.ts';
import type { Plan } from '../../src/core/plan/plan.ts';
import { deploymentText, inferenceText, source } from './largest-config.ts';

const workspace = { subscriptionId: 'sub', resourceGroup: 'ml', name: 'prod' };

const model = {
  model: 'claims',
  version: '7',
  id: '/subscriptions/sub/resourceGroups/ml/providers/Microsoft.MachineLearningServices/workspaces/prod/models/claims/versions/7',
  createdAt: '2026-11-20T10:00:00Z',
  uri: 'azureml://datastores/workspaceblobstore/paths/claims/7',
  isArchived: false,
  tags: {},
  properties: {},
};

export function compileLargest(): Plan {
  return makePlan(
    {
      service: 'claims',
      workspace,
      models: [model],
      inference: parseInferenceConfig(inferenceText, 'inferenceconfig.yml'),
      deployment: parseDeploymentConfig(deploymentText, 'deploymentconfig.json'),
      texts: {},
      source,
      lineage: {},
    },
    { location: 'westeurope' },
  );
}
