// The operations on computes: clusters are made, Kubernetes clusters attached, resized, detached.
import { param, type Operation, type OperationCall } from '../../arm/operation.ts';
import { pageOf } from '../listing.ts';
import type { OperationTracker } from '../long-running.ts';
import { mlErrors, parseBody } from '../ml-error.ts';
import { workspaceRoute, type WorkspaceScope } from '../scope.ts';
import { created, modified, type Stamps } from '../system-data.ts';
import { computeBody, computePatch, otherComputeTypes, type ComputeRequest } from './compute-schemas.ts';
import { computeView, type Compute, type ComputeStore } from './compute-store.ts';
import { checkInstanceType } from './kubernetes-rules.ts';

export interface ComputeContext {
  readonly scope: WorkspaceScope;
  readonly computes: ComputeStore;
  readonly tracker: OperationTracker;
  readonly stamps: Stamps;
}

// As the Python SDK and the portal check it: letters, digits and dashes, 2 to 32 characters, a letter first.
const nameRule = /^[a-zA-Z](?:[-a-zA-Z0-9]{0,30}[a-zA-Z0-9])$/;
const clusterId =
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.(ContainerService\/managedClusters|Kubernetes\/connectedClusters)\/[^/]+$/i;
/** RFC 1123, as Kubernetes wants its namespaces. */
const namespaceRule = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

function readBody(body: unknown): ComputeRequest {
  const type = (body as { properties?: { computeType?: unknown } } | undefined)?.properties?.computeType;
  if (typeof type === 'string' && otherComputeTypes.includes(type))
    throw mlErrors.notEmulated(`A compute of the type '${type}'`);
  return parseBody(computeBody, body);
}

function check(name: string, request: ComputeRequest): void {
  if (!nameRule.test(name))
    throw mlErrors.badRequest(
      `The compute name '${name}' is invalid: it must have 2 to 32 letters, digits and dashes, and begin with a letter.`,
    );
  const { properties } = request;
  if (properties.computeType === 'AmlCompute') {
    const { minNodeCount = 0, maxNodeCount = 1 } = properties.properties.scaleSettings ?? {};
    if (minNodeCount > maxNodeCount)
      throw mlErrors.badRequest(`minNodeCount ${minNodeCount} exceeds maxNodeCount ${maxNodeCount}.`);
    return;
  }
  const { resourceId, properties: own } = properties;
  if (!resourceId || !clusterId.test(resourceId))
    throw mlErrors.badRequest(
      `The resourceId '${resourceId ?? ''}' names neither an AKS cluster nor an Arc connected cluster.`,
    );
  if (!namespaceRule.test(own.namespace))
    throw mlErrors.badRequest(`The namespace '${own.namespace}' is not valid in Kubernetes.`);
  checkInstanceType(request, undefined);
}

function put(call: OperationCall, { scope, computes, tracker, stamps }: ComputeContext) {
  const name = param(call, 'compute');
  const request = readBody(call.body);
  check(name, request);
  const existing = computes.find(name);
  if (existing?.busy) throw mlErrors.conflict(`An operation on compute '${name}' is in progress.`);
  if (existing && existing.request.properties.computeType !== request.properties.computeType)
    throw mlErrors.immutable('compute', name, 'computeType');
  const at = stamps.next();
  const compute: Compute = existing ?? {
    name,
    request,
    systemData: created(at, call.caller),
    provisioningState: 'Creating',
    busy: true,
  };
  compute.busy = true;
  compute.provisioningState = existing ? 'Updating' : 'Creating';
  compute.systemData = modified(compute.systemData, at, call.caller);
  computes.add(compute);
  const id = tracker.start({
    prefix: 'comp',
    work: () => {
      compute.request = request;
      compute.provisioningState = 'Succeeded';
      compute.busy = false;
      return Promise.resolve();
    },
  });
  return {
    status: existing ? 200 : 201,
    headers: { 'azure-asyncoperation': tracker.statusUrl(call.origin, id) },
    body: computeView(compute, scope),
  };
}

function patch(call: OperationCall, { scope, computes, stamps }: ComputeContext) {
  const compute = computes.get(param(call, 'compute'));
  const change = parseBody(computePatch, call.body).properties.properties;
  const { properties } = compute.request;
  if (properties.computeType !== 'AmlCompute')
    throw mlErrors.badRequest(`Compute '${compute.name}' is attached: only a cluster can be resized.`);
  const next = { ...properties, properties: { ...properties.properties, ...change } };
  check(compute.name, { ...compute.request, properties: next });
  compute.request = { ...compute.request, properties: next };
  compute.systemData = modified(compute.systemData, stamps.next(), call.caller);
  return { status: 200, body: computeView(compute, scope) };
}

function remove(call: OperationCall, { computes, tracker }: ComputeContext) {
  const action = call.query('underlyingResourceAction');
  if (action !== 'Delete' && action !== 'Detach')
    throw mlErrors.badRequest("The query parameter 'underlyingResourceAction' must be Delete or Detach.");
  const compute = computes.find(param(call, 'compute'));
  if (!compute) return { status: 204 };
  if (compute.busy) throw mlErrors.conflict(`An operation on compute '${compute.name}' is in progress.`);
  if (compute.request.properties.computeType === 'Kubernetes' && action === 'Delete')
    throw mlErrors.badRequest(`Compute '${compute.name}' is attached: it can be detached, not deleted.`);
  compute.busy = true;
  compute.provisioningState = 'Deleting';
  const id = tracker.start({
    prefix: 'comp',
    work: () => {
      computes.remove(compute.name);
      return Promise.resolve();
    },
  });
  const { location = '' } = tracker.locationHeaders(call.origin, id);
  return { status: 202, headers: { 'azure-asyncoperation': tracker.statusUrl(call.origin, id), location } };
}

export function computeOperations(context: ComputeContext): readonly Operation[] {
  const { scope, computes } = context;
  const path = `${workspaceRoute}/computes`;
  const one = `${path}/:compute`;
  return [
    {
      method: 'GET',
      path,
      query: ['$skip'],
      handle: (call) => {
        const { value, ...link } = pageOf(computes.all(), call);
        return { status: 200, body: { value: value.map((compute) => computeView(compute, scope)), ...link } };
      },
    },
    {
      method: 'GET',
      path: one,
      query: [],
      handle: (call) => ({ status: 200, body: computeView(computes.get(param(call, 'compute')), scope) }),
    },
    { method: 'PUT', path: one, query: [], handle: (call) => put(call, context) },
    { method: 'PATCH', path: one, query: [], handle: (call) => patch(call, context) },
    {
      method: 'DELETE',
      path: one,
      query: ['underlyingResourceAction'],
      handle: (call) => remove(call, context),
    },
  ];
}
