// A wanted batch deployment held against what is there, with the exact request of every step.
import { assetSteps } from '../../deploy/asset-steps.ts';
import type { Step } from '../../deploy/deployment-step.ts';
import type { DesiredAssets } from '../../deploy/desired-assets.ts';
import {
  deploymentSteps,
  endpointSteps,
  waiting,
  type DesiredEndpoint,
} from '../../deploy/endpoint-steps.ts';
import { given } from '../../given.ts';
import { workspacePath, type Workspace } from '../../workspace.ts';
import type { PlannedRequest, PlanStep, WhatIsThere } from '../plan.ts';
import { assetRequest, isAssetKind } from './asset-requests.ts';
import { machineLearningRequest as azure } from './machine-learning-request.ts';
import type { TargetPlan } from './target-plan.ts';

export interface DesiredBatch extends DesiredAssets {
  readonly workspace: Workspace;
  readonly endpoint: DesiredEndpoint;
  readonly deployment: { readonly name: string; readonly content: string; readonly body: object };
  /** What jobs run that name no deployment; absent: what they run now, or this deployment where they run nothing. */
  readonly defaultDeployment?: string;
}

const withDefault = (body: object, deploymentName: string): object => {
  const { properties } = body as { properties: object };
  return { ...body, properties: { ...properties, defaults: { deploymentName } } };
};

interface Default {
  readonly path: string;
  /** What jobs run now that name no deployment. */
  readonly now: string | undefined;
  /** The deployment is made or changed by this plan. */
  readonly isNew: boolean;
}

function defaultSteps(desired: DesiredBatch, { path, now, isNew }: Default): PlanStep[] {
  // The first one is the default, or a job without a name would find none.
  const wanted = desired.defaultDeployment ?? now ?? desired.deployment.name;
  if (wanted === now && !isNew) return [];
  const { name, body } = desired.endpoint;
  const test: PlanStep = {
    kind: 'test-deployment',
    why: `score the test request with '${wanted}', before jobs run it`,
    request: { system: 'scoring', method: 'POST', path: '{scoringUri}' },
  };
  const tested = wanted === desired.deployment.name ? [test] : [];
  if (wanted === now) return tested;
  return [
    ...tested,
    {
      kind: 'set-default',
      why: `let jobs of '${name}' run '${wanted}', because they run ${now ?? 'nothing'} so far`,
      request: azure('PUT', path, withDefault(body, wanted)),
      ...given({ replaces: now && `default deployment '${now}'` }),
    },
  ];
}

/** An endpoint that is put again keeps the default and the tags that it has. */
function endpointBody({ endpoint }: DesiredBatch, now: WhatIsThere): object {
  if (now.endpoint === undefined) return endpoint.body;
  const { tags } = endpoint.body as { readonly tags?: object };
  const body = { ...endpoint.body, tags: { ...now.endpoint.tags, ...tags } };
  return now.defaultDeployment === undefined ? body : withDefault(body, now.defaultDeployment);
}

export function batchSteps(desired: DesiredBatch, now: WhatIsThere): TargetPlan {
  const { workspace, endpoint, deployment } = desired;
  const waitFor = waiting({ endpoint: endpoint.name, deployment: deployment.name }, now);
  if (waitFor) return { steps: [], waitFor };
  const path = `${workspacePath(workspace)}/batchEndpoints/${endpoint.name}`;
  const requestOf = ({ kind }: Step): PlannedRequest =>
    kind === 'create-endpoint'
      ? azure('PUT', path, endpointBody(desired, now))
      : azure('PUT', `${path}/deployments/${deployment.name}`, deployment.body);
  const steps = [
    ...assetSteps(desired, now),
    ...endpointSteps(endpoint, now.endpoint),
    // Nobody knows which jobs run it, so that it is never deleted.
    ...deploymentSteps(deployment, now.deployment, { mayDelete: false }),
  ].map((step): PlanStep => {
    const { kind, why, replaces } = step;
    return {
      kind,
      why,
      ...(isAssetKind(kind) ? assetRequest(kind, desired) : { request: requestOf(step) }),
      ...given({ replaces }),
    };
  });
  const isNew = steps.some(({ kind }) => kind === 'create-deployment');
  return {
    steps: [...steps, ...defaultSteps(desired, { path, now: now.defaultDeployment, isNew })],
    deployment: deployment.name,
  };
}
