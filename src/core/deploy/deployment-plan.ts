// From "what is wanted" and "what is there" to the steps in between, each with its reason. Pure.
import { fail } from '../errors/catalogue.ts';
import { contentTag, type DesiredDeployment } from './desired-deployment.ts';
import { describeTraffic, sameTraffic, trafficAfter } from './traffic.ts';
import { isSettled, type DeploymentState, type EndpointState } from './online-state.ts';

export interface CurrentState {
  readonly environmentExists: boolean;
  readonly codeExists: boolean;
  readonly endpoint?: EndpointState;
  readonly deployment?: DeploymentState;
}

export type StepKind =
  | 'register-environment'
  | 'upload-code'
  | 'upload-context'
  | 'create-endpoint'
  | 'delete-deployment'
  | 'create-deployment'
  | 'test-deployment'
  | 'set-autoscale'
  | 'move-traffic';

export interface Step {
  readonly kind: StepKind;
  /** What happens and why, in words a person reads in the log. */
  readonly why: string;
  /** What is there now and is not afterwards. */
  readonly replaces?: string;
  /** The split that a step about traffic leads to. */
  readonly traffic?: Readonly<Record<string, number>>;
}

interface WaitPlan {
  readonly kind: 'wait';
  /** The provisioning state that is waited for to end. */
  readonly state: string;
  readonly why: string;
}

export type DeploymentPlan = WaitPlan | { readonly kind: 'apply'; readonly steps: readonly Step[] };

function assetSteps(desired: DesiredDeployment, current: CurrentState): Step[] {
  const steps: Step[] = [];
  const { create, context } = desired.environment ?? {};
  const { code } = desired;
  if (context && !current.environmentExists)
    steps.push({
      kind: 'upload-context',
      why: `upload ${Object.keys(context.files).length} file(s) to build an image from, because an image and a conda file do not say it all`,
    });
  if (create && !current.environmentExists)
    steps.push({
      kind: 'register-environment',
      why: `register environment ${create.name}:${create.version}, because its content is not registered yet`,
    });
  if (code && !current.codeExists)
    steps.push({
      kind: 'upload-code',
      why: `upload ${code.files.length} code file(s) as ${code.name}:${code.version}, because this content is not there yet`,
    });
  return steps;
}

function endpointSteps(desired: DesiredDeployment, endpoint: EndpointState | undefined): Step[] {
  const { name, authMode } = desired.endpoint;
  if (!endpoint)
    return [
      { kind: 'create-endpoint', why: `create endpoint '${name}' without traffic, because there is none` },
    ];
  if (endpoint.authMode.toLowerCase() !== authMode.toLowerCase())
    throw fail('EndpointAuthMismatch', { endpoint: name, wanted: authMode, existing: endpoint.authMode });
  if (endpoint.provisioningState === 'Succeeded') return [];
  const ended = endpoint.provisioningState;
  return [
    {
      kind: 'create-endpoint',
      why: `create endpoint '${name}' again, because the last attempt ended as ${ended}`,
    },
  ];
}

function deploymentSteps(desired: DesiredDeployment, current: CurrentState): Step[] {
  const { name, content } = desired.deployment;
  const { deployment } = current;
  if (!deployment)
    return [
      {
        kind: 'create-deployment',
        why: `create deployment '${name}', because there is none of this content`,
      },
    ];
  const ended = deployment.provisioningState;
  if (ended !== 'Succeeded') {
    const why = `because its last attempt ended as ${ended}`;
    const create: Step = { kind: 'create-deployment', why: `create deployment '${name}' again, ${why}` };
    // A deployment that has traffic can not be deleted; it is then put again in place.
    const serving = (current.endpoint?.traffic[name] ?? 0) > 0;
    return serving
      ? [create]
      : [{ kind: 'delete-deployment', why: `delete deployment '${name}', ${why}` }, create];
  }
  if (deployment.tags[contentTag] === content) return [];
  return [
    {
      kind: 'create-deployment',
      why: `update deployment '${name}', because its content tag differs`,
      replaces: `deployment '${name}' with content ${deployment.tags[contentTag] ?? 'unknown'}`,
    },
  ];
}

function waiting(desired: DesiredDeployment, { endpoint, deployment }: CurrentState): WaitPlan | undefined {
  const held = (what: string, state: string): WaitPlan => ({
    kind: 'wait',
    state,
    why: `wait for ${what}, because another operation has it in state ${state}`,
  });
  if (endpoint && !isSettled(endpoint))
    return held(`endpoint '${desired.endpoint.name}'`, endpoint.provisioningState);
  if (deployment && !isSettled(deployment))
    return held(`deployment '${desired.deployment.name}'`, deployment.provisioningState);
  return undefined;
}

function trafficSteps(desired: DesiredDeployment, current: EndpointState | undefined): Step[] {
  const { name, share: percent, isDefault } = desired.deployment;
  const endpoint = desired.endpoint.name;
  const now = current?.traffic ?? {};
  const traffic = trafficAfter(now, { endpoint, deployment: name, percent, isDefault });
  if (sameTraffic(now, traffic)) return [];
  const share = now[name] ?? 0;
  const why =
    traffic[name] === 100
      ? `move all traffic of '${endpoint}' to '${name}', because it has ${share} %`
      : `split the traffic of '${endpoint}' into ${describeTraffic(traffic)}, because '${name}' has ${share} %`;
  const before = Object.keys(now).length > 0 && { replaces: `traffic: ${describeTraffic(now)}` };
  return [{ kind: 'move-traffic', why, traffic, ...before }];
}

/**
 * What to do to get from `current` to `desired`: wait and look again, or apply steps in the order given. No steps mean
 * that it serves already.
 *
 * @throws EndpointAuthMismatch: an endpoint's authentication mode can not be changed
 * @throws TrafficInvalid
 */
export function planDeployment(desired: DesiredDeployment, current: CurrentState): DeploymentPlan {
  const wait = waiting(desired, current);
  if (wait) return wait;
  const before = [
    ...assetSteps(desired, current),
    ...endpointSteps(desired, current.endpoint),
    ...deploymentSteps(desired, current),
  ];
  const after = trafficSteps(desired, current.endpoint);
  if (before.length === 0 && after.length === 0) return { kind: 'apply', steps: [] };
  const { name } = desired.deployment;
  return {
    kind: 'apply',
    steps: [
      ...before,
      { kind: 'test-deployment', why: `test '${name}' with a request of its own before it gets traffic` },
      ...after,
    ],
  };
}
