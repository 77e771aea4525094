// What is there now: endpoints and deployments as the service reports them.

/** States that end a long-running operation; all others mean "still working". */
const settledStates = new Set(['Succeeded', 'Failed', 'Canceled']);

export interface EndpointState {
  readonly name: string;
  readonly authMode: string;
  readonly provisioningState: string;
  /** Azure region. */
  readonly location?: string;
  readonly scoringUri?: string;
  readonly swaggerUri?: string;
  /** Percent of the requests by deployment name. */
  readonly traffic: Readonly<Record<string, number>>;
  /** Percent of the requests that are copied, by deployment name. */
  readonly mirrorTraffic?: Readonly<Record<string, number>>;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface DeploymentState {
  readonly name: string;
  /** The reference of the model version that it runs. */
  readonly model?: string;
  readonly provisioningState: string;
  readonly tags: Readonly<Record<string, string>>;
}

export const isSettled = ({ provisioningState }: { readonly provisioningState: string }): boolean =>
  settledStates.has(provisioningState);
