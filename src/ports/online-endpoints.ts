// What the deploy flow needs from managed online endpoints. Every write waits until the service has carried it out.
import type { DeploymentState, EndpointState } from '../core/deploy/online-state.ts';
import type { Workspace } from '../core/workspace.ts';

/** Value of the Authorization header of scoring requests; a secret. */
export interface ScoringCredential {
  readonly authorization: string;
}

export interface OnlineEndpoints {
  get(workspace: Workspace, endpoint: string): Promise<EndpointState | undefined>;
  /** Creates or repairs the endpoint with the given request body. */
  create(workspace: Workspace, endpoint: string, body: object): Promise<void>;
  /**
   * Changes what `decide` says about the endpoint that is found, and keeps everything else. What `decide` throws is thrown
   * on, and nothing is written.
   *
   * @throws AzureConflict while another operation holds the endpoint
   */
  change(workspace: Workspace, endpoint: string, decide: DecideChange): Promise<void>;
  /** Deletes the endpoint with its deployments; one that is not there is no error. */
  delete(workspace: Workspace, endpoint: string): Promise<void>;
  /** The key or token that callers of the endpoint present. */
  credential(workspace: Workspace, endpoint: EndpointState): Promise<ScoringCredential>;
}

/** What becomes of an endpoint; what is absent stays. Tags alone leave the traffic untouched, whoever moves it meanwhile. */
export interface EndpointChange {
  /** Percent of the requests by deployment name. */
  readonly traffic?: Readonly<Record<string, number>>;
  /** Percent of the requests that are copied, by deployment name. */
  readonly mirrorTraffic?: Readonly<Record<string, number>>;
  /** All of them: those that are left out are taken away. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Absent: nothing has to be written. */
export type DecideChange = (now: EndpointState) => EndpointChange | undefined;

/** Names one deployment of one endpoint. */
export interface DeploymentRef {
  readonly workspace: Workspace;
  readonly endpoint: string;
  readonly deployment: string;
}

export interface OnlineDeployments {
  get(ref: DeploymentRef): Promise<DeploymentState | undefined>;
  /** Those of an endpoint that exists. */
  list(workspace: Workspace, endpoint: string): Promise<readonly DeploymentState[]>;
  /** @throws AzureOperationFailed when the container does not start */
  create(ref: DeploymentRef, body: object): Promise<void>;
  delete(ref: DeploymentRef): Promise<void>;
  /**
   * The last lines of the scoring container and of the storage initializer.
   * @param tail lines of each
   */
  logs(ref: DeploymentRef, tail: number): Promise<string>;
}
