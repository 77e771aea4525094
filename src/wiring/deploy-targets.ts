// Wires adapters to the compute targets. Each target's SDKs are loaded when a deployment config asks for it.
import { createContainerUpload, uploadFolder } from '../adapters/azure-storage/upload-folder.ts';
import { createArmClient, type ArmClient, type ArmClientOptions } from '../adapters/azure-ml/arm/client.ts';
import { createCodeAssets } from '../adapters/azure-ml/code-assets.ts';
import { createComputes } from '../adapters/azure-ml/computes.ts';
import { createModelStores } from '../adapters/azure-ml/datastores.ts';
import { createEndpointKeys } from '../adapters/azure-ml/endpoint-keys.ts';
import { createEnvironments } from '../adapters/azure-ml/environments.ts';
import { createOnlineDeployments } from '../adapters/azure-ml/online-deployments.ts';
import { createOnlineEndpoints } from '../adapters/azure-ml/online-endpoints.ts';
import { createWorkspaceFacts } from '../adapters/azure-ml/workspace-facts.ts';
import { createAutoscaleSettings } from '../adapters/azure-monitor/autoscale-settings.ts';
import { createCheckAnswer } from '../adapters/local/check-answer.ts';
import { createScoringService } from '../adapters/scoring/scoring-service.ts';
import { autoscale as autoscaleVersion } from '../core/plan/api-versions.ts';
import type { Target } from '../core/config/target.ts';
import type { DeployTarget } from '../flows/deploy/deploy-target.ts';
import { deletingAutoscale } from '../flows/deploy/without-autoscale.ts';
import { createOnlineTarget, type OnlinePorts } from '../flows/deploy/targets/online.ts';

export type TargetOptions = ArmClientOptions;

interface Wiring extends TargetOptions {
  readonly arm: ArmClient;
}

export function onlinePorts(wiring: Wiring): OnlinePorts {
  const { arm, credential, log } = wiring;
  const autoscale = createAutoscaleSettings(createArmClient({ ...wiring, apiVersion: autoscaleVersion }));
  const online = {
    endpoints: createOnlineEndpoints(arm, credential),
    deployments: createOnlineDeployments(arm),
  };
  return {
    ...deletingAutoscale(online, autoscale, log),
    autoscale,
    facts: createWorkspaceFacts(arm),
    environments: createEnvironments(arm),
    code: createCodeAssets(arm, uploadFolder),
    stores: createModelStores(arm),
    upload: createContainerUpload(credential),
    check: createCheckAnswer(process.env),
    computes: createComputes(arm),
    scoring: createScoringService(() => performance.now()),
    log,
  };
}

const online = (wiring: Wiring): Promise<DeployTarget> =>
  Promise.resolve({ ...createOnlineTarget(onlinePorts(wiring)), keys: createEndpointKeys(wiring.arm) });

const targets: Readonly<Record<Target, (wiring: Wiring) => Promise<DeployTarget>>> = {
  managed: online,
  aci: async (wiring) => (await import('./container-groups.ts')).createContainerGroupsTarget(wiring),
  kubernetes: online,
  local: async ({ arm, ...options }) => (await import('./local-target.ts')).localTarget(arm, options),
  batch: async (wiring) => (await import('./batch-target.ts')).batchTarget(wiring),
  iotedge: async (wiring) => (await import('./edge-module.ts')).createEdgeTarget(wiring),
};

/** @returns what makes the target that a deployment config asks for */
export function createTargets(options: TargetOptions): (target: Target) => Promise<DeployTarget> {
  const arm = createArmClient(options);
  return (target) => targets[target]({ ...options, arm });
}
