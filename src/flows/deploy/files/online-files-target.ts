// Online endpoints as the files of `az ml` v2 describe them.
import { given } from '../../../core/given.ts';
import type { WhatIsThere } from '../../../core/plan/plan.ts';
import { computeName } from '../../../core/plan/v2/compute-name.ts';
import { planYamlFiles } from '../../../core/plan/v2/plan-files.ts';
import type { YamlPlanInput } from '../../../core/plan/v2/yaml-deployment.ts';
import type { PlannedTarget } from '../deploy-target.ts';
import { requireKubernetes } from '../require-compute.ts';
import { onlineOperations, type OnlinePorts } from '../targets/online.ts';
import { lookForAssets, type FileAssetPorts } from './look-for-assets.ts';
import { modelSteps, type ModelStepPorts } from './model-steps.ts';

export type OnlineFilesPorts = OnlinePorts & FileAssetPorts & ModelStepPorts;

async function requireCompute(
  { computes }: OnlineFilesPorts,
  { files, workspace }: YamlPlanInput,
): Promise<void> {
  if (files.kind !== 'online' || files.deployment.value.type !== 'kubernetes') return;
  const name = computeName(files.endpoint?.value.compute, workspace);
  const { instance_type: instanceType } = files.deployment.value;
  await requireKubernetes(computes, { workspace, ...given({ name, instanceType }) });
}

async function look(ports: OnlineFilesPorts, input: YamlPlanInput): Promise<WhatIsThere> {
  const { workspace, service, files } = input;
  await requireCompute(ports, input);
  const [assets, endpoint] = await Promise.all([
    lookForAssets(ports, input),
    ports.endpoints.get(workspace, service),
  ]);
  const [location, deployments] = await Promise.all([
    endpoint?.location ?? ports.facts.location(workspace),
    endpoint ? ports.deployments.list(workspace, service) : [],
  ]);
  const deployment = deployments.find(({ name }) => name === files.deployment.value.name);
  return { ...assets, location, deployments, ...given({ endpoint, deployment }) };
}

export function createOnlineFilesTarget(ports: OnlineFilesPorts): PlannedTarget<YamlPlanInput> {
  const operations = onlineOperations(ports);
  return {
    ...operations,
    steps: { ...operations.steps, ...modelSteps(ports) },
    look: (input) => look(ports, input),
    plan: planYamlFiles,
  };
}
