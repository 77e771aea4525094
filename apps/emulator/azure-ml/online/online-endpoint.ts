// Online endpoints and their deployments as the emulator keeps them, and as ARM shows them.
import { randomBytes } from 'node:crypto';
import type { DeploymentLogs, EndpointGateway, RoutedDeployment, RunningDeployment } from './scoring-host.ts';
import { durationMs } from '../endpoints/endpoint-schemas.ts';
import type { DeploymentRequest, EndpointRequest } from './online-schemas.ts';
import type { Traffic } from './online-rules.ts';
import { provider, workspaceId, type WorkspaceScope } from '../scope.ts';
import { shownIdentity, type EndpointWith } from '../endpoints/endpoint.ts';
import type { Kept } from '../kept.ts';

export interface Deployment extends Kept<DeploymentRequest> {
  logs: DeploymentLogs;
  running: RunningDeployment | undefined;
  /** The properties that `running` was started with: after a failed update they are not those of the request. */
  served: DeploymentRequest['properties'] | undefined;
}

export type Endpoint = EndpointWith<EndpointRequest, Deployment> & {
  keys: { primaryKey: string; secondaryKey: string };
  /** Tokens of authMode AMLToken, each with the time at which it ends. */
  readonly tokens: Map<string, Date>;
  gateway: EndpointGateway | undefined;
};

export function newKey(): string {
  return randomBytes(24).toString('base64url');
}

const orEmpty = (traffic: Traffic | null | undefined): Traffic => traffic ?? {};

export const trafficOf = (endpoint: Endpoint): Traffic => orEmpty(endpoint.request.properties.traffic);
export const mirrorOf = (endpoint: Endpoint): Traffic => orEmpty(endpoint.request.properties.mirrorTraffic);

/** Where the endpoint's deployments run. */
export const kindOf = ({ request }: Endpoint): 'Managed' | 'Kubernetes' =>
  request.properties.compute ? 'Kubernetes' : 'Managed';

/** How many containers there are; of a deployment that scales by itself, how many there can be. */
export function instancesOf({ request }: Deployment): number {
  const { scaleSettings } = request.properties;
  return scaleSettings?.scaleType === 'TargetUtilization'
    ? scaleSettings.maxInstances
    : (request.sku?.capacity ?? 1);
}

export function endpointView(endpoint: Endpoint, scope: WorkspaceScope): Record<string, unknown> {
  const { name, request, gateway } = endpoint;
  const id = `${workspaceId(scope)}/onlineEndpoints/${name}`;
  return {
    id,
    name,
    type: `${provider}/workspaces/onlineEndpoints`,
    location: scope.location,
    tags: request.tags ?? {},
    kind: kindOf(endpoint),
    identity: shownIdentity(request.identity, scope),
    ...(request.sku ? { sku: request.sku } : {}),
    systemData: endpoint.systemData,
    properties: {
      description: request.properties.description ?? null,
      authMode: request.properties.authMode,
      ...(request.properties.compute ? { compute: request.properties.compute } : {}),
      publicNetworkAccess: request.properties.publicNetworkAccess,
      provisioningState: endpoint.provisioningState,
      traffic: trafficOf(endpoint),
      mirrorTraffic: mirrorOf(endpoint),
      ...(gateway
        ? { scoringUri: `${gateway.baseUrl}/score`, swaggerUri: `${gateway.baseUrl}/swagger.json` }
        : {}),
      properties: {
        ...request.properties.properties,
        'azureml.onlineendpointid': id.toLowerCase(),
        AzureAsyncOperationUri: endpoint.lastOperationUrl,
      },
    },
  };
}

export function deploymentView(
  endpoint: Endpoint,
  deployment: Deployment,
  scope: WorkspaceScope,
): Record<string, unknown> {
  const { request, name } = deployment;
  return {
    id: `${workspaceId(scope)}/onlineEndpoints/${endpoint.name}/deployments/${name}`,
    name,
    type: `${provider}/workspaces/onlineEndpoints/deployments`,
    location: scope.location,
    tags: request.tags ?? {},
    kind: kindOf(endpoint),
    sku: { name: 'Default', ...request.sku, capacity: instancesOf(deployment) },
    systemData: deployment.systemData,
    properties: {
      ...request.properties,
      provisioningState: deployment.provisioningState,
      properties: {
        ...request.properties.properties,
        AzureAsyncOperationUri: deployment.lastOperationUrl,
      },
    },
  };
}

/** The deployment as the gateway routes to it; undefined while it cannot serve. */
export function routed(deployment: Deployment): RoutedDeployment | undefined {
  const { name, request, running } = deployment;
  if (!running) return undefined;
  const { requestTimeout, maxConcurrentRequestsPerInstance } = request.properties.requestSettings;
  return {
    name,
    port: running.port,
    protocol: running.protocol,
    isUp: running.isUp(),
    requestTimeoutMs: durationMs(requestTimeout),
    // The service queues as much again as it works on, then answers 429.
    maxInFlight: 2 * maxConcurrentRequestsPerInstance * instancesOf(deployment),
  };
}
