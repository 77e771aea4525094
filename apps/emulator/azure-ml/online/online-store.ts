// The endpoints of the workspace by name, and the questions that operations ask before they begin.
import { mlErrors } from '../ml-error.ts';
import type { Deployment, Endpoint } from './online-endpoint.ts';

export class OnlineStore {
  readonly #endpoints = new Map<string, Endpoint>();

  all(): readonly Endpoint[] {
    return [...this.#endpoints.values()];
  }

  find(name: string): Endpoint | undefined {
    return this.#endpoints.get(name.toLowerCase());
  }

  add(endpoint: Endpoint): void {
    this.#endpoints.set(endpoint.name.toLowerCase(), endpoint);
  }

  remove(name: string): void {
    this.#endpoints.delete(name.toLowerCase());
  }

  /** @throws ArmError 404 */
  endpoint(name: string, workspace: string): Endpoint {
    const endpoint = this.find(name);
    if (!endpoint) throw mlErrors.notFound(`Online endpoint ${name} not found in workspace ${workspace}`);
    return endpoint;
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
  const deployment = [...endpoint.deployments.values()].find(({ busy }) => busy);
  if (endpoint.busy)
    throw mlErrors.conflict(
      `An operation on online endpoint '${endpoint.name}' is already in progress (${endpoint.provisioningState}). Wait until it has ended.`,
    );
  if (deployment)
    throw mlErrors.conflict(
      `An operation on deployment '${deployment.name}' of online endpoint '${endpoint.name}' is already in progress (${deployment.provisioningState}). Wait until it has ended.`,
    );
}

/** Refuses an operation on a deployment while one runs on it or on its endpoint. */
export function refuseDeploymentWhileBusy(endpoint: Endpoint, deployment: Deployment | undefined): void {
  if (endpoint.busy)
    throw mlErrors.conflict(
      `An operation on online endpoint '${endpoint.name}' is already in progress (${endpoint.provisioningState}). Wait until it has ended.`,
    );
  if (deployment?.busy)
    throw mlErrors.conflict(
      `An operation on deployment '${deployment.name}' is already in progress (${deployment.provisioningState}). Wait until it has ended.`,
    );
}
