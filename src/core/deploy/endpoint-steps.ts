// An endpoint and one of its deployments, online or batch: what is wanted held against what is there.
import { fail } from '../errors/catalogue.ts';
import { contentTag } from './content-tag.ts';
import type { Step, Wait } from './deployment-step.ts';
import { isSettled, type DeploymentState, type EndpointState } from './online-state.ts';

export interface DesiredEndpoint {
  readonly name: string;
  /** How callers sign in; absent where that is not for this deployment to say. */
  readonly authMode?: string;
  /** Without traffic. */
  readonly body: object;
  /** Nothing describes it: one that is there is left as it is, whatever its state. */
  readonly leaveAsItIs?: boolean;
  /** Tag of what the body says; absent where an endpoint that is there is left as it is. */
  readonly content?: string;
}

export interface CurrentEndpoint {
  readonly endpoint?: EndpointState;
  readonly deployment?: DeploymentState;
}

interface Names {
  readonly endpoint: string;
  readonly deployment: string;
}

/** Another operation holds the endpoint or the deployment. */
export function waiting(names: Names, { endpoint, deployment }: CurrentEndpoint): Wait | undefined {
  const held = (what: string, state: string): Wait => ({
    state,
    why: `wait for ${what}, because another operation has it in state ${state}`,
  });
  if (endpoint && !isSettled(endpoint))
    return held(`endpoint '${names.endpoint}'`, endpoint.provisioningState);
  if (deployment && !isSettled(deployment))
    return held(`deployment '${names.deployment}'`, deployment.provisioningState);
  return undefined;
}

const tagOf = (there: { readonly tags?: Readonly<Record<string, string>> }) => there.tags?.[contentTag];

/** @throws EndpointAuthMismatch: an endpoint's authentication mode can not be changed */
export function endpointSteps(desired: DesiredEndpoint, endpoint: EndpointState | undefined): Step[] {
  const { name, authMode, content } = desired;
  if (!endpoint)
    return [
      { kind: 'create-endpoint', why: `create endpoint '${name}' without traffic, because there is none` },
    ];
  if (desired.leaveAsItIs === true) return [];
  if (authMode !== undefined && endpoint.authMode.toLowerCase() !== authMode.toLowerCase())
    throw fail('EndpointAuthMismatch', { endpoint: name, wanted: authMode, existing: endpoint.authMode });
  const ended = endpoint.provisioningState;
  if (ended !== 'Succeeded')
    return [
      {
        kind: 'create-endpoint',
        why: `create endpoint '${name}' again, because the last attempt ended as ${ended}`,
      },
    ];
  if (content === undefined || tagOf(endpoint) === content) return [];
  return [
    {
      kind: 'create-endpoint',
      why: `update endpoint '${name}', because its content tag differs`,
      replaces: `endpoint '${name}' with content ${tagOf(endpoint) ?? 'unknown'}`,
    },
  ];
}

/** @param mayDelete a deployment that failed and serves nobody is deleted first; one that serves is put again in place */
export function deploymentSteps(
  { name, content }: { readonly name: string; readonly content: string },
  deployment: DeploymentState | undefined,
  { mayDelete }: { readonly mayDelete: boolean },
): Step[] {
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
    if (!mayDelete) return [create];
    return [{ kind: 'delete-deployment', why: `delete deployment '${name}', ${why}` }, create];
  }
  if (tagOf(deployment) === content) return [];
  return [
    {
      kind: 'create-deployment',
      why: `update deployment '${name}', because its content tag differs`,
      replaces: `deployment '${name}' with content ${tagOf(deployment) ?? 'unknown'}`,
    },
  ];
}
