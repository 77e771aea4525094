// Batch endpoints and their deployments as the emulator keeps them, and as ARM shows them.
import { mlErrors } from '../ml-error.ts';
import { provider, workspaceId, type WorkspaceScope } from '../scope.ts';
import type { SystemData } from '../system-data.ts';
import type { BatchGateway } from './batch-host.ts';
import type { BatchDeploymentRequest, BatchEndpointRequest } from './batch-schemas.ts';

interface Kept<Request> {
  readonly name: string;
  request: Request;
  systemData: SystemData;
  provisioningState: 'Creating' | 'Updating' | 'Deleting' | 'Succeeded' | 'Failed';
  /** True while a long-running operation works on it. */
  busy: boolean;
}

export type BatchDeployment = Kept<BatchDeploymentRequest>;

export interface BatchEndpoint extends Kept<BatchEndpointRequest> {
  gateway: BatchGateway | undefined;
  readonly deployments: Map<string, BatchDeployment>;
}

export const defaultDeploymentOf = ({ request }: BatchEndpoint): string | undefined =>
  request.properties.defaults?.deploymentName ?? undefined;

export class BatchStore {
  readonly #endpoints = new Map<string, BatchEndpoint>();

  all(): readonly BatchEndpoint[] {
    return [...this.#endpoints.values()];
  }

  find(name: string): BatchEndpoint | undefined {
    return this.#endpoints.get(name.toLowerCase());
  }

  add(endpoint: BatchEndpoint): void {
    this.#endpoints.set(endpoint.name.toLowerCase(), endpoint);
  }

  remove(name: string): void {
    this.#endpoints.delete(name.toLowerCase());
  }

  /** @throws ArmError 404 */
  endpoint(name: string, workspace: string): BatchEndpoint {
    const endpoint = this.find(name);
    if (!endpoint) throw mlErrors.notFound(`Batch endpoint ${name} not found in workspace ${workspace}`);
    return endpoint;
  }
}

/** @throws ArmError 404 */
export function batchDeployment(endpoint: BatchEndpoint, name: string): BatchDeployment {
  const deployment = endpoint.deployments.get(name.toLowerCase());
  if (!deployment) throw mlErrors.notFound(`Deployment ${name} not found in batch endpoint ${endpoint.name}`);
  return deployment;
}

/** @throws ArmError 409 while an operation runs on the endpoint, or on the deployment */
export function refuseWhileBusy(endpoint: BatchEndpoint, deployment?: BatchDeployment): void {
  const busy = [endpoint, deployment].find((one) => one?.busy);
  if (busy)
    throw mlErrors.conflict(
      `An operation on '${busy.name}' is already in progress (${busy.provisioningState}). Wait until it has ended.`,
    );
}

export const endpointId = (name: string, scope: WorkspaceScope): string =>
  `${workspaceId(scope)}/batchEndpoints/${name}`;

export function endpointView(endpoint: BatchEndpoint, scope: WorkspaceScope): Record<string, unknown> {
  const { name, request, gateway } = endpoint;
  const { description, authMode, properties } = request.properties;
  const system = request.identity?.type.includes('SystemAssigned')
    ? { principalId: scope.workspaceId, tenantId: scope.tenantId }
    : {};
  return {
    id: endpointId(name, scope),
    name,
    type: `${provider}/workspaces/batchEndpoints`,
    location: scope.location,
    tags: request.tags ?? {},
    kind: '',
    ...(request.identity ? { identity: { ...request.identity, ...system } } : {}),
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
