// One device of the hub with its modules, as the hub keeps and shows it.
import type { Document } from './condition.ts';
import type { ModulesContent } from './content.ts';
import { newEtag, Twin, type Properties } from './twin.ts';

export interface DeviceModule {
  readonly name: string;
  readonly twin: Twin;
  readonly etag: string;
}

export interface Device {
  readonly id: string;
  readonly isEdge: boolean;
  readonly etag: string;
  readonly twin: Twin;
  tags: Properties;
  isConnected: boolean;
  /** What was put on it by hand; automatic deployments go before it. */
  manual: ModulesContent | undefined;
  readonly modules: Map<string, DeviceModule>;
  /** Of each configuration that targets it: whether it is in what the device shall run. */
  standing: Readonly<Record<string, { readonly status: 'Targeted' | 'Applied' }>>;
}

export function createDevice(
  id: string,
  { isEdge, tags }: { readonly isEdge: boolean; readonly tags: Properties },
  now: Date,
): Device {
  const device: Device = {
    id,
    isEdge,
    etag: newEtag(),
    twin: new Twin(now),
    tags,
    isConnected: false,
    manual: undefined,
    modules: new Map(),
    standing: {},
  };
  if (isEdge) for (const name of ['$edgeAgent', '$edgeHub']) moduleOf(device, name, now);
  return device;
}

/** The module of that name; made when there is none. */
export function moduleOf(device: Device, name: string, now: Date): DeviceModule {
  const found = device.modules.get(name);
  if (found) return found;
  const made = { name, twin: new Twin(now), etag: newEtag() };
  device.modules.set(name, made);
  return made;
}

const connection = ({ isConnected }: Device) => (isConnected ? 'Connected' : 'Disconnected');
const identity = { status: 'enabled', cloudToDeviceMessageCount: 0, authenticationType: 'sas' };

export function deviceTwinView(device: Device): Document {
  const { id, twin, tags, isEdge, standing } = device;
  return {
    deviceId: id,
    etag: twin.etag,
    deviceEtag: device.etag,
    ...identity,
    connectionState: connection(device),
    version: twin.version,
    tags,
    properties: twin.properties(),
    capabilities: { iotEdge: isEdge },
    ...(isEdge && { configurations: standing }),
  };
}

export function moduleTwinView(device: Device, { name, twin, etag }: DeviceModule): Document {
  return {
    deviceId: device.id,
    moduleId: name,
    etag: twin.etag,
    deviceEtag: etag,
    ...identity,
    connectionState: connection(device),
    version: twin.version,
    properties: twin.properties(),
    ...(name === '$edgeAgent' && { configurations: device.standing }),
  };
}

export function deviceView(device: Device): object {
  const { id, etag, isEdge } = device;
  return {
    deviceId: id,
    generationId: '637000000000000000',
    etag,
    connectionState: connection(device),
    status: 'enabled',
    cloudToDeviceMessageCount: 0,
    capabilities: { iotEdge: isEdge },
  };
}

export const moduleView = (device: Device, { name, etag }: DeviceModule): object => ({
  moduleId: name,
  deviceId: device.id,
  managedBy: 'IotEdge',
  etag,
  connectionState: connection(device),
});
