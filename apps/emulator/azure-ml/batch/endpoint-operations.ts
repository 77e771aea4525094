// The operations on batch endpoints.
import { param, type Operation, type OperationCall } from '../../arm/operation.ts';
import type { ComputeStore } from '../compute/compute-store.ts';
import type { DeploymentAssets } from '../online/deployment-spec.ts';
import { endpointPatch } from '../endpoints/endpoint-schemas.ts';
import { patched, type EndpointStore } from '../endpoints/endpoint.ts';
import { newlyKept } from '../kept.ts';
import { answerDelete, answerPatch, answerPut } from '../resource-work.ts';
import { resourceRoutes } from '../resource-routes.ts';
import { pageAnswer } from '../listing.ts';
import type { OperationTracker } from '../long-running.ts';
import { mlErrors, parseBody } from '../ml-error.ts';
import { workspaceRoute, type WorkspaceScope } from '../scope.ts';
import type { Stamps } from '../system-data.ts';
import { endpointView, refuseWhileBusy, type BatchEndpoint } from './batch-endpoint.ts';
import type { BatchFront, BatchHost } from './batch-host.ts';
import { checkBatchEndpoint } from './batch-rules.ts';
import { batchEndpointBody } from './batch-schemas.ts';

const prefix = 'beidp';

export interface BatchContext {
  readonly scope: WorkspaceScope;
  readonly store: EndpointStore<BatchEndpoint>;
  readonly computes: ComputeStore;
  readonly tracker: OperationTracker;
  readonly host: BatchHost;
  readonly stamps: Stamps;
  readonly assets: DeploymentAssets;
  /** What answers at the address of the endpoint. */
  readonly front: (endpoint: BatchEndpoint) => BatchFront;
}

function put(call: OperationCall, context: BatchContext) {
  const { scope, store, host, stamps } = context;
  const name = param(call, 'endpoint');
  const request = parseBody(batchEndpointBody, call.body);
  const existing = store.find(name);
  checkBatchEndpoint(name, request, { location: scope.location, existing });
  if (existing) refuseWhileBusy(existing);
  const at = stamps.next();
  const endpoint = existing ?? {
    ...{ ...newlyKept(name, request, { at, call }), gateway: undefined, deployments: new Map() },
  };
  store.add(endpoint);
  const work = async () => {
    endpoint.gateway ??= await host.openGateway(endpoint.name, context.front(endpoint));
    // The default moves when the operation ends, not when it was asked for.
    endpoint.request = request;
  };
  const view = () => endpointView(endpoint, scope);
  return answerPut(endpoint, { prefix, call, work, view, at, isNew: !existing }, context);
}

function patch(call: OperationCall, context: BatchContext) {
  const { scope, store } = context;
  const endpoint = store.endpoint(param(call, 'endpoint'), scope.workspace);
  const change = parseBody(endpointPatch, call.body);
  refuseWhileBusy(endpoint);
  const work = () => {
    endpoint.request = patched(endpoint.request, change);
  };
  return answerPatch(endpoint, { prefix, call, work, view: () => endpointView(endpoint, scope) }, context);
}

function remove(call: OperationCall, context: BatchContext) {
  const { store } = context;
  const endpoint = store.find(param(call, 'endpoint'));
  if (!endpoint) return { status: 204 };
  refuseWhileBusy(endpoint);
  // Its deployments go with it; its jobs stay.
  const work = async () => {
    await endpoint.gateway?.close();
    store.remove(endpoint.name);
  };
  return answerDelete(endpoint, { prefix, call, work }, context);
}

export function batchEndpointOperations(context: BatchContext): readonly Operation[] {
  const { scope, store } = context;
  const endpoints = `${workspaceRoute}/batchEndpoints`;
  const one = `${endpoints}/:endpoint`;
  const find = (call: OperationCall) => store.endpoint(param(call, 'endpoint'), scope.workspace);
  return [
    ...resourceRoutes(endpoints, one, {
      list: {
        query: ['count', '$skip'],
        handle: (call) => pageAnswer(store.all(), call, (endpoint) => endpointView(endpoint, scope)),
      },
      view: (call) => endpointView(find(call), scope),
      put: (call) => put(call, context),
      patch: (call) => patch(call, context),
      remove: (call) => remove(call, context),
    }),
    {
      method: 'POST',
      path: `${one}/listkeys`,
      query: [],
      // The description has the operation; no batch endpoint has an authMode that has keys.
      handle: (call) => {
        const { name, request } = find(call);
        throw mlErrors.badRequest(
          `Endpoint '${name}' has no keys: its authMode is ${request.properties.authMode}.`,
        );
      },
    },
  ];
}
