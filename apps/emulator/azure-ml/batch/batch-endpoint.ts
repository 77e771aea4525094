// Batch endpoints and their deployments as the emulator keeps them, and as ARM shows them.
import { shownIdentity, type EndpointWith } from '../endpoints/endpoint.ts';
import { refuseBusy, type Kept } from '../kept.ts';
import { mlErrors } from '../ml-error.ts';
import { provider, workspaceId, type WorkspaceScope } from '../scope.ts';
import type { BatchGateway } from './batch-host.ts';
import type { BatchDeploymentRequest, BatchEndpointRequest } from './batch-schemas.ts';

export type BatchDeployment = Kept<BatchDeploymentRequest>;

export type BatchEndpoint = EndpointWith<BatchEndpointRequest, BatchDeployment> & {
  gateway: BatchGateway | undefined;
};

export const defaultDeploymentOf = ({ request }: BatchEndpoint): string | undefined =>
  request.properties.defaults?.deploymentName ?? undefined;

/** @throws ArmError 404 */
export function batchDeployment(endpoint: BatchEndpoint, name: string): BatchDeployment {
  const deployment = endpoint.deployments.get(name.toLowerCase());
  if (!deployment) throw mlErrors.notFound(`Deployment ${name} not found in batch endpoint ${endpoint.name}`);
  return deployment;
}

/** @throws ArmError 409 while an operation runs on the endpoint, or on the deployment */
export function refuseWhileBusy(endpoint: BatchEndpoint, deployment?: BatchDeployment): void {
  refuseBusy('batch endpoint', endpoint);
  refuseBusy('deployment', deployment);
}

export const endpointId = (name: string, scope: WorkspaceScope): string =>
  `${workspaceId(scope)}/batchEndpoints/${name}`;

export function endpointView(endpoint: BatchEndpoint, scope: WorkspaceScope): Record<string, unknown> {
  const { name, request, gateway } = endpoint;
  const { description, authMode, properties } = request.properties;
  return {
    id: endpointId(name, scope),
    name,
    type: `${provider}/workspaces/batchEndpoints`,
    location: scope.location,
    tags: request.tags ?? {},
    kind: '',
    ...(request.identity ? { identity: shownIdentity(request.identity, scope) } : {}),
    systemData: endpoint.systemData,
    properties: {
      description: description ?? null,
      authMode,
      defaults: { deploymentName: defaultDeploymentOf(endpoint) ?? null },
      provisioningState: endpoint.provisioningState,
      ...(gateway ? { scoringUri: `${gateway.baseUrl}/jobs`, swaggerUri: null } : {}),
      properties: properties ?? {},
    },
  };
}

export function deploymentView(
  endpoint: BatchEndpoint,
  { name, request, systemData, provisioningState }: BatchDeployment,
  scope: WorkspaceScope,
): Record<string, unknown> {
  return {
    id: `${endpointId(endpoint.name, scope)}/deployments/${name}`,
    name,
    type: `${provider}/workspaces/batchEndpoints/deployments`,
    location: scope.location,
    tags: request.tags ?? {},
    systemData,
    properties: {
      ...request.properties,
      provisioningState,
      properties: request.properties.properties ?? {},
    },
  };
}
