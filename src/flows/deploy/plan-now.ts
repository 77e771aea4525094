// The plan against what is there now.
import { fail } from '../../core/errors/catalogue.ts';
import { withGeneratedServer } from '../../core/no-code/generated-server.ts';
import { makePlan } from '../../core/plan/make-plan.ts';
import type { Plan, PlanInput, WhatIsThere } from '../../core/plan/plan.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { DeployTarget } from './deploy-target.ts';

/** Pause between two looks at a service that another operation holds and names none, and the longest wait for it. */
const busyPauseMs = 5_000;
const busyLimitMinutes = 60;

/** A plan and what it was made against. */
export interface PlanAndThere {
  readonly plan: Plan;
  readonly there: WhatIsThere;
}

/** One look, one plan; it may say that another operation has to end first. */
export async function planNow(input: PlanInput, target: Pick<DeployTarget, 'look'>): Promise<PlanAndThere> {
  // What is generated is looked for, too.
  const whole = withGeneratedServer(input);
  const there = await target.look(whole);
  return { plan: makePlan(whole, there), there };
}

/**
 * Looks, and looks again while another operation is under way, until there is something to apply.
 *
 * @throws EndpointBusy after an hour, and what makePlan throws
 */
export async function settledPlan(
  input: PlanInput,
  target: Pick<DeployTarget, 'look'>,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Promise<PlanAndThere> {
  const deadline = clock.now().getTime() + busyLimitMinutes * 60_000;
  for (;;) {
    const now = await planNow(input, target);
    const { waitFor } = now.plan;
    if (waitFor === undefined) return now;
    const { state, why, pauseMs = busyPauseMs } = waitFor;
    if (clock.now().getTime() >= deadline)
      throw fail('EndpointBusy', { endpoint: input.service, state, minutes: busyLimitMinutes });
    log.info(`Now: ${why}.`);
    await clock.sleep(pauseMs);
  }
}
