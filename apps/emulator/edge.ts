// The IoT Hub of the stack and its devices, which run images of the stack's registry.
import { hubAudience } from './iot-hub/access.ts';
import { createContainerRunner, type ContainerRunnerOptions } from './iot-hub/container-runner.ts';
import { startIotHub, type IotHub, type IotHubOptions } from './iot-hub/server.ts';
import type { Control } from './arm/control.ts';
import type { Identity } from './identity/server.ts';

export interface EdgeOptions
  extends
    Pick<IotHubOptions, 'port' | 'certificate' | 'gaps' | 'time' | 'random' | 'log'>,
    ContainerRunnerOptions {
  readonly identity: Identity;
  readonly control: Control;
}

export async function startEdge(options: EdgeOptions): Promise<IotHub> {
  const { identity, control, images } = options;
  identity.allowResource(hubAudience);
  const { username, password } = images.keys();
  return startIotHub({
    ...options,
    // Other loopback addresses than those of container groups, also where a test fixes the die.
    random: () => (options.random() + 0.5) % 1,
    ...{ rights: control.rights, faults: control.hubFaults },
    checkToken: (token) => identity.check(token),
    runner: createContainerRunner(options),
    credentials: [{ address: images.server, username, password }],
    // An agent begins at ten seconds; a stack that shows the same in a fraction of that is a better teacher.
    pauseScale: 0.1,
  });
}
