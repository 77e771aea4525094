// Batch endpoints as the files of `az ml` v2 describe them.
import { given } from '../../../core/given.ts';
import type { WhatIsThere } from '../../../core/plan/plan.ts';
import { computeName } from '../../../core/plan/v2/compute-name.ts';
import { planYamlFiles } from '../../../core/plan/v2/plan-files.ts';
import type { YamlPlanInput } from '../../../core/plan/v2/yaml-deployment.ts';
import type { PlannedTarget } from '../deploy-target.ts';
import { requireCluster } from '../require-compute.ts';
import { batchOperations, type BatchPorts } from '../targets/batch.ts';
import { lookForAssets, type FileAssetPorts } from './look-for-assets.ts';
import { modelSteps, type ModelStepPorts } from './model-steps.ts';

export type BatchFilesPorts = BatchPorts & FileAssetPorts & ModelStepPorts;

async function requireCompute(
  { computes }: BatchFilesPorts,
  { files, workspace }: YamlPlanInput,
): Promise<void> {
  if (files.kind !== 'batch') return;
  const { compute, resources, settings } = files.deployment.value;
  const name = computeName(compute, workspace);
  const nodes = resources?.instance_count ?? settings?.instance_count;
  const instanceType = resources?.instance_type;
  await requireCluster(computes, { workspace, ...given({ name, nodes, instanceType }) });
}

async function look(ports: BatchFilesPorts, input: YamlPlanInput): Promise<WhatIsThere> {
  const { workspace, service, files } = input;
  await requireCompute(ports, input);
  const [assets, endpoint, location] = await Promise.all([
    lookForAssets(ports, input),
    ports.endpoints.get(workspace, service),
    ports.facts.location(workspace),
  ]);
  const deployments = endpoint ? await ports.deployments.list(workspace, service) : [];
  const deployment = deployments.find(({ name }) => name === files.deployment.value.name);
  const { defaultDeployment } = endpoint ?? {};
  return { ...assets, location, deployments, ...given({ endpoint, deployment, defaultDeployment }) };
}

export function createBatchFilesTarget(ports: BatchFilesPorts): PlannedTarget<YamlPlanInput> {
  const operations = batchOperations(ports);
  return {
    ...operations,
    steps: { ...operations.steps, ...modelSteps(ports) },
    look: (input) => look(ports, input),
    plan: planYamlFiles,
  };
}
