// The operations on online endpoints.
import { param, type Operation, type OperationCall } from '../../arm/operation.ts';
import type { TokenCheck } from '../../identity/access-token.ts';
import type { Time } from '../../kernel/time.ts';
import type { ComputeStore } from '../compute/compute-store.ts';
import { issueToken, listKeys, mayScore, regenerateKeys } from './endpoint-credentials.ts';
import { pageOf, pairsFilter } from '../listing.ts';
import type { OperationTracker } from '../long-running.ts';
import { mlErrors, parseBody } from '../ml-error.ts';
import {
  endpointView,
  kindOf,
  mirrorOf,
  newKey,
  routed,
  trafficOf,
  type Endpoint,
} from './online-endpoint.ts';
import { checkEndpoint, checkTraffic } from './online-rules.ts';
import { endpointBody, endpointPatch, type EndpointRequest } from './online-schemas.ts';
import { refuseWhileBusy, type OnlineStore } from './online-store.ts';
import { workspaceRoute, type WorkspaceScope } from '../scope.ts';
import type { EndpointView, ScoringHost } from './scoring-host.ts';
import { created, modified, type Stamps } from '../system-data.ts';

export interface OnlineContext {
  readonly scope: WorkspaceScope;
  readonly store: OnlineStore;
  readonly computes: ComputeStore;
  readonly tracker: OperationTracker;
  readonly host: ScoringHost;
  readonly stamps: Stamps;
  readonly time: Time;
  readonly checkToken: (token: string) => Promise<TokenCheck>;
}

function gatewayView(endpoint: Endpoint, { time, checkToken }: OnlineContext): EndpointView {
  return {
    traffic: trafficOf(endpoint),
    mirrorTraffic: mirrorOf(endpoint),
    deployments: [...endpoint.deployments.values()].flatMap((deployment) => routed(deployment) ?? []),
    authorize: (bearer) => mayScore(endpoint, bearer, { now: time.now(), checkToken }),
  };
}

function create(
  name: string,
  request: EndpointRequest,
  call: OperationCall,
  context: OnlineContext,
): Endpoint {
  const given = request.properties.keys;
  const endpoint: Endpoint = {
    name,
    request,
    systemData: created(context.stamps.next(), call.caller),
    provisioningState: 'Creating',
    busy: true,
    lastOperationUrl: '',
    keys: { primaryKey: given?.primaryKey ?? newKey(), secondaryKey: given?.secondaryKey ?? newKey() },
    tokens: new Map(),
    gateway: undefined,
    deployments: new Map(),
  };
  context.store.add(endpoint);
  return endpoint;
}

function put(call: OperationCall, context: OnlineContext) {
  const { scope, store, tracker, host, computes } = context;
  const name = param(call, 'endpoint');
  const request = parseBody(endpointBody, call.body);
  const existing = store.find(name);
  checkEndpoint(name, request, {
    location: scope.location,
    existing: existing?.request.properties,
    compute: (id) => computes.byId(id).request,
  });
  if (existing) refuseWhileBusy(existing);
  const { traffic, mirrorTraffic } = request.properties;
  checkTraffic(traffic ?? {}, mirrorTraffic ?? {}, [...(existing?.deployments.values() ?? [])]);
  const endpoint = existing ?? create(name, request, call, context);
  endpoint.busy = true;
  endpoint.provisioningState = existing ? 'Updating' : 'Creating';
  endpoint.systemData = modified(endpoint.systemData, context.stamps.next(), call.caller);
  const id = tracker.start({
    prefix: 'oeidp',
    work: async () => {
      try {
        endpoint.gateway ??= await host.openGateway({ endpoint: endpoint.name, kind: kindOf(endpoint) }, () =>
          gatewayView(endpoint, context),
        );
        // Traffic moves when the operation ends, not when it was asked for.
        endpoint.request = request;
        endpoint.provisioningState = 'Succeeded';
      } catch (error) {
        endpoint.provisioningState = 'Failed';
        throw error;
      } finally {
        endpoint.busy = false;
      }
    },
  });
  endpoint.lastOperationUrl = tracker.statusUrl(call.origin, id);
  return {
    status: existing ? 200 : 201,
    headers: tracker.statusHeaders(call.origin, id),
    body: endpointView(endpoint, scope),
  };
}

function patch(call: OperationCall, context: OnlineContext) {
  const { scope, store, tracker } = context;
  const endpoint = store.endpoint(param(call, 'endpoint'), scope.workspace);
  const change = parseBody(endpointPatch, call.body);
  refuseWhileBusy(endpoint);
  endpoint.busy = true;
  endpoint.provisioningState = 'Updating';
  const id = tracker.start({
    prefix: 'oeidp',
    work: async () => {
      endpoint.request = {
        ...endpoint.request,
        ...(change.tags === undefined ? {} : { tags: change.tags }),
        ...(change.identity === undefined ? {} : { identity: change.identity }),
      };
      endpoint.systemData = modified(endpoint.systemData, context.stamps.next(), call.caller);
      endpoint.provisioningState = 'Succeeded';
      endpoint.busy = false;
      await Promise.resolve();
    },
    result: () => endpointView(endpoint, scope),
  });
  return { status: 202, headers: tracker.locationHeaders(call.origin, id) };
}

function remove(call: OperationCall, { store, tracker }: OnlineContext) {
  const endpoint = store.find(param(call, 'endpoint'));
  if (!endpoint) return { status: 204 };
  refuseWhileBusy(endpoint);
  endpoint.busy = true;
  endpoint.provisioningState = 'Deleting';
  const id = tracker.start({
    prefix: 'oeidp',
    work: async () => {
      await endpoint.gateway?.close();
      await Promise.all([...endpoint.deployments.values()].map(async ({ running }) => running?.stop()));
      store.remove(endpoint.name);
    },
  });
  return { status: 202, headers: tracker.locationHeaders(call.origin, id) };
}

function list(call: OperationCall, { scope, store }: OnlineContext) {
  const name = call.query('name')?.toLowerCase();
  const kind = call.query('computeType') ?? 'Managed';
  if (!['Managed', 'Kubernetes', 'AzureMLCompute'].includes(kind))
    throw mlErrors.badRequest(`The computeType '${kind}' is not one of Managed, Kubernetes, AzureMLCompute.`);
  const tags = pairsFilter(call.query('tags'));
  const properties = pairsFilter(call.query('properties'));
  const [, field, direction] =
    /^(Created|Updated)At(Asc|Desc)$/.exec(call.query('orderBy') ?? 'CreatedAtDesc') ?? [];
  if (!field) throw mlErrors.badRequest(`The orderBy '${call.query('orderBy') ?? ''}' is not known.`);
  const at = ({ systemData }: Endpoint) =>
    field === 'Created' ? systemData.createdAt : systemData.lastModifiedAt;
  const sign = direction === 'Asc' ? 1 : -1;
  const items = store
    .all()
    .filter(
      (endpoint) =>
        kindOf(endpoint) === kind &&
        (name === undefined || endpoint.name.toLowerCase() === name) &&
        tags(endpoint.request.tags) &&
        properties(endpoint.request.properties.properties),
    )
    .sort((a, b) => (at(a) < at(b) ? -sign : sign));
  const { value, ...link } = pageOf(items, call);
  return { status: 200, body: { value: value.map((endpoint) => endpointView(endpoint, scope)), ...link } };
}

export function endpointOperations(context: OnlineContext): readonly Operation[] {
  const { scope, store, tracker } = context;
  const endpoints = `${workspaceRoute}/onlineEndpoints`;
  const one = `${endpoints}/:endpoint`;
  const find = (call: OperationCall) => store.endpoint(param(call, 'endpoint'), scope.workspace);
  return [
    {
      method: 'GET',
      path: endpoints,
      query: ['name', 'count', 'computeType', '$skip', 'tags', 'properties', 'orderBy'],
      handle: (call) => list(call, context),
    },
    {
      method: 'GET',
      path: one,
      query: [],
      handle: (call) => ({ status: 200, body: endpointView(find(call), scope) }),
    },
    { method: 'PUT', path: one, query: [], handle: (call) => put(call, context) },
    { method: 'PATCH', path: one, query: [], handle: (call) => patch(call, context) },
    { method: 'DELETE', path: one, query: [], handle: (call) => remove(call, context) },
    { method: 'POST', path: `${one}/listKeys`, query: [], handle: (call) => listKeys(find(call)) },
    {
      method: 'POST',
      path: `${one}/regenerateKeys`,
      query: [],
      handle: (call) => {
        const endpoint = find(call);
        refuseWhileBusy(endpoint);
        return regenerateKeys(endpoint, call, tracker);
      },
    },
    { method: 'POST', path: `${one}/token`, query: [], handle: (call) => issueToken(find(call), call.now) },
  ];
}
