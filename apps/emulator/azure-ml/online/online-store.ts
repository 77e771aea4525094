// The endpoints of the workspace by name, and the questions that operations ask before they begin.
import { EndpointStore } from '../endpoints/endpoint.ts';
import { refuseBusy } from '../kept.ts';
import { mlErrors } from '../ml-error.ts';
import type { Deployment, Endpoint } from './online-endpoint.ts';

export class OnlineStore extends EndpointStore<Endpoint> {
  constructor() {
    super('Online');
  }

  /** @throws ArmError 404 */
  deployment(endpoint: Endpoint, name: string, workspace: string): Deployment {
    const deployment = endpoint.deployments.get(name.toLowerCase());
    if (!deployment)
      throw mlErrors.notFound(
        `Deployment ${name} not found in endpoint ${endpoint.name}, workspace ${workspace}`,
      );
    return deployment;
  }
}

/** Refuses an operation on the endpoint while another one runs on it or on one of its deployments. */
export function refuseWhileBusy(endpoint: Endpoint): void {
  refuseBusy('online endpoint', endpoint);
  for (const deployment of endpoint.deployments.values()) refuseBusy('deployment', deployment);
}

/** Refuses an operation on a deployment while one runs on it or on its endpoint. */
export function refuseDeploymentWhileBusy(endpoint: Endpoint, deployment: Deployment | undefined): void {
  refuseBusy('online endpoint', endpoint);
  refuseBusy('deployment', deployment);
}
