// The operations on computes: clusters are made, Kubernetes clusters attached, resized, detached.
import { param, type Operation, type OperationCall } from '../../arm/operation.ts';
import { newlyKept } from '../kept.ts';
import { resourceRoutes } from '../resource-routes.ts';
import { workOn } from '../resource-work.ts';
import { pageAnswer } from '../listing.ts';
import type { OperationTracker } from '../long-running.ts';
import { mlErrors, parseBody } from '../ml-error.ts';
import { workspaceRoute, type WorkspaceScope } from '../scope.ts';
import { modified, type Stamps } from '../system-data.ts';
import { computeBody, computePatch, otherComputeTypes, type ComputeRequest } from './compute-schemas.ts';
import { computeView, type ComputeStore } from './compute-store.ts';
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
  const compute = existing ?? newlyKept(name, request, { at, call });
  compute.systemData = modified(compute.systemData, at, call.caller);
  computes.add(compute);
  const id = workOn(compute, existing ? 'Updating' : 'Creating', tracker, {
    prefix: 'comp',
    work: () => {
      compute.request = request;
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
  const id = workOn(compute, 'Deleting', tracker, {
    ...{ prefix: 'comp', work: () => computes.remove(compute.name) },
  });
  const { location = '' } = tracker.locationHeaders(call.origin, id);
  return { status: 202, headers: { 'azure-asyncoperation': tracker.statusUrl(call.origin, id), location } };
}

export function computeOperations(context: ComputeContext): readonly Operation[] {
  const { scope, computes } = context;
  const path = `${workspaceRoute}/computes`;
  const one = `${path}/:compute`;
  return resourceRoutes(path, one, {
    list: {
      query: ['$skip'],
      handle: (call) => pageAnswer(computes.all(), call, (compute) => computeView(compute, scope)),
    },
    view: (call) => computeView(computes.get(param(call, 'compute')), scope),
    put: (call) => put(call, context),
    patch: (call) => patch(call, context),
    remove: (call) => remove(call, context),
    removeQuery: ['underlyingResourceAction'],
  });
}
