// The plan against what is there now.
import { fail } from '../../core/errors/catalogue.ts';
import { withGeneratedServer } from '../../core/no-code/generated-server.ts';
import { requireServer } from '../../core/no-code/require-server.ts';
import { makePlan } from '../../core/plan/make-plan.ts';
import type { Plan, PlanInput, ServiceInput, WhatIsThere } from '../../core/plan/plan.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { DeployTarget, PlannedTarget } from './deploy-target.ts';

/** Pause between two looks at a service that another operation holds and names none, and the longest wait for it. */
const busyPauseMs = 5_000;
const busyLimitMinutes = 60;

/** A plan and what it was made against. */
export interface PlanAndThere {
  readonly plan: Plan;
  readonly there: WhatIsThere;
}

/** The target, with plans from v1's two configurations. */
export const planningFromConfigs = (target: DeployTarget): PlannedTarget<PlanInput> => ({
  ...target,
  async look(input) {
    const whole = withGeneratedServer(input);
    // Before anything is called: looking needs a cluster, a hub or an engine that such a plan never uses.
    requireServer(whole);
    // What is generated is looked for, too.
    return target.look(whole);
  },
  plan: makePlan,
});

type Planning<I extends ServiceInput> = Pick<PlannedTarget<I>, 'look' | 'plan'>;

/** One look, one plan; it may say that another operation has to end first. */
export async function planNow<I extends ServiceInput>(input: I, target: Planning<I>): Promise<PlanAndThere> {
  const there = await target.look(input);
  return { plan: target.plan(input, there), there };
}

/**
 * Looks, and looks again while another operation is under way, until there is something to apply.
 *
 * @throws EndpointBusy after an hour, and what makePlan throws
 */
export async function settledPlan<I extends ServiceInput>(
  input: I,
  target: Planning<I>,
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
