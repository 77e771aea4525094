// A wanted online deployment held against what is there, with the exact request of every step.
import { planDeployment } from '../../deploy/deployment-plan.ts';
import type { AssetStepKind, Step, StepKind } from '../../deploy/deployment-step.ts';
import type { DesiredDeployment } from '../../deploy/desired-deployment.ts';
import type { EndpointState } from '../../deploy/online-state.ts';
import { given } from '../../given.ts';
import { workspacePath } from '../../workspace.ts';
import type { PlannedRequest, PlanStep, WhatIsThere } from '../plan.ts';
import { assetRequest, isAssetKind } from './asset-requests.ts';
import { machineLearningRequest as azure } from './machine-learning-request.ts';
import type { TargetPlan } from './target-plan.ts';

type Split = Readonly<Record<string, number>>;

/** PATCH can not change traffic: the whole endpoint is put again. Keys are taken at creation only. */
function withTraffic(body: object, traffic: Split, mirrorTraffic: Split | undefined): object {
  const { properties, ...rest } = body as { properties: object };
  const others = Object.entries(properties).filter(([name]) => name !== 'keys');
  return {
    ...rest,
    properties: { ...Object.fromEntries(others), traffic, ...given({ mirrorTraffic }) },
  };
}

/** An endpoint that is put again keeps the traffic that it has: a body without any would take it away. */
function endpointBody({ endpoint }: DesiredDeployment, there: EndpointState | undefined): object {
  if (there === undefined || Object.keys(there.traffic).length === 0) return endpoint.body;
  return withTraffic(endpoint.body, there.traffic, there.mirrorTraffic);
}

const mirrored = (mirror: Split): Split | undefined => (Object.keys(mirror).length > 0 ? mirror : undefined);

/** Requests of the steps of planDeployment, in the service's own terms. */
function requestOf(
  kind: Exclude<StepKind, AssetStepKind>,
  { traffic = {}, rollout }: Step,
  desired: DesiredDeployment,
  now: WhatIsThere,
): PlannedRequest {
  const endpoint = `${workspacePath(desired.workspace)}/onlineEndpoints/${desired.endpoint.name}`;
  const deployment = `${endpoint}/deployments/${desired.deployment.name}`;
  switch (kind) {
    case 'create-endpoint':
      return azure('PUT', endpoint, endpointBody(desired, now.endpoint));
    case 'delete-deployment':
      return azure('DELETE', deployment);
    case 'create-deployment':
      return azure('PUT', deployment, desired.deployment.body);
    case 'test-deployment':
      return { system: 'scoring', method: 'POST', path: '{scoringUri}' };
    case 'move-traffic':
      return azure(
        'PUT',
        endpoint,
        withTraffic(
          desired.endpoint.body,
          traffic,
          rollout?.kind === 'route' ? mirrored(rollout.mirror) : undefined,
        ),
      );
    case 'judge-deployment':
      return { system: 'scoring', method: 'POST', path: '{scoringUri}' };
    case 'remove-deployment':
      return azure(
        'DELETE',
        `${endpoint}/deployments/${rollout?.kind === 'remove' ? rollout.deployment : ''}`,
      );
    case 'end-rollout':
      return azure('PATCH', endpoint, { tags: now.endpoint?.tags ?? {} });
  }
}

/** @throws EndpointAuthMismatch, TrafficInvalid */
export function onlineSteps(desired: DesiredDeployment, now: WhatIsThere): TargetPlan {
  const {
    environmentExists = false,
    codeExists = false,
    modelExists = false,
    endpoint,
    deployment,
    deployments,
  } = now;
  const plan = planDeployment(desired, {
    ...{ environmentExists, codeExists, modelExists },
    ...given({ endpoint, deployment, deployments }),
  });
  if (plan.kind === 'wait') return { steps: [], waitFor: { state: plan.state, why: plan.why } };
  const steps = plan.steps.map((step): PlanStep => {
    const { kind, why, replaces, traffic, rollout } = step;
    const request = isAssetKind(kind)
      ? assetRequest(kind, desired)
      : { request: requestOf(kind, step, desired, now) };
    return { kind, why, ...request, ...given({ replaces, traffic, rollout }) };
  });
  return { steps, deployment: desired.deployment.name };
}
