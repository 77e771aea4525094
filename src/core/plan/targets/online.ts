// Managed and Kubernetes online endpoints: from the two configurations to the wanted deployment and its plan.
import { desiredDeployment, type DesiredDeployment } from '../../deploy/desired-deployment.ts';
import { rolloutSettings, type RolloutSettings } from '../../rollout/settings.ts';
import { onlineSettings, type OnlineSettings } from '../../deploy/online-settings.ts';
import type { DeploymentConfig } from '../../config/deployment-config.ts';
import { keyNotSupported } from '../../config/origin.ts';
import { fail } from '../../errors/catalogue.ts';
import { given } from '../../given.ts';
import type { PlanInput, ServiceInput, WhatIsThere } from '../plan.ts';
import { autoscaleStep } from './autoscale.ts';
import { onlineSteps } from './online-steps.ts';
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

/** An input that says how the new version takes over: beside the files, or in the deployment config. */
export interface RollingInput extends ServiceInput {
  readonly rollout?: RolloutSettings;
  readonly deployment?: DeploymentConfig;
}

/** How the new version takes over; absent: in one move. */
export function rolloutOf({ rollout, deployment }: RollingInput): RolloutSettings | undefined {
  const words = deployment?.settings.rollout;
  return rollout ?? (words && rolloutSettings(words));
}

/**
 * The names and bodies that the inputs lead to; of `now` it takes what does not depend on them (region, registered
 * environment, store).
 */
export function desiredOnline(
  input: PlanInput,
  now: Pick<WhatIsThere, 'location' | 'environment' | 'contextStore'>,
): DesiredDeployment {
  const { service, workspace, inference, source, texts, lineage } = input;
  const config = onlineSettings(input.deployment);
  requireCompute(input, config);
  const model = onlyModel(input);
  return desiredDeployment({
    ...{ workspace, location: now.location, endpoint: service, model, config, source, lineage },
    ...texts,
    ...given({
      inference,
      registeredEnvironmentId: now.environment?.id,
      contextStore: now.contextStore,
      rollout: rolloutOf(input),
    }),
  });
}

export function planOnline(input: PlanInput, now: WhatIsThere): TargetPlan {
  const desired = desiredOnline(input, now);
  const plan = onlineSteps(desired, now);
  if (plan.waitFor !== undefined) return plan;
  const scale = autoscaleStep(desired, onlineSettings(input.deployment), now);
  if (scale === undefined) return plan;
  const { steps } = plan;
  const beforeTraffic = steps.findIndex(({ kind }) => kind === 'test-deployment');
  return {
    ...plan,
    steps: beforeTraffic < 0 ? [...steps, scale] : steps.toSpliced(beforeTraffic, 0, scale),
  };
}
