// What an online endpoint or deployment must look like: each rule refuses with the sentence the caller needs.
import type { ComputeRequest } from '../compute/compute-schemas.ts';
import { checkInstanceType, checkResources } from '../compute/kubernetes-rules.ts';
import { mlErrors } from '../ml-error.ts';
import { checkLocation, checkName, checkRoom } from '../endpoints/endpoint-rules.ts';
import { durationMs } from '../endpoints/endpoint-schemas.ts';
import type { DeploymentRequest, EndpointRequest } from './online-schemas.ts';

/** Traffic as percent per deployment name. */
export type Traffic = Readonly<Record<string, number>>;

export interface TrafficTarget {
  readonly name: string;
  readonly provisioningState: string;
}

const managedTimeoutMs = 180_000;
const kubernetesTimeoutMs = 300_000;
/** Both names become one of the cluster's. */
const maxNamesOnKubernetes = 62;
const maxInstances = 50;

const sum = (traffic: Traffic): number =>
  Object.values(traffic).reduce((total, percent) => total + percent, 0);

function checkTargets(what: string, traffic: Traffic, deployments: readonly TrafficTarget[]): void {
  for (const [name, percent] of Object.entries(traffic)) {
    if (percent < 0 || percent > 100)
      throw mlErrors.badRequest(
        `The ${what} of deployment '${name}' must be 0 to 100 percent, not ${percent}.`,
      );
    const target = deployments.find((deployment) => deployment.name.toLowerCase() === name.toLowerCase());
    if (!target)
      throw mlErrors.badRequest(`The ${what} names deployment '${name}', which this endpoint does not have.`);
    if (percent > 0 && target.provisioningState !== 'Succeeded')
      throw mlErrors.badRequest(
        `Deployment '${name}' cannot receive ${what}: its provisioning state is ${target.provisioningState}.`,
      );
  }
}

export function checkTraffic(traffic: Traffic, mirror: Traffic, deployments: readonly TrafficTarget[]): void {
  checkTargets('traffic', traffic, deployments);
  const total = sum(traffic);
  if (total !== 0 && total !== 100)
    throw mlErrors.badRequest(`The sum of traffic must be 0 or 100 percent, not ${total}.`);
  checkTargets('mirror traffic', mirror, deployments);
  if (Object.keys(mirror).length > 1)
    throw mlErrors.badRequest('Traffic can be mirrored to one deployment only.');
  if (sum(mirror) > 50)
    throw mlErrors.badRequest(`At most 50 percent of the traffic can be mirrored, not ${sum(mirror)}.`);
  const both = Object.keys(mirror).find((name) => (traffic[name] ?? 0) > 0 && (mirror[name] ?? 0) > 0);
  if (both !== undefined)
    throw mlErrors.badRequest(`Deployment '${both}' cannot receive live and mirrored traffic at once.`);
}

export interface EndpointSurroundings {
  /** The workspace's. */
  readonly location: string;
  /** What the endpoint that is there names as its compute; undefined for a new one. */
  readonly existing: { readonly compute?: string | null | undefined } | undefined;
  /** Looks the compute up. @throws ArmError 400 when there is none */
  readonly compute: (id: string) => ComputeRequest;
}

function checkOnKubernetes({ properties }: EndpointRequest, compute: ComputeRequest): void {
  if (compute.properties.computeType !== 'Kubernetes')
    throw mlErrors.badRequest(`The compute of an online endpoint must be a Kubernetes cluster.`);
  if (properties.authMode === 'AADToken')
    throw mlErrors.badRequest('The authMode AADToken is not supported for Kubernetes online endpoints.');
  if (sum(properties.mirrorTraffic ?? {}) > 0)
    throw mlErrors.badRequest('Mirrored traffic is not supported for Kubernetes online endpoints.');
}

export function checkEndpoint(name: string, request: EndpointRequest, around: EndpointSurroundings): void {
  const { location, existing } = around;
  const { compute } = request.properties;
  checkName('endpoint', name);
  checkLocation(request.location, location);
  if (existing && (existing.compute ?? '').toLowerCase() !== (compute ?? '').toLowerCase())
    throw mlErrors.immutable('endpoint', name, 'compute');
  if (compute) checkOnKubernetes(request, around.compute(compute));
  // The service refuses an endpoint without it, although its description calls it optional.
  if (!request.identity)
    throw mlErrors.badRequest("Identity: an online endpoint needs 'identity', for example SystemAssigned.");
}

function checkManaged({ sku, properties }: DeploymentRequest): void {
  const capacity = sku?.capacity ?? 1;
  if (capacity < 1 || capacity > maxInstances)
    throw mlErrors.badRequest(`The number of instances must be 1 to ${maxInstances}, not ${capacity}.`);
  if (properties.containerResourceRequirements)
    throw mlErrors.badRequest('A managed online deployment has no containerResourceRequirements.');
  if (properties.scaleSettings?.scaleType !== 'Default')
    throw mlErrors.badRequest(
      "A managed online deployment supports scaleType 'Default' only; its autoscaling is a setting of Azure Monitor.",
    );
  if (durationMs(properties.requestSettings.requestTimeout) > managedTimeoutMs)
    throw mlErrors.badRequest(
      `The requestTimeout '${properties.requestSettings.requestTimeout}' exceeds the maximum of PT180S.`,
    );
  if (!/^Standard_[A-Z]+\d/i.test(properties.instanceType ?? ''))
    throw mlErrors.badRequest(`The instance type '${properties.instanceType ?? ''}' is not supported.`);
}

function checkKubernetes(
  name: string,
  { properties }: DeploymentRequest,
  { compute, endpoint }: DeploymentNeighbours,
): void {
  if (!compute) return;
  if (endpoint.length + name.length > maxNamesOnKubernetes)
    throw mlErrors.badRequest(
      `On Kubernetes the names of endpoint and deployment have at most ${maxNamesOnKubernetes} characters together.`,
    );
  const { scaleSettings, requestSettings, containerResourceRequirements, instanceType } = properties;
  if (scaleSettings?.scaleType === 'TargetUtilization') {
    const { minInstances, maxInstances: most, targetUtilizationPercentage } = scaleSettings;
    if (minInstances < 1 || minInstances > most)
      throw mlErrors.badRequest(`minInstances must be 1 to maxInstances (${most}), not ${minInstances}.`);
    if (targetUtilizationPercentage < 1 || targetUtilizationPercentage > 100)
      throw mlErrors.badRequest(
        `targetUtilizationPercentage must be 1 to 100, not ${targetUtilizationPercentage}.`,
      );
  }
  if (durationMs(requestSettings.requestTimeout) > kubernetesTimeoutMs)
    throw mlErrors.badRequest(
      `The requestTimeout '${requestSettings.requestTimeout}' exceeds the maximum of PT300S.`,
    );
  checkResources(containerResourceRequirements, checkInstanceType(compute, instanceType));
}

export interface DeploymentNeighbours {
  readonly endpoint: string;
  /** The cluster of a Kubernetes endpoint; undefined for a managed one. */
  readonly compute: ComputeRequest | undefined;
  readonly existing: { readonly instanceType?: string | null | undefined } | undefined;
  readonly others: number;
}

export function checkDeployment(
  name: string,
  request: DeploymentRequest,
  neighbours: DeploymentNeighbours,
): void {
  checkName('deployment', name);
  const { existing, others, compute, endpoint } = neighbours;
  const { properties } = request;
  const kind = compute ? 'Kubernetes' : 'Managed';
  if (properties.endpointComputeType !== kind)
    throw mlErrors.badRequest(
      `A deployment of endpoint '${endpoint}' has the endpointComputeType ${kind}, not ${properties.endpointComputeType}.`,
    );
  if (compute) checkKubernetes(name, request, neighbours);
  else checkManaged(request);
  if (existing && existing.instanceType?.toLowerCase() !== properties.instanceType?.toLowerCase())
    throw mlErrors.immutable('deployment', name, 'instanceType');
  if (!existing) checkRoom(others);
  // Without both it is a model that brings its own server: its type, which the registry knows, decides.
  const servesItself = properties.model && !properties.codeConfiguration && !properties.environmentId;
  if (!servesItself && (!properties.codeConfiguration?.codeId || !properties.environmentId))
    throw mlErrors.badRequest(
      "A deployment of a custom model needs 'codeConfiguration.codeId' and 'environmentId'.",
    );
}
