// The operations on batch endpoints.
import { param, type Operation, type OperationCall } from '../../arm/operation.ts';
import type { ComputeStore } from '../compute/compute-store.ts';
import type { DeploymentAssets } from '../online/deployment-spec.ts';
import { pageOf } from '../listing.ts';
import type { OperationTracker } from '../long-running.ts';
import { mlErrors, parseBody } from '../ml-error.ts';
import { workspaceRoute, type WorkspaceScope } from '../scope.ts';
import { created, modified, type Stamps } from '../system-data.ts';
import { endpointView, refuseWhileBusy, type BatchEndpoint, type BatchStore } from './batch-endpoint.ts';
import type { BatchFront, BatchHost } from './batch-host.ts';
import { checkBatchEndpoint } from './batch-rules.ts';
import { batchEndpointBody, batchEndpointPatch, type BatchEndpointRequest } from './batch-schemas.ts';

export interface BatchContext {
  readonly scope: WorkspaceScope;
  readonly store: BatchStore;
  readonly computes: ComputeStore;
  readonly tracker: OperationTracker;
  readonly host: BatchHost;
  readonly stamps: Stamps;
  readonly assets: DeploymentAssets;
  /** What answers at the address of the endpoint. */
  readonly front: (endpoint: BatchEndpoint) => BatchFront;
}

function create(
  name: string,
  request: BatchEndpointRequest,
  call: OperationCall,
  { store, stamps }: BatchContext,
): BatchEndpoint {
  const endpoint: BatchEndpoint = {
    ...{ name, request, systemData: created(stamps.next(), call.caller) },
    ...{ provisioningState: 'Creating', busy: true, gateway: undefined, deployments: new Map() },
  };
  store.add(endpoint);
  return endpoint;
}

function put(call: OperationCall, context: BatchContext) {
  const { scope, store, tracker, host, stamps } = context;
  const name = param(call, 'endpoint');
  const request = parseBody(batchEndpointBody, call.body);
  const existing = store.find(name);
  checkBatchEndpoint(name, request, { location: scope.location, existing });
  if (existing) refuseWhileBusy(existing);
  const endpoint = existing ?? create(name, request, call, context);
  endpoint.busy = true;
  endpoint.provisioningState = existing ? 'Updating' : 'Creating';
  endpoint.systemData = modified(endpoint.systemData, stamps.next(), call.caller);
  const id = tracker.start({
    prefix: 'beidp',
    work: async () => {
      try {
        endpoint.gateway ??= await host.openGateway(endpoint.name, context.front(endpoint));
        // The default moves when the operation ends, not when it was asked for.
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
  return {
    status: existing ? 200 : 201,
    headers: tracker.statusHeaders(call.origin, id),
    body: endpointView(endpoint, scope),
  };
}

function patch(call: OperationCall, { scope, store, tracker, stamps }: BatchContext) {
  const endpoint = store.endpoint(param(call, 'endpoint'), scope.workspace);
  const { tags, identity } = parseBody(batchEndpointPatch, call.body);
  refuseWhileBusy(endpoint);
  endpoint.busy = true;
  endpoint.provisioningState = 'Updating';
  const id = tracker.start({
    prefix: 'beidp',
    work: () => {
      endpoint.request = {
        ...endpoint.request,
        ...(tags === undefined ? {} : { tags }),
        ...(identity === undefined ? {} : { identity }),
      };
      endpoint.systemData = modified(endpoint.systemData, stamps.next(), call.caller);
      endpoint.provisioningState = 'Succeeded';
      endpoint.busy = false;
      return Promise.resolve();
    },
    result: () => endpointView(endpoint, scope),
  });
  return { status: 202, headers: tracker.locationHeaders(call.origin, id) };
}

function remove(call: OperationCall, { store, tracker }: BatchContext) {
  const endpoint = store.find(param(call, 'endpoint'));
  if (!endpoint) return { status: 204 };
  refuseWhileBusy(endpoint);
  endpoint.busy = true;
  endpoint.provisioningState = 'Deleting';
  const id = tracker.start({
    prefix: 'beidp',
    // Its deployments go with it; its jobs stay.
    work: async () => {
      await endpoint.gateway?.close();
      store.remove(endpoint.name);
    },
  });
  return { status: 202, headers: tracker.locationHeaders(call.origin, id) };
}

export function batchEndpointOperations(context: BatchContext): readonly Operation[] {
  const { scope, store } = context;
  const endpoints = `${workspaceRoute}/batchEndpoints`;
  const one = `${endpoints}/:endpoint`;
  const find = (call: OperationCall) => store.endpoint(param(call, 'endpoint'), scope.workspace);
  return [
    {
      method: 'GET',
      path: endpoints,
      query: ['count', '$skip'],
      handle: (call) => {
        const { value, ...link } = pageOf(store.all(), call);
        return { status: 200, body: { value: value.map((item) => endpointView(item, scope)), ...link } };
      },
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
