// Wires modules on IoT Edge; loaded when a deployment config asks for them.
import type { ArmClientOptions } from '../adapters/azure-ml/arm/options.ts';
import { createEdgeConfigurations } from '../adapters/iot-hub/edge-configurations.ts';
import { createEdgeDevices } from '../adapters/iot-hub/edge-devices.ts';
import { createHubClient } from '../adapters/iot-hub/hub-client.ts';
import type { DeployTarget } from '../flows/deploy/deploy-target.ts';
import { createEdgeModuleTarget } from '../flows/deploy/targets/edge-module.ts';
import { createBuilds, createImages } from './container-groups.ts';

export function createEdgeTarget(options: ArmClientOptions): DeployTarget {
  const send = createHubClient(options);
  return createEdgeModuleTarget({
    configurations: createEdgeConfigurations(send),
    devices: createEdgeDevices(send),
    images: createImages(options, createBuilds(options)),
  });
}
