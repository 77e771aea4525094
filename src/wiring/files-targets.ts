// Wires adapters to the targets that files of `az ml` v2 describe. Each one's SDKs are loaded when a file asks for it.
import { createArmClient, type ArmClient, type ArmClientOptions } from '../adapters/azure-ml/arm/client.ts';
import { createModelRegistrations } from '../adapters/azure-ml/model-registrations.ts';
import { createModelRegistry } from '../adapters/azure-ml/model-registry.ts';
import type { YamlPlanInput } from '../core/plan/v2/yaml-deployment.ts';
import type { PlannedTarget } from '../flows/deploy/deploy-target.ts';
import type { DeployFilesPorts } from '../flows/deploy/files/deploy-files.ts';

interface Wiring extends ArmClientOptions {
  readonly arm: ArmClient;
}

const modelPorts = (wiring: Wiring) => ({
  registry: createModelRegistry(wiring),
  registrations: createModelRegistrations(wiring.arm),
});

async function online(wiring: Wiring): Promise<PlannedTarget<YamlPlanInput>> {
  const [{ createOnlineFilesTarget }, { onlinePorts }] = await Promise.all([
    import('../flows/deploy/files/online-files-target.ts'),
    import('./deploy-targets.ts'),
  ]);
  return createOnlineFilesTarget({ ...onlinePorts(wiring), ...modelPorts(wiring) });
}

async function batch(wiring: Wiring): Promise<PlannedTarget<YamlPlanInput>> {
  const [{ createBatchFilesTarget }, { batchPorts }] = await Promise.all([
    import('../flows/deploy/files/batch-files-target.ts'),
    import('./batch-target.ts'),
  ]);
  return createBatchFilesTarget({ ...batchPorts(wiring), ...modelPorts(wiring) });
}

/** @returns what makes the target that a deployment's file is about */
export function createFilesTargets(options: ArmClientOptions): DeployFilesPorts['target'] {
  const arm = createArmClient(options);
  return (kind) => ({ online, batch })[kind]({ ...options, arm });
}
