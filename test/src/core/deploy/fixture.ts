// A deploy request for the tests of the plan.
import type { DeployRequest } from '../../../../src/core/deploy/desired-deployment.ts';

export const request = {
  workspace: { subscriptionId: 'sub', resourceGroup: 'ml', name: 'prod' },
  location: 'westeurope',
  endpoint: 'fraud',
  model: {
    model: 'fraud',
    version: '7',
    id: '/subscriptions/sub/resourceGroups/ml/providers/Microsoft.MachineLearningServices/workspaces/prod/models/fraud/versions/7',
    createdAt: '2026-11-20T10:00:00Z',
    uri: 'azureml://datastores/workspaceblobstore/paths/fraud/7',
    isArchived: false,
    tags: {},
    properties: {},
  },
  inference: {
    entryScript: 'score.py',
    environment: { kind: 'defined', image: 'base:1', condaFile: 'conda.yml' },
    environmentVariables: { MODE: 'fast' },
    origin: { file: 'inferenceconfig.yml', keys: {} },
  },
  config: {
    computeType: 'Managed',
    instanceType: 'Standard_DS3_v2',
    instanceCount: 2,
    authMode: 'Key',
    appInsightsEnabled: false,
    requestTimeoutMs: 1500,
    environmentVariables: {},
    tags: { team: 'ml' },
  },
  source: [{ path: 'score.py', size: 3, sha256: 'aa' }],
  condaText: 'dependencies: []',
  lineage: { 'azureml-release.release': 'Release-12' },
} satisfies DeployRequest;
