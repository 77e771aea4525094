// Keys of IoT Edge: which hub, which devices, which module.
import { deploymentKey as key, taken } from './key-row.ts';
import { elsewhere } from './request-keys.ts';

const edge = (name: string, meaning: string, sample: unknown, as: string) =>
  key(name, { meaning, sample }, { rest: elsewhere('IoT Edge'), iotedge: taken(as) });

export const edgeKeys = [
  edge('iotHub', 'host name of the hub', 'example.azure-devices.net', 'host of the request'),
  edge(
    'deviceId',
    'one device',
    'device-1',
    "`targetCondition` deviceId='...': a layered deployment leaves the rest of the device alone",
  ),
  edge(
    'targetCondition',
    'devices of an automatic deployment',
    "tags.site='b'",
    '`targetCondition` of the configuration',
  ),
  edge(
    'priority',
    'wins over configurations of less; 10',
    20,
    '`priority` of the configuration; above the earlier one until that is gone',
  ),
  edge('moduleName', "name of the module; left out: the service's", 'scorer', 'key below `$edgeAgent`'),
  edge('routes', 'routes of the hub', { up: 'FROM /messages/* INTO $upstream' }, 'keys below `$edgeHub`'),
  edge('createOptions', 'options of the container', { HostConfig: { Privileged: true } }, '`createOptions`'),
  edge(
    'propertiesDesired',
    "desired properties of the module's twin",
    { threshold: 0.5 },
    'twin of the module',
  ),
];
