// The operations on batch deployments. A deployment is a recipe: nothing runs before a job does.
import { param, type Operation, type OperationCall } from '../../arm/operation.ts';
import { deploymentListQuery, listDeployments } from '../endpoints/deployment-list.ts';
import { newlyKept } from '../kept.ts';
import { mlErrors, parseBody } from '../ml-error.ts';
import { workspaceRoute } from '../scope.ts';
import { answerDelete, answerPatch, answerPut } from '../resource-work.ts';
import { resourceRoutes } from '../resource-routes.ts';
import {
  batchDeployment,
  defaultDeploymentOf,
  deploymentView,
  refuseWhileBusy,
  type BatchEndpoint,
} from './batch-endpoint.ts';
import { checkBatchDeployment } from './batch-rules.ts';
import { batchDeploymentBody, batchDeploymentPatch } from './batch-schemas.ts';
import { batchAssets } from './batch-assets.ts';
import type { BatchContext } from './endpoint-operations.ts';

const prefix = 'bdidp';

function put(endpoint: BatchEndpoint, call: OperationCall, context: BatchContext) {
  const { scope, stamps, computes } = context;
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
  const deployment = existing ?? newlyKept(name, request, { at, call });
  endpoint.deployments.set(name.toLowerCase(), deployment);
  const work = () => {
    deployment.request = request;
  };
  const view = () => deploymentView(endpoint, deployment, scope);
  return answerPut(deployment, { prefix, call, work, view, at, isNew: !existing }, context);
}

function patch(endpoint: BatchEndpoint, call: OperationCall, context: BatchContext) {
  const deployment = batchDeployment(endpoint, param(call, 'deployment'));
  const change = parseBody(batchDeploymentPatch, call.body);
  refuseWhileBusy(endpoint, deployment);
  const work = () => {
    const { request } = deployment;
    deployment.request = {
      ...request,
      ...(change.tags === undefined ? {} : { tags: change.tags }),
      properties: { ...request.properties, ...change.properties },
    };
  };
  const view = () => deploymentView(endpoint, deployment, context.scope);
  return answerPatch(deployment, { prefix, call, work, view }, context);
}

function remove(endpoint: BatchEndpoint, call: OperationCall, context: BatchContext) {
  const name = param(call, 'deployment').toLowerCase();
  const deployment = endpoint.deployments.get(name);
  if (!deployment) return { status: 204 };
  refuseWhileBusy(endpoint, deployment);
  if (defaultDeploymentOf(endpoint)?.toLowerCase() === name)
    throw mlErrors.badRequest(
      `Deployment '${deployment.name}' is the default of batch endpoint '${endpoint.name}' and cannot be deleted. Make another one the default first.`,
    );
  const work = () => {
    endpoint.deployments.delete(name);
  };
  return answerDelete(deployment, { prefix, call, work }, context);
}

export function batchDeploymentOperations(context: BatchContext): readonly Operation[] {
  const { scope, store } = context;
  const deployments = `${workspaceRoute}/batchEndpoints/:endpoint/deployments`;
  const one = `${deployments}/:deployment`;
  const endpointOf = (call: OperationCall) => store.endpoint(param(call, 'endpoint'), scope.workspace);
  return resourceRoutes(deployments, one, {
    list: {
      query: deploymentListQuery,
      handle: (call) => {
        const endpoint = endpointOf(call);
        return listDeployments(endpoint, call, (deployment) => deploymentView(endpoint, deployment, scope));
      },
    },
    view: (call) => {
      const endpoint = endpointOf(call);
      return deploymentView(endpoint, batchDeployment(endpoint, param(call, 'deployment')), scope);
    },
    put: (call) => put(endpointOf(call), call, context),
    patch: (call) => patch(endpointOf(call), call, context),
    remove: (call) => remove(endpointOf(call), call, context),
  });
}
