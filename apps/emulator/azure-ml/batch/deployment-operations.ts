// The operations on batch deployments. A deployment is a recipe: nothing runs before a job does.
import { param, type Operation, type OperationCall } from '../../arm/operation.ts';
import { orderFrom, pageOf } from '../listing.ts';
import { mlErrors, parseBody } from '../ml-error.ts';
import { workspaceRoute } from '../scope.ts';
import { created, modified } from '../system-data.ts';
import {
  batchDeployment,
  defaultDeploymentOf,
  deploymentView,
  refuseWhileBusy,
  type BatchDeployment,
  type BatchEndpoint,
} from './batch-endpoint.ts';
import { checkBatchDeployment } from './batch-rules.ts';
import { batchDeploymentBody, batchDeploymentPatch } from './batch-schemas.ts';
import { batchAssets } from './batch-assets.ts';
import type { BatchContext } from './endpoint-operations.ts';

function put(endpoint: BatchEndpoint, call: OperationCall, context: BatchContext) {
  const { scope, tracker, stamps, computes } = context;
  const name = param(call, 'deployment');
  const request = parseBody(batchDeploymentBody, call.body);
  const existing = endpoint.deployments.get(name.toLowerCase());
  checkBatchDeployment(name, request, {
    ...{ location: scope.location, endpoint },
    compute: (id) => computes.byId(id).request,
  });
  refuseWhileBusy(endpoint, existing);
  batchAssets(request, context.assets);
  const at = stamps.next();
  const deployment: BatchDeployment = existing ?? {
    ...{ name, request, systemData: created(at, call.caller), provisioningState: 'Creating', busy: true },
  };
  deployment.busy = true;
  deployment.provisioningState = existing ? 'Updating' : 'Creating';
  deployment.systemData = modified(deployment.systemData, at, call.caller);
  endpoint.deployments.set(name.toLowerCase(), deployment);
  const id = tracker.start({
    prefix: 'bdidp',
    work: () => {
      deployment.request = request;
      deployment.provisioningState = 'Succeeded';
      deployment.busy = false;
      return Promise.resolve();
    },
  });
  return {
    status: existing ? 200 : 201,
    headers: tracker.statusHeaders(call.origin, id),
    body: deploymentView(endpoint, deployment, scope),
  };
}

function patch(endpoint: BatchEndpoint, call: OperationCall, { scope, tracker, stamps }: BatchContext) {
  const deployment = batchDeployment(endpoint, param(call, 'deployment'));
  const change = parseBody(batchDeploymentPatch, call.body);
  refuseWhileBusy(endpoint, deployment);
  deployment.busy = true;
  deployment.provisioningState = 'Updating';
  const id = tracker.start({
    prefix: 'bdidp',
    work: () => {
      const { request } = deployment;
      deployment.request = {
        ...request,
        ...(change.tags === undefined ? {} : { tags: change.tags }),
        properties: { ...request.properties, ...change.properties },
      };
      deployment.systemData = modified(deployment.systemData, stamps.next(), call.caller);
      deployment.provisioningState = 'Succeeded';
      deployment.busy = false;
      return Promise.resolve();
    },
    result: () => deploymentView(endpoint, deployment, scope),
  });
  return { status: 202, headers: tracker.locationHeaders(call.origin, id) };
}

function remove(endpoint: BatchEndpoint, call: OperationCall, { tracker }: BatchContext) {
  const name = param(call, 'deployment').toLowerCase();
  const deployment = endpoint.deployments.get(name);
  if (!deployment) return { status: 204 };
  refuseWhileBusy(endpoint, deployment);
  if (defaultDeploymentOf(endpoint)?.toLowerCase() === name)
    throw mlErrors.badRequest(
      `Deployment '${deployment.name}' is the default of batch endpoint '${endpoint.name}' and cannot be deleted. Make another one the default first.`,
    );
  deployment.busy = true;
  deployment.provisioningState = 'Deleting';
  const id = tracker.start({
    prefix: 'bdidp',
    work: () => {
      endpoint.deployments.delete(name);
      return Promise.resolve();
    },
  });
  return { status: 202, headers: tracker.locationHeaders(call.origin, id) };
}

function list(endpoint: BatchEndpoint, call: OperationCall, { scope }: BatchContext) {
  const order = orderFrom(call.query('$orderBy'));
  const items = [...endpoint.deployments.values()].sort((a, b) => order(a.systemData, b.systemData));
  const { value, ...link } = pageOf(items, call);
  return {
    status: 200,
    body: { value: value.map((item) => deploymentView(endpoint, item, scope)), ...link },
  };
}

export function batchDeploymentOperations(context: BatchContext): readonly Operation[] {
  const { scope, store } = context;
  const deployments = `${workspaceRoute}/batchEndpoints/:endpoint/deployments`;
  const one = `${deployments}/:deployment`;
  const endpointOf = (call: OperationCall) => store.endpoint(param(call, 'endpoint'), scope.workspace);
  return [
    {
      method: 'GET',
      path: deployments,
      query: ['$orderBy', '$top', '$skip'],
      handle: (call) => list(endpointOf(call), call, context),
    },
    {
      method: 'GET',
      path: one,
      query: [],
      handle: (call) => {
        const endpoint = endpointOf(call);
        const deployment = batchDeployment(endpoint, param(call, 'deployment'));
        return { status: 200, body: deploymentView(endpoint, deployment, scope) };
      },
    },
    { method: 'PUT', path: one, query: [], handle: (call) => put(endpointOf(call), call, context) },
    { method: 'PATCH', path: one, query: [], handle: (call) => patch(endpointOf(call), call, context) },
    { method: 'DELETE', path: one, query: [], handle: (call) => remove(endpointOf(call), call, context) },
  ];
}
