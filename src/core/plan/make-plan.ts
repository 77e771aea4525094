// From model, inference config, deployment config and what is there now to the steps in between. Pure.
import { fail } from '../errors/catalogue.ts';
import { withGeneratedServer } from '../no-code/generated-server.ts';
import { requireServer } from '../no-code/require-server.ts';
import { environmentWarnings } from './environment-warnings.ts';
import type { Plan, PlanInput, WhatIsThere } from './plan.ts';
import { planBatch } from './targets/batch.ts';
import { planContainerGroup } from './targets/container-group.ts';
import { planEdgeModule } from './targets/edge-module.ts';
import { planLocal } from './targets/local.ts';
import { planOnline } from './targets/online.ts';
import type { TargetPlan } from './targets/target-plan.ts';
import { treatKeys } from './treat-keys.ts';
import type { Target } from '../config/target.ts';

const compilers: Readonly<Record<Target, (input: PlanInput, now: WhatIsThere) => TargetPlan>> = {
  local: planLocal,
  aci: planContainerGroup,
  kubernetes: planOnline,
  managed: planOnline,
  batch: planBatch,
  iotedge: planEdgeModule,
};

/**
 * The same input gives the same plan; a plan without steps means that everything is there already.
 *
 * @throws ConfigurationInvalid, ConfigurationConflict, ConfigurationNotSupported, NameInvalid, TrafficInvalid,
 *   EndpointAuthMismatch, InputMissing, ServerMissing
 */
export function makePlan(given: PlanInput, now: WhatIsThere): Plan {
  const input = withGeneratedServer(given);
  const { inference, deployment, texts } = input;
  const { target } = deployment;
  if (input.models.length === 0) throw fail('InputMissing', { input: 'model' });
  requireServer(input);
  const warnings = [...treatKeys(inference, deployment), ...environmentWarnings(inference, texts, target)];
  const { warnings: more = [], ...planned } = compilers[target](input, now);
  return { target, ...planned, warnings: [...warnings, ...more] };
}
