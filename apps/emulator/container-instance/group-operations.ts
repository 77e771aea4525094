// Operations on container groups: put, patch, get, list, delete, stop, start, restart, and the logs of a container.
import { param, type Operation, type OperationCall } from '../arm/operation.ts';
import type { ResourceScope } from '../arm/resources.ts';
import { groupErrors, parseGroupBody } from './group-error.ts';
import { isBusy, viewOf, type Group } from './group.ts';
import { checkGroup, checkUpdate } from './group-rules.ts';
import { groupBody, groupPatch, type GroupRequest } from './group-schemas.ts';
import { containerProvider, groupRoute, groupsRoute } from './group-scope.ts';
import type { GroupStore } from './group-store.ts';
import type { GroupOperations } from './operation-status.ts';
import type { PodHost, PulledContainer } from './pod.ts';
import { pullImages, type ImageSources } from './pull.ts';

export interface ContainerGroupsOptions {
  readonly scope: ResourceScope;
  readonly store: GroupStore;
  readonly tracker: GroupOperations;
  readonly sources: ImageSources;
  readonly host: PodHost;
}

function eventsOf({ request, pod }: Group): readonly unknown[] {
  return pod ? request.properties.containers.flatMap(({ name }) => pod.view(name).events) : [];
}

/** Ends what runs and starts what was asked for, on the same address. */
async function replacePod(
  group: Group,
  containers: readonly PulledContainer[],
  host: PodHost,
): Promise<void> {
  const ip = group.pod?.ip;
  await group.pod?.stop();
  group.pod = undefined;
  group.provisioningState = 'Creating';
  group.state = 'Pending';
  try {
    group.pod = await host.start({ name: group.name, request: group.request, containers, ip });
    group.provisioningState = 'Succeeded';
    group.state = 'Running';
  } catch (error) {
    group.provisioningState = 'Failed';
    group.state = 'Failed';
    throw error;
  }
}

function groupLookUp({ scope, store }: ContainerGroupsOptions): (call: OperationCall) => Group {
  return (call) => {
    const name = param(call, 'group');
    const group = store.find(name);
    if (!group) throw groupErrors.notFound(name, scope.resourceGroup);
    return group;
  };
}

function putOperation(options: ContainerGroupsOptions): Operation {
  const { scope, store, tracker, sources, host } = options;
  return {
    method: 'PUT',
    path: groupRoute,
    query: [],
    handle: async (call) => {
      const name = param(call, 'group');
      const request: GroupRequest = parseGroupBody(groupBody, call.body);
      checkGroup(name, request);
      const changeable = (): Group | undefined => {
        const found = store.find(name);
        if (found && isBusy(found)) throw groupErrors.transitioning(name);
        // A group that was stopped is deployed as new.
        if (found?.state === 'Running') checkUpdate(name, found.request, request);
        return found;
      };
      changeable();
      const containers = await pullImages(name, request, sources);
      // Another call may have come while the images were pulled.
      const found = changeable();
      store.reserve(name, request);
      const group: Group = found ?? {
        ...{ name, request, provisioningState: 'Pending', state: 'Pending', pod: undefined },
      };
      group.request = request;
      group.provisioningState = 'Pending';
      store.add(group);
      const headers = tracker.start(
        call.origin,
        () => replacePod(group, containers, host),
        () => eventsOf(group),
      );
      return { status: found ? 200 : 201, headers, body: viewOf(scope, group, true) };
    },
  };
}

function lifeCycle(options: ContainerGroupsOptions): readonly Operation[] {
  const { scope, store, tracker, sources, host } = options;
  const find = groupLookUp(options);
  const idle = (call: OperationCall) => {
    const group = find(call);
    if (isBusy(group)) throw groupErrors.transitioning(group.name);
    return group;
  };
  return [
    {
      method: 'DELETE',
      path: groupRoute,
      query: [],
      handle: (call) => {
        const group = store.find(param(call, 'group'));
        if (!group) return { status: 204 };
        if (isBusy(group)) throw groupErrors.transitioning(group.name);
        group.provisioningState = 'Deleting';
        const headers = tracker.start(call.origin, async () => {
          await group.pod?.stop();
          store.remove(group.name);
        });
        return { status: 202, headers, body: viewOf(scope, group, true) };
      },
    },
    {
      method: 'POST',
      path: `${groupRoute}/stop`,
      query: [],
      handle: async (call) => {
        const group = idle(call);
        await group.pod?.stop();
        group.pod = undefined;
        group.state = 'Stopped';
        return { status: 204 };
      },
    },
    {
      method: 'POST',
      path: `${groupRoute}/start`,
      query: [],
      handle: async (call) => {
        const { name, request } = idle(call);
        const containers = await pullImages(name, request, sources);
        const group = idle(call);
        if (group.pod) return { status: 204 };
        group.provisioningState = 'Pending';
        const headers = tracker.start(call.origin, () => replacePod(group, containers, host));
        return { status: 202, headers };
      },
    },
    {
      method: 'POST',
      path: `${groupRoute}/restart`,
      query: [],
      handle: async (call) => {
        await idle(call).pod?.restart();
        return { status: 204 };
      },
    },
  ];
}

export function containerGroupOperations(options: ContainerGroupsOptions): readonly Operation[] {
  const { scope, store } = options;
  const find = groupLookUp(options);
  const list: Operation['handle'] = () => ({
    status: 200,
    body: { value: store.all().map((group) => viewOf(scope, group, false)) },
  });
  return [
    {
      method: 'GET',
      path: `/subscriptions/:subscriptionId/providers/${containerProvider}/containerGroups`,
      query: [],
      handle: list,
    },
    { method: 'GET', path: groupsRoute, query: [], handle: list },
    {
      method: 'GET',
      path: groupRoute,
      query: [],
      handle: (call) => {
        const group = find(call);
        return {
          status: 200,
          ...(isBusy(group) && { headers: { 'retry-after': '1' } }),
          body: viewOf(scope, group, true),
        };
      },
    },
    putOperation(options),
    {
      method: 'PATCH',
      path: groupRoute,
      query: [],
      handle: (call) => {
        const group = find(call);
        const { tags, zones } = parseGroupBody(groupPatch, call.body);
        group.request = { ...group.request, ...(tags && { tags }), ...(zones && { zones }) };
        return { status: 200, body: viewOf(scope, group, true) };
      },
    },
    ...lifeCycle(options),
    {
      method: 'GET',
      path: `${groupRoute}/containers/:container/logs`,
      query: ['tail', 'timestamps'],
      handle: (call) => {
        const { name, request, pod } = find(call);
        const container = param(call, 'container');
        if (!request.properties.containers.some((known) => known.name === container))
          throw groupErrors.containerNotFound(container, name);
        if (call.query('timestamps')?.toLowerCase() === 'true')
          throw groupErrors.notEmulated('A log with time stamps');
        const tail = Number(call.query('tail') ?? Number.NaN);
        const text = pod?.log(container) ?? '';
        const lines = text.replace(/\n$/, '').split('\n');
        const content =
          Number.isInteger(tail) && tail >= 0 ? lines.slice(-tail || lines.length).join('\n') : text;
        return { status: 200, body: { content } };
      },
    },
  ];
}
