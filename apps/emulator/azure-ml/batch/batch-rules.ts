// What a batch endpoint or deployment must look like: each rule refuses with the sentence the caller needs.
import type { ComputeRequest } from '../compute/compute-schemas.ts';
import { checkInstanceType } from '../compute/kubernetes-rules.ts';
import { mlErrors } from '../ml-error.ts';
import { checkLocation, checkName, checkRoom } from '../endpoints/endpoint-rules.ts';
import { batchDeployment, type BatchEndpoint } from './batch-endpoint.ts';
import type { BatchDeploymentRequest, BatchEndpointRequest } from './batch-schemas.ts';

export function checkBatchEndpoint(
  name: string,
  request: BatchEndpointRequest,
  { location, existing }: { readonly location: string; readonly existing: BatchEndpoint | undefined },
): void {
  checkName('endpoint', name);
  checkLocation(request.location, location);
  if (request.properties.authMode !== 'AADToken')
    throw mlErrors.badRequest(
      `A batch endpoint supports the authMode AADToken only, not ${request.properties.authMode}.`,
    );
  const wanted = request.properties.defaults?.deploymentName;
  if (!wanted) return;
  if (!existing)
    throw mlErrors.badRequest(`The default deployment '${wanted}' does not exist: the endpoint is new.`);
  const deployment = batchDeployment(existing, wanted);
  if (deployment.provisioningState !== 'Succeeded')
    throw mlErrors.badRequest(
      `Deployment '${wanted}' cannot be the default: its provisioning state is ${deployment.provisioningState}.`,
    );
}

export interface BatchSurroundings {
  readonly location: string;
  readonly endpoint: BatchEndpoint;
  /** Looks the compute up. @throws ArmError 400 when there is none */
  readonly compute: (id: string) => ComputeRequest;
}

export function checkBatchDeployment(
  name: string,
  request: BatchDeploymentRequest,
  { location, endpoint, compute }: BatchSurroundings,
): void {
  checkName('deployment', name);
  checkLocation(request.location, location);
  const { properties } = request;
  if (properties.deploymentConfiguration)
    throw mlErrors.notEmulated('A batch deployment of a pipeline component');
  if (!properties.compute) throw mlErrors.badRequest("A batch deployment of a model needs 'compute'.");
  const cluster = compute(properties.compute);
  if (cluster.properties.computeType === 'Kubernetes')
    checkInstanceType(cluster, properties.resources.instanceType);
  if (!properties.model) throw mlErrors.badRequest("A batch deployment of a model needs 'model'.");
  if (properties.model.referenceType !== 'Id')
    throw mlErrors.notEmulated(`A model by the reference '${properties.model.referenceType}'`);
  if (!endpoint.deployments.has(name.toLowerCase())) checkRoom(endpoint.deployments.size);
}

/** @throws ArmError 400 when the cluster can never have so many nodes */
export function checkNodes(cluster: ComputeRequest, nodes: number): void {
  if (cluster.properties.computeType !== 'AmlCompute') return;
  const most = cluster.properties.properties.scaleSettings?.maxNodeCount ?? 1;
  if (nodes > most)
    throw mlErrors.badRequest(
      `Requested ${nodes} nodes but AzureMLCompute cluster only has ${most} maximum nodes.`,
    );
}
