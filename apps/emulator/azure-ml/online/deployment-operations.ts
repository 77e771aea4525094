// The operations on online deployments.
import { isDeepStrictEqual } from 'node:util';
import { param, type Operation, type OperationCall } from '../../arm/operation.ts';
import type { ComputeRequest } from '../compute/compute-schemas.ts';
import { checkInstanceType } from '../compute/kubernetes-rules.ts';
import { deploymentSpec, type DeploymentAssets } from './deployment-spec.ts';
import type { OnlineContext } from './endpoint-operations.ts';
import { deploymentListQuery, listDeployments } from '../endpoints/deployment-list.ts';
import { newlyKept } from '../kept.ts';
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
import { answerDelete, answerPatch, answerPut } from '../resource-work.ts';
import { resourceRoutes } from '../resource-routes.ts';

const prefix = 'odidp';

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

function put(endpoint: Endpoint, call: OperationCall, context: DeploymentContext) {
  const { scope, stamps } = context;
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
  const deployment = existing ?? {
    ...{ ...newlyKept(name, request, { at, call }), logs: createDeploymentLogs() },
    ...{ running: undefined, served: undefined },
  };
  // Only another number of instances or other tags: nothing has to be started again.
  const keepsRunning =
    deployment.running?.isUp() === true && isDeepStrictEqual(deployment.served, request.properties);
  deployment.request = request;
  endpoint.deployments.set(name.toLowerCase(), deployment);
  const work = async (signal: AbortSignal) => {
    if (!keepsRunning) await roll(deployment, spec, context, signal);
  };
  const view = () => deploymentView(endpoint, deployment, scope);
  return answerPut(deployment, { prefix, call, work, view, at, isNew: !existing }, context);
}

function patch(endpoint: Endpoint, call: OperationCall, context: DeploymentContext) {
  const { scope, store } = context;
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
  const work = () => {
    deployment.request = next;
  };
  const view = () => deploymentView(endpoint, deployment, scope);
  const state = change.sku === undefined ? 'Updating' : 'Scaling';
  return answerPatch(deployment, { prefix, call, work, view, state }, context);
}

function remove(endpoint: Endpoint, call: OperationCall, context: DeploymentContext) {
  const name = param(call, 'deployment');
  const deployment = endpoint.deployments.get(name.toLowerCase());
  if (!deployment) return { status: 204 };
  refuseDeploymentWhileBusy(endpoint, deployment);
  const percent = trafficOf(endpoint)[deployment.name] ?? 0;
  if (percent > 0)
    throw mlErrors.badRequest(
      `Deployment '${deployment.name}' receives ${percent} percent of the traffic of endpoint '${endpoint.name}' and cannot be deleted. Set its traffic to 0 first.`,
    );
  const work = async () => {
    await deployment.running?.stop();
    endpoint.deployments.delete(name.toLowerCase());
  };
  return answerDelete(deployment, { prefix, call, work }, context);
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
    ...resourceRoutes(deployments, one, {
      list: {
        query: deploymentListQuery,
        handle: (call) => {
          const endpoint = endpointOf(call);
          return listDeployments(endpoint, call, (deployment) => deploymentView(endpoint, deployment, scope));
        },
      },
      view: (call) => {
        const { endpoint, deployment } = find(call);
        return deploymentView(endpoint, deployment, scope);
      },
      put: (call) => put(endpointOf(call), call, context),
      patch: (call) => patch(endpointOf(call), call, context),
      remove: (call) => remove(endpointOf(call), call, context),
    }),
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
