// The operations on online endpoints.
import { param, type Operation, type OperationCall } from '../../arm/operation.ts';
import type { TokenCheck } from '../../identity/access-token.ts';
import type { Time } from '../../kernel/time.ts';
import type { ComputeStore } from '../compute/compute-store.ts';
import { endpointPatch } from '../endpoints/endpoint-schemas.ts';
import { patched } from '../endpoints/endpoint.ts';
import { newlyKept } from '../kept.ts';
import { answerDelete, answerPatch, answerPut } from '../resource-work.ts';
import { resourceRoutes } from '../resource-routes.ts';
import { issueToken, listKeys, mayScore, regenerateKeys } from './endpoint-credentials.ts';
import { pageAnswer, pairsFilter } from '../listing.ts';
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
import { endpointBody, type EndpointRequest } from './online-schemas.ts';
import { refuseWhileBusy, type OnlineStore } from './online-store.ts';
import { workspaceRoute, type WorkspaceScope } from '../scope.ts';
import type { EndpointView, ScoringHost } from './scoring-host.ts';
import type { Stamps } from '../system-data.ts';

const prefix = 'oeidp';

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

function newEndpoint(
  name: string,
  request: EndpointRequest,
  put: { readonly at: string; readonly call: OperationCall },
): Endpoint {
  const given = request.properties.keys;
  return {
    ...newlyKept(name, request, put),
    keys: { primaryKey: given?.primaryKey ?? newKey(), secondaryKey: given?.secondaryKey ?? newKey() },
    tokens: new Map(),
    gateway: undefined,
    deployments: new Map(),
  };
}

function put(call: OperationCall, context: OnlineContext) {
  const { scope, store, host, computes } = context;
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
  const at = context.stamps.next();
  const endpoint = existing ?? newEndpoint(name, request, { at, call });
  store.add(endpoint);
  const work = async () => {
    endpoint.gateway ??= await host.openGateway({ endpoint: endpoint.name, kind: kindOf(endpoint) }, () =>
      gatewayView(endpoint, context),
    );
    // Traffic moves when the operation ends, not when it was asked for.
    endpoint.request = request;
  };
  const view = () => endpointView(endpoint, scope);
  return answerPut(endpoint, { prefix, call, work, view, at, isNew: !existing }, context);
}

function patch(call: OperationCall, context: OnlineContext) {
  const { scope, store } = context;
  const endpoint = store.endpoint(param(call, 'endpoint'), scope.workspace);
  const change = parseBody(endpointPatch, call.body);
  refuseWhileBusy(endpoint);
  const work = () => {
    endpoint.request = patched(endpoint.request, change);
  };
  return answerPatch(endpoint, { prefix, call, work, view: () => endpointView(endpoint, scope) }, context);
}

function remove(call: OperationCall, context: OnlineContext) {
  const { store } = context;
  const endpoint = store.find(param(call, 'endpoint'));
  if (!endpoint) return { status: 204 };
  refuseWhileBusy(endpoint);
  const work = async () => {
    await endpoint.gateway?.close();
    await Promise.all([...endpoint.deployments.values()].map(async ({ running }) => running?.stop()));
    store.remove(endpoint.name);
  };
  return answerDelete(endpoint, { prefix, call, work }, context);
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
  return pageAnswer(items, call, (endpoint) => endpointView(endpoint, scope));
}

export function endpointOperations(context: OnlineContext): readonly Operation[] {
  const { scope, store, tracker } = context;
  const endpoints = `${workspaceRoute}/onlineEndpoints`;
  const one = `${endpoints}/:endpoint`;
  const find = (call: OperationCall) => store.endpoint(param(call, 'endpoint'), scope.workspace);
  return [
    ...resourceRoutes(endpoints, one, {
      list: {
        query: ['name', 'count', 'computeType', '$skip', 'tags', 'properties', 'orderBy'],
        handle: (call) => list(call, context),
      },
      view: (call) => endpointView(find(call), scope),
      put: (call) => put(call, context),
      patch: (call) => patch(call, context),
      remove: (call) => remove(call, context),
    }),
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
