// Which IoT Hub and which of its devices a deployment config means.
import type { DeploymentConfig } from '../../config/deployment-config.ts';
import { invalidKey, keyNotSupported } from '../../config/origin.ts';

export interface EdgeTarget {
  /** Host name, with the port where it is not 443. */
  readonly hub: string;
  readonly condition: string;
}

/** The hubs of all clouds, and one on this machine: a token goes nowhere else. */
const hubHost = /^(?:[a-z0-9-]+\.azure-devices(?:\.net|\.us|\.cn)|localhost:\d{1,5})$/i;

/** Whether tokens may be sent there. */
export const isHubHost = (host: string): boolean => hubHost.test(host);

/** @throws ConfigurationNotSupported, ConfigurationInvalid */
export function edgeTarget({ settings, origin }: DeploymentConfig): EdgeTarget {
  const { iotHub: hub, deviceId, targetCondition } = settings;
  const missing = (key: string, reason: string, instead: string) =>
    keyNotSupported(origin, key, { reason, instead });
  if (hub === undefined)
    throw missing('iotHub', 'nobody says which hub', "Give 'iotHub', e.g. example.azure-devices.net.");
  if (!isHubHost(hub))
    throw invalidKey(origin, 'iotHub', 'must be the host name of an IoT Hub, as example.azure-devices.net');
  if (deviceId !== undefined && !/^[A-Za-z0-9\-:.+%_#*?!(),@$=]{1,128}$/.test(deviceId))
    throw invalidKey(origin, 'deviceId', 'must be 1 to 128 letters, digits and -:.+%_#*?!(),@$=');
  const condition = deviceId === undefined ? targetCondition : `deviceId='${deviceId}'`;
  if (condition === undefined)
    throw missing('targetCondition', 'nobody says which devices', "Give 'deviceId' or 'targetCondition'.");
  return { hub, condition };
}
