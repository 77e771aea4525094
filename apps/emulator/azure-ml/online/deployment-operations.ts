// The operations on online deployments.
import { isDeepStrictEqual } from 'node:util';
import { param, type Operation, type OperationCall } from '../../arm/operation.ts';
import type { ComputeRequest } from '../compute/compute-schemas.ts';
import { checkInstanceType } from '../compute/kubernetes-rules.ts';
import { deploymentSpec, type DeploymentAssets } from './deployment-spec.ts';
import type { OnlineContext } from './endpoint-operations.ts';
import { orderFrom, pageOf } from '../listing.ts';
import { mlErrors, parseBody } from '../ml-error.ts';
import { createDeploymentLogs } from './deployment-logs.ts';
import { deploymentView, trafficOf, type Deployment, type Endpoint } from './online-endpoint.ts';
import { checkDeployment } from './online-rules.ts';
import {
  deploymentBody,
  deploymentBody2026,
  deploymentPatch,
  logsBody,
  targetUtilization,
  type DeploymentRequest,
} from './online-schemas.ts';
import { refuseDeploymentWhileBusy } from './online-store.ts';
import { workspaceRoute } from '../scope.ts';
import type { DeploymentSpec } from './scoring-host.ts';
import { created, modified } from '../system-data.ts';

export interface DeploymentContext extends OnlineContext {
  readonly assets: DeploymentAssets;
}

/** The cluster of a Kubernetes endpoint, as it is now. */
function computeOf({ request }: Endpoint, { computes }: DeploymentContext): ComputeRequest | undefined {
  const { compute } = request.properties;
  return compute ? computes.byId(compute).request : undefined;
}

/** The defaults that depend on where the deployment runs. */
function completed(request: DeploymentRequest, compute: ComputeRequest | undefined): DeploymentRequest {
  const { properties } = request;
  // Managed: the size that the newest description documents as the default.
  const instanceType =
    properties.instanceType ?? (compute ? checkInstanceType(compute, undefined).name : 'Standard_F4s_v2');
  const scaleSettings = properties.scaleSettings ?? (compute ? targetUtilization : { scaleType: 'Default' });
  return { ...request, properties: { ...properties, instanceType, scaleSettings } };
}

/** Starts what the deployment shall serve; what served before goes on until the new one is healthy. */
async function roll(
  deployment: Deployment,
  spec: DeploymentSpec,
  { host }: DeploymentContext,
  signal: AbortSignal,
): Promise<void> {
  const before = deployment.running;
  const { properties } = deployment.request;
  deployment.running = await host.start(spec, deployment.logs, signal);
  deployment.served = properties;
  await before?.stop();
}

function create(name: string, request: DeploymentRequest, at: string, call: OperationCall): Deployment {
  return {
    name,
    request,
    systemData: created(at, call.caller),
    provisioningState: 'Creating',
    busy: true,
    lastOperationUrl: '',
    logs: createDeploymentLogs(),
    running: undefined,
    served: undefined,
  };
}

function put(endpoint: Endpoint, call: OperationCall, context: DeploymentContext) {
  const { scope, tracker, stamps } = context;
  const name = param(call, 'deployment');
  const schema = call.apiVersion >= '2024-10-01' ? deploymentBody2026 : deploymentBody;
  const compute = computeOf(endpoint, context);
  const request = completed(parseBody(schema, call.body), compute);
  const existing = endpoint.deployments.get(name.toLowerCase());
  checkDeployment(name, request, {
    endpoint: endpoint.name,
    compute,
    existing: existing?.request.properties,
    others: endpoint.deployments.size,
  });
  refuseDeploymentWhileBusy(endpoint, existing);
  const spec = deploymentSpec({ endpoint: endpoint.name, deployment: name }, request, context.assets);
  const at = stamps.next();
  const deployment = existing ?? create(name, request, at, call);
  // Only another number of instances or other tags: nothing has to be started again.
  const keepsRunning =
    deployment.running?.isUp() === true && isDeepStrictEqual(deployment.served, request.properties);
  deployment.busy = true;
  deployment.provisioningState = existing ? 'Updating' : 'Creating';
  deployment.request = request;
  deployment.systemData = modified(deployment.systemData, at, call.caller);
  endpoint.deployments.set(name.toLowerCase(), deployment);
  const id = tracker.start({
    prefix: 'odidp',
    work: async (signal) => {
      try {
        if (!keepsRunning) await roll(deployment, spec, context, signal);
        deployment.provisioningState = 'Succeeded';
      } catch (error) {
        deployment.provisioningState = 'Failed';
        throw error;
      } finally {
        deployment.busy = false;
      }
    },
  });
  deployment.lastOperationUrl = tracker.statusUrl(call.origin, id);
  return {
    status: existing ? 200 : 201,
    headers: tracker.statusHeaders(call.origin, id),
    body: deploymentView(endpoint, deployment, scope),
  };
}

function patch(endpoint: Endpoint, call: OperationCall, context: DeploymentContext) {
  const { scope, store, tracker } = context;
  const deployment = store.deployment(endpoint, param(call, 'deployment'), scope.workspace);
  const change = parseBody(deploymentPatch, call.body);
  refuseDeploymentWhileBusy(endpoint, deployment);
  const { request } = deployment;
  const next: DeploymentRequest = {
    ...request,
    ...(change.tags === undefined ? {} : { tags: change.tags }),
    ...(change.sku === undefined
      ? {}
      : { sku: { ...request.sku, ...change.sku, name: change.sku.name ?? 'Default' } }),
  };
  const compute = computeOf(endpoint, context);
  checkDeployment(deployment.name, next, {
    ...{ endpoint: endpoint.name, compute, existing: request.properties, others: 0 },
  });
  deployment.busy = true;
  deployment.provisioningState = change.sku === undefined ? 'Updating' : 'Scaling';
  const id = tracker.start({
    prefix: 'odidp',
    work: async () => {
      deployment.request = next;
      deployment.systemData = modified(deployment.systemData, context.stamps.next(), call.caller);
      deployment.provisioningState = 'Succeeded';
      deployment.busy = false;
      await Promise.resolve();
    },
    result: () => deploymentView(endpoint, deployment, scope),
  });
  return { status: 202, headers: tracker.locationHeaders(call.origin, id) };
}

function remove(endpoint: Endpoint, call: OperationCall, { tracker }: DeploymentContext) {
  const name = param(call, 'deployment');
  const deployment = endpoint.deployments.get(name.toLowerCase());
  if (!deployment) return { status: 204 };
  refuseDeploymentWhileBusy(endpoint, deployment);
  const percent = trafficOf(endpoint)[deployment.name] ?? 0;
  if (percent > 0)
    throw mlErrors.badRequest(
      `Deployment '${deployment.name}' receives ${percent} percent of the traffic of endpoint '${endpoint.name}' and cannot be deleted. Set its traffic to 0 first.`,
    );
  deployment.busy = true;
  deployment.provisioningState = 'Deleting';
  const id = tracker.start({
    prefix: 'odidp',
    work: async () => {
      await deployment.running?.stop();
      endpoint.deployments.delete(name.toLowerCase());
    },
  });
  return { status: 202, headers: tracker.locationHeaders(call.origin, id) };
}

function list(endpoint: Endpoint, call: OperationCall, { scope }: DeploymentContext) {
  const order = orderFrom(call.query('$orderBy'));
  const items = [...endpoint.deployments.values()].sort((a, b) => order(a.systemData, b.systemData));
  const { value, ...link } = pageOf(items, call);
  return {
    status: 200,
    body: { value: value.map((item) => deploymentView(endpoint, item, scope)), ...link },
  };
}

const skus = {
  value: [
    {
      resourceType: 'Microsoft.MachineLearning.Services/endpoints/deployments',
      sku: { name: 'Default', tier: 'Standard' },
      capacity: { minimum: 1, maximum: 50, default: 1, scaleType: 'Manual' },
    },
  ],
};

export function deploymentOperations(context: DeploymentContext): readonly Operation[] {
  const { scope, store } = context;
  const deployments = `${workspaceRoute}/onlineEndpoints/:endpoint/deployments`;
  const one = `${deployments}/:deployment`;
  const endpointOf = (call: OperationCall) => store.endpoint(param(call, 'endpoint'), scope.workspace);
  const find = (call: OperationCall) => {
    const endpoint = endpointOf(call);
    return { endpoint, deployment: store.deployment(endpoint, param(call, 'deployment'), scope.workspace) };
  };
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
        const { endpoint, deployment } = find(call);
        return { status: 200, body: deploymentView(endpoint, deployment, scope) };
      },
    },
    { method: 'PUT', path: one, query: [], handle: (call) => put(endpointOf(call), call, context) },
    { method: 'PATCH', path: one, query: [], handle: (call) => patch(endpointOf(call), call, context) },
    { method: 'DELETE', path: one, query: [], handle: (call) => remove(endpointOf(call), call, context) },
    {
      method: 'POST',
      path: `${one}/getLogs`,
      query: [],
      handle: (call) => {
        const { containerType, tail } = parseBody(logsBody, call.body);
        const { deployment } = find(call);
        return { status: 200, body: { content: deployment.logs.read(containerType, tail ?? undefined) } };
      },
    },
    {
      method: 'GET',
      path: `${one}/skus`,
      query: ['count', '$skip'],
      handle: (call) => {
        find(call);
        return { status: 200, body: skus };
      },
    },
  ];
}
