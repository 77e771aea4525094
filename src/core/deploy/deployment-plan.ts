// From "what is wanted" and "what is there" to the steps in between, each with its reason. Pure.
import { assetSteps } from './asset-steps.ts';
import type { Step, Wait } from './deployment-step.ts';
import type { CurrentAssets } from './desired-assets.ts';
import type { DesiredDeployment } from './desired-deployment.ts';
import { deploymentSteps, endpointSteps, waiting, type CurrentEndpoint } from './endpoint-steps.ts';
import type { DeploymentState } from './online-state.ts';
import { trafficSteps } from './traffic-steps.ts';

export interface CurrentState extends CurrentAssets, CurrentEndpoint {
  /** All deployments of the endpoint, where somebody has looked. */
  readonly deployments?: readonly DeploymentState[];
}

export type DeploymentPlan =
  ({ readonly kind: 'wait' } & Wait) | { readonly kind: 'apply'; readonly steps: readonly Step[] };

/**
 * What to do to get from `current` to `desired`: wait and look again, or apply steps in the order given. No steps mean
 * that it serves already.
 *
 * @throws EndpointAuthMismatch: an endpoint's authentication mode can not be changed
 * @throws TrafficInvalid
 */
export function planDeployment(desired: DesiredDeployment, current: CurrentState): DeploymentPlan {
  const { name } = desired.deployment;
  const names = { endpoint: desired.endpoint.name, deployment: name };
  const wait = waiting(names, current);
  if (wait) return { kind: 'wait', ...wait };
  // A deployment that has traffic can not be deleted.
  const mayDelete = (current.endpoint?.traffic[name] ?? 0) === 0;
  const before = [
    ...assetSteps(desired, current),
    ...endpointSteps(desired.endpoint, current.endpoint),
    ...deploymentSteps(desired.deployment, current.deployment, { mayDelete }),
  ];
  const there = current.deployments?.map((one) => one.name) ?? Object.keys(current.endpoint?.traffic ?? {});
  const existing = [...there, name];
  const after = trafficSteps(names, desired.traffic, { current: current.endpoint, existing });
  if (before.length === 0 && after.length === 0) return { kind: 'apply', steps: [] };
  return {
    kind: 'apply',
    steps: [
      ...before,
      { kind: 'test-deployment', why: `test '${name}' with a request of its own before it gets traffic` },
      ...after,
    ],
  };
}
