// Every system that a workspace's models may run in, so that "who uses this version" has one answer.
import { createArmClient, type ArmClientOptions } from '../adapters/azure-ml/arm/client.ts';
import { createBatchModelUses } from '../adapters/azure-ml/batch-model-uses.ts';
import { createOnlineModelUses } from '../adapters/azure-ml/online-model-uses.ts';
import { createGroupModelUses } from '../adapters/container-instance/group-model-uses.ts';
import { createContainerEngine } from '../adapters/docker/container-engine.ts';
import { createEdgeConfigurations } from '../adapters/iot-hub/edge-configurations.ts';
import { createHubClient } from '../adapters/iot-hub/hub-client.ts';
import { homeFolder } from '../adapters/local/home-folder.ts';
import { createServerProcesses } from '../adapters/processes/server-processes.ts';
import { containerInstance } from '../core/plan/api-versions.ts';
import { createEdgeModelUses } from '../flows/model-uses/edge-model-uses.ts';
import { createLocalModelUses } from '../flows/model-uses/local-model-uses.ts';
import type { ModelUses } from '../ports/model-uses.ts';

/** Milliseconds that an engine may take to list its containers: one on another machine that is off would hold the answer up. */
const engineTimeout = 10_000;

/**
 * @param hubs host names of the IoT Hubs to look at
 * @param env says where this machine's own servers keep their files
 */
export function createModelUses(
  options: ArmClientOptions,
  hubs: readonly string[],
  env: NodeJS.ProcessEnv,
): readonly ModelUses[] {
  const arm = createArmClient(options);
  const processes = createServerProcesses({ folder: homeFolder(env), env });
  return [
    createOnlineModelUses(arm),
    createBatchModelUses(arm),
    createGroupModelUses(createArmClient({ ...options, apiVersion: containerInstance })),
    createEdgeModelUses(createEdgeConfigurations(createHubClient(options)), hubs),
    createLocalModelUses({
      ...{ kind: 'container', what: "containers of this machine's Docker" },
      servers: createContainerEngine({ timeout: engineTimeout }),
    }),
    createLocalModelUses({ kind: 'process', what: "this machine's processes", servers: processes }),
  ];
}
