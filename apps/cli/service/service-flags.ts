// The flags that every verb of `service` takes: which service, where it runs, and how to reach it.
import { computeTypes } from '../../../src/core/config/target.ts';
import { text } from '../../../src/core/command-line/flag.ts';
import { workspaceFlags } from '../model/flags/workspace-flags.ts';

export const serviceFlags = {
  name: text('NAME', 'endpoint, container group, container or module', 'n'),
  deployment: text('NAME', 'one deployment of several; default: the one that serves', 'version-name vn'),
  'compute-type': text(
    'TYPE',
    `where it runs: ${Object.keys(computeTypes).join(', ')}; default: managed`,
    'cp',
  ),
  'iot-hub': text('HOST', 'of a module on IoT Edge: the hub, as example.azure-devices.net'),
  ...workspaceFlags,
};
