// Which IoT Hubs a question about running models means: a workspace does not know them.
import { many } from '../../../../src/core/command-line/flag.ts';
import { isHubHost } from '../../../../src/core/plan/targets/edge-target.ts';
import { invalidFor } from '../verb.ts';

const variable = 'AZUREML_RELEASE_IOT_HUBS';

export const hubFlag = {
  'iot-hub': many(
    'HOST',
    `hubs to look at for modules on IoT Edge, as example.azure-devices.net; default: ${variable}, separated by blanks or commas`,
  ),
};

/** @throws CommandArgumentsInvalid for a host that no token may be sent to */
export function hubsOf(
  verb: string,
  given: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const named = (environment[variable] ?? '').split(/[\s,]+/).filter((host) => host !== '');
  const hubs = given.length > 0 ? given : named;
  const wrong = hubs.find((host) => !isHubHost(host));
  if (wrong !== undefined) throw invalidFor(verb)(`'${wrong}' is no IoT Hub, as example.azure-devices.net`);
  return [...new Set(hubs)];
}
