// The calls that the hub answers: configurations, devices, modules, twins, queries.
import { z } from 'zod';
import { configurationView } from './configuration-view.ts';
import { parseConfiguration, parseDeviceContent, updateConfiguration } from './configuration.ts';
import {
  createDevice,
  deviceTwinView,
  deviceView,
  moduleTwinView,
  moduleView,
  type Device,
  type DeviceModule,
} from './device.ts';
import type { Hub } from './hub.ts';
import { hubErrors } from './hub-error.ts';
import type { HubAnswer, HubCall, HubRoute } from './hub-route.ts';
import { methodRoute, type ModuleLogs } from './method-route.ts';
import { patched, type Twin } from './twin.ts';
import { ConditionError } from './words.ts';

/** Configurations that a hub holds, and twins on a page of a query. */
const mostListed = 100;
const mostOnPage = 100;

const param = ({ params }: HubCall, name: string): string => params[name] ?? '';
const tagged = (etag: string) => ({ etag: `"${etag}"` });

function requireEtag(ifMatch: string | undefined, etag: string): void {
  if (ifMatch !== undefined && ifMatch !== '*' && ifMatch !== etag) throw hubErrors.etag();
}

function parse<T>(what: string, body: unknown, shape: z.ZodType<T>): T {
  const read = shape.safeParse(body);
  if (read.success) return read.data;
  throw hubErrors.invalid(`${what} is invalid: ${z.prettifyError(read.error)}`);
}

const properties = z.record(z.string(), z.unknown());

function configurationRoutes(hub: Hub): readonly HubRoute[] {
  let created = 0;
  const put = (call: HubCall): HubAnswer => {
    const id = param(call, 'id');
    created += 1;
    const wanted = parseConfiguration(id, call.body, call.now, created);
    const before = hub.configurations.get(id);
    if (before === undefined && call.ifMatch !== undefined) throw hubErrors.noConfiguration(id);
    if (before !== undefined && call.ifMatch === undefined) throw hubErrors.configurationExists(id);
    if (before !== undefined) requireEtag(call.ifMatch, before.etag);
    if (before === undefined && hub.configurations.size >= mostListed) throw hubErrors.tooMany(mostListed);
    const after = before === undefined ? wanted : updateConfiguration(before, wanted);
    hub.set(after);
    return { status: before ? 200 : 201, body: configurationView(hub, after), headers: tagged(after.etag) };
  };
  return [
    {
      method: 'GET',
      path: '/configurations',
      right: 'configurations/read',
      parameters: ['top'],
      handle: ({ query }) => {
        const top = Math.min(Number(query.get('top') ?? mostListed), mostListed);
        if (!Number.isInteger(top) || top < 1) throw hubErrors.invalid('top must be a number from 1.');
        const found = [...hub.configurations.values()].slice(0, top);
        return { body: found.map((one) => configurationView(hub, one)) };
      },
    },
    {
      method: 'GET',
      path: '/configurations/:id',
      right: 'configurations/read',
      handle: (call) => {
        const found = hub.configuration(param(call, 'id'));
        return { body: configurationView(hub, found), headers: tagged(found.etag) };
      },
    },
    { method: 'PUT', path: '/configurations/:id', right: 'configurations/write', handle: put },
    {
      method: 'DELETE',
      path: '/configurations/:id',
      right: 'configurations/delete',
      handle: (call) => {
        const { id, etag } = hub.configuration(param(call, 'id'));
        requireEtag(call.ifMatch, etag);
        hub.remove(id);
        return { status: 204 };
      },
    },
  ];
}

const twinPatch = z.strictObject({
  tags: properties.nullish(),
  properties: z.strictObject({ desired: properties.nullish() }).nullish(),
  deviceId: z.string().optional(),
  moduleId: z.string().optional(),
});

function patchTwin(twin: Twin, call: HubCall, { device, hub }: { device: Device; hub: Hub }): void {
  const module = call.params['module'];
  requireEtag(call.ifMatch, twin.etag);
  const { tags, properties: changed } = parse('The twin', call.body, twinPatch);
  if (module !== undefined && tags) throw hubErrors.invalid('The twin of a module has no tags.');
  if (module?.startsWith('$') && changed?.desired)
    throw hubErrors.invalid(`The desired properties of ${module} are written by deployments only.`);
  if (changed?.desired) twin.setDesired(patched(twin.desired, changed.desired), call.now);
  if (tags) {
    device.tags = patched(device.tags, tags);
    twin.touch();
  }
  hub.refresh(device);
}

function twinRoutes(hub: Hub): readonly HubRoute[] {
  const find = (call: HubCall): { device: Device; module: DeviceModule } => {
    const device = hub.device(param(call, 'device'));
    const module = device.modules.get(param(call, 'module'));
    if (!module) throw hubErrors.noModule(device.id, param(call, 'module'));
    return { device, module };
  };
  const showModule = (call: HubCall): HubAnswer => {
    const { device, module } = find(call);
    return { body: moduleTwinView(device, module), headers: tagged(module.twin.etag) };
  };
  const showDevice = (call: HubCall): HubAnswer => {
    const device = hub.device(param(call, 'device'));
    return { body: deviceTwinView(device), headers: tagged(device.twin.etag) };
  };
  return [
    { method: 'GET', path: '/twins/:device', right: 'twins/read', handle: showDevice },
    {
      method: 'PATCH',
      path: '/twins/:device',
      right: 'twins/write',
      handle: (call) => {
        const device = hub.device(param(call, 'device'));
        patchTwin(device.twin, call, { device, hub });
        return showDevice(call);
      },
    },
    { method: 'GET', path: '/twins/:device/modules/:module', right: 'twins/read', handle: showModule },
    {
      method: 'PATCH',
      path: '/twins/:device/modules/:module',
      right: 'twins/write',
      handle: (call) => {
        const { device, module } = find(call);
        patchTwin(module.twin, call, { device, hub });
        return showModule(call);
      },
    },
    { method: 'POST', path: '/devices/query', right: 'twins/read', handle: (call) => runQuery(hub, call) },
  ];
}

function runQuery(hub: Hub, call: HubCall): HubAnswer {
  const { query } = parse('The query', call.body, z.strictObject({ query: z.string().min(1) }));
  const size = Number(call.header('x-ms-max-item-count') ?? mostOnPage);
  const start = Number(call.header('x-ms-continuation') ?? 0);
  if (!Number.isInteger(size) || size < 1 || size > mostOnPage || !Number.isInteger(start))
    throw hubErrors.invalid(`x-ms-max-item-count must be 1 to ${mostOnPage}.`);
  try {
    const found = hub.query(query);
    const next = start + size < found.length ? { 'x-ms-continuation': String(start + size) } : {};
    return { body: found.slice(start, start + size), headers: { 'x-ms-item-type': 'Twin', ...next } };
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error;
    throw hubErrors.invalid(`The query is invalid: ${error.message}.`);
  }
}

const deviceBody = z.looseObject({
  deviceId: z.string().regex(/^[A-Za-z0-9\-:.+%_#*?!(),@$=']{1,128}$/),
  capabilities: z.looseObject({ iotEdge: z.boolean().optional() }).optional(),
});

function deviceRoutes(hub: Hub): readonly HubRoute[] {
  return [
    {
      method: 'GET',
      path: '/devices',
      right: 'devices/read',
      parameters: ['top'],
      handle: () => ({ body: hub.devices().map(deviceView) }),
    },
    {
      method: 'GET',
      path: '/devices/:device',
      right: 'devices/read',
      handle: (call) => ({ body: deviceView(hub.device(param(call, 'device'))) }),
    },
    {
      method: 'PUT',
      path: '/devices/:device',
      right: 'devices/write',
      handle: (call) => {
        const id = param(call, 'device');
        const { deviceId, capabilities } = parse('The device', call.body, deviceBody);
        if (deviceId !== id)
          throw hubErrors.invalid(`The id '${deviceId}' differs from '${id}' in the address.`);
        const isThere = hub.devices().some((one) => one.id === id);
        if (isThere && call.ifMatch === undefined) throw hubErrors.deviceExists(id);
        if (call.ifMatch !== undefined) requireEtag(call.ifMatch, hub.device(id).etag);
        if (!isThere)
          hub.add(createDevice(id, { isEdge: capabilities?.iotEdge ?? false, tags: {} }, call.now));
        return { body: deviceView(hub.device(id)) };
      },
    },
    {
      method: 'GET',
      path: '/devices/:device/modules',
      right: 'devices/read',
      handle: (call) => {
        const device = hub.device(param(call, 'device'));
        return { body: [...device.modules.values()].map((module) => moduleView(device, module)) };
      },
    },
    {
      method: 'POST',
      path: '/devices/:device/applyConfigurationContent',
      right: 'configurations/applyToEdgeDevice/action',
      handle: (call) => {
        const device = hub.device(param(call, 'device'));
        if (!device.isEdge) throw hubErrors.invalid(`'${device.id}' is no IoT Edge device.`);
        device.manual = parseDeviceContent(call.body);
        hub.refresh(device);
        return { status: 204 };
      },
    },
  ];
}

export const hubRoutes = (hub: Hub, logsOf: ModuleLogs): readonly HubRoute[] => [
  methodRoute(hub, logsOf),
  ...configurationRoutes(hub),
  ...twinRoutes(hub),
  ...deviceRoutes(hub),
];
