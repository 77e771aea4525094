// Managed and Kubernetes online endpoints: the deploy flow's own plan, with the exact request of every step.
import { desiredDeployment, type DesiredDeployment } from '../../deploy/desired-deployment.ts';
import { planDeployment, type Step } from '../../deploy/deployment-plan.ts';
import { onlineSettings, type OnlineSettings } from '../../deploy/online-settings.ts';
import { keyNotSupported } from '../../config/origin.ts';
import { fail } from '../../errors/catalogue.ts';
import { given } from '../../given.ts';
import { workspacePath } from '../../workspace.ts';
import { machineLearning } from '../api-versions.ts';
import type { PlanInput, PlannedRequest, PlanStep, WhatIsThere } from '../plan.ts';
import { autoscaleStep } from './autoscale.ts';
import type { TargetPlan } from './target-plan.ts';

function onlyModel({ models }: PlanInput) {
  const [model, second] = models;
  if (model !== undefined && second === undefined) return model;
  throw fail('TooManyModels', { models: models.map((one) => `${one.model}:${one.version}`).join(', ') });
}

function requireCompute({ deployment }: PlanInput, { compute, computeType }: OnlineSettings): void {
  if (computeType === 'Managed' || compute !== undefined) return;
  throw keyNotSupported(deployment.origin, 'computeTargetName', {
    reason: 'a Kubernetes endpoint needs to know its cluster',
    instead: "Name the attached compute as computeTargetName, or with '--compute-target'.",
  });
}

/** Requests of the steps of planDeployment, in the service's own terms. */
function requestOf(step: Step, desired: DesiredDeployment): PlannedRequest {
  const base = workspacePath(desired.workspace);
  const endpoint = `${base}/onlineEndpoints/${desired.endpoint.name}`;
  const deployment = `${endpoint}/deployments/${desired.deployment.name}`;
  const azure = (method: PlannedRequest['method'], path: string, body?: object): PlannedRequest => ({
    system: 'azure',
    method,
    path,
    apiVersion: machineLearning,
    ...given({ body }),
  });
  switch (step.kind) {
    case 'upload-context':
      return { system: 'blob', method: 'PUT', path: desired.environment?.context?.uri ?? '' };
    case 'register-environment':
      return azure('PUT', desired.environment?.id ?? '', desired.environment?.create?.body);
    case 'upload-code':
      // The service says where to upload; the code version then points there.
      return azure('PUT', desired.code?.id ?? '', { properties: { codeUri: '{blobUri}' } });
    case 'create-endpoint':
      return azure('PUT', endpoint, desired.endpoint.body);
    case 'delete-deployment':
      return azure('DELETE', deployment);
    case 'create-deployment':
      return azure('PUT', deployment, desired.deployment.body);
    case 'test-deployment':
      return { system: 'scoring', method: 'POST', path: '{scoringUri}' };
    case 'set-autoscale':
      throw new Error('The plan of a deployment has no such step.');
    case 'move-traffic':
      return azure('PUT', endpoint, withTraffic(desired.endpoint.body, step.traffic ?? {}));
  }
}

/** PATCH can not change traffic: the whole endpoint is put again. Keys are taken at creation only. */
function withTraffic(body: object, traffic: Readonly<Record<string, number>>): object {
  const { properties, ...rest } = body as { properties: object };
  const others = Object.entries(properties).filter(([name]) => name !== 'keys');
  return { ...rest, properties: { ...Object.fromEntries(others), traffic } };
}

function filesOf(step: Step, desired: DesiredDeployment): Pick<PlanStep, 'files'> {
  const context = desired.environment?.context?.files ?? {};
  if (step.kind === 'upload-context')
    return { files: Object.entries(context).map(([path, text]) => ({ path, text })) };
  return step.kind === 'upload-code' ? given({ files: desired.code?.files }) : {};
}

/**
 * The names and bodies that the inputs lead to; of `now` it takes what does not depend on them (region, registered environment,
 * store).
 */
export function desiredOnline(
  input: PlanInput,
  now: Pick<WhatIsThere, 'location' | 'environment' | 'contextStore'>,
): DesiredDeployment {
  const { service, workspace, inference, source, texts, lineage } = input;
  const config = onlineSettings(input.deployment);
  requireCompute(input, config);
  return desiredDeployment({
    ...{
      workspace,
      location: now.location,
      endpoint: service,
      model: onlyModel(input),
      config,
      source,
      lineage,
    },
    ...texts,
    ...given({
      inference,
      registeredEnvironmentId: now.environment?.id,
      contextStore: now.contextStore,
    }),
  });
}

export function planOnline(input: PlanInput, now: WhatIsThere): TargetPlan {
  const desired = desiredOnline(input, now);
  const { environmentExists = false, codeExists = false, endpoint, deployment } = now;
  const plan = planDeployment(desired, { environmentExists, codeExists, ...given({ endpoint, deployment }) });
  if (plan.kind === 'wait') return { steps: [], waitFor: plan };
  const steps = plan.steps.map((step): PlanStep => {
    const { kind, why, replaces, traffic } = step;
    return {
      kind,
      why,
      request: requestOf(step, desired),
      ...filesOf(step, desired),
      ...given({ replaces, traffic }),
    };
  });
  const { name } = desired.deployment;
  const scale = autoscaleStep(desired, onlineSettings(input.deployment), now);
  if (scale === undefined) return { steps, deployment: name };
  const beforeTraffic = steps.findIndex(({ kind }) => kind === 'test-deployment');
  const all = beforeTraffic < 0 ? [...steps, scale] : steps.toSpliced(beforeTraffic, 0, scale);
  return { steps: all, deployment: name };
}
