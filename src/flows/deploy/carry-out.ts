// Carries a plan out, step by step: shown before, timed, safe to repeat.
import { fail } from '../../core/errors/catalogue.ts';
import { isExtensionError } from '../../core/errors/extension-error.ts';
import { given } from '../../core/given.ts';
import type { Claim } from '../../core/rollout/lease.ts';
import type { Plan, PlanStep, ServiceInput } from '../../core/plan/plan.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { PlannedTarget, StepContext } from './deploy-target.ts';
import type { DeploymentTests } from './rollout/smoke-test.ts';
import { PlanOutdated } from './plan-outdated.ts';
import { settledPlan, type PlanAndThere } from './plan-now.ts';

export interface CarryOutOptions extends DeploymentTests {
  /** Absent: nobody queues. */
  readonly claim?: Claim;
  /** False: refuse a plan that replaces anything. Default true. */
  readonly overwrite?: boolean;
  /** Called between steps; throws when somebody ends the run. */
  readonly checkpoint?: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

function refuseReplacing(service: string, { steps }: Plan): void {
  const first = steps.find(({ replaces }) => replaces !== undefined);
  if (first?.replaces !== undefined) throw fail('OverwriteRefused', { service, replaced: first.replaces });
}

/** How far a run has come. */
interface Progress {
  plan?: Plan;
  step?: PlanStep;
}

async function applySteps<I extends ServiceInput>(
  target: PlannedTarget<I>,
  context: StepContext<I> & Pick<CarryOutOptions, 'checkpoint'>,
  progress: Progress,
): Promise<void> {
  const { plan, clock, log } = context;
  const { steps } = plan;
  for (const [index, step] of steps.entries()) {
    const apply = target.steps[step.kind];
    if (apply === undefined) throw new Error(`No step '${step.kind}' is known for target ${plan.target}.`);
    context.checkpoint?.();
    progress.step = step;
    const started = clock.now().getTime();
    log.info(`Step ${index + 1} of ${steps.length}: ${step.why}.`);
    await apply(step, context);
    const seconds = (clock.now().getTime() - started) / 1000;
    log.info(`Step ${index + 1} of ${steps.length} done after ${seconds.toFixed(1)} s.`);
  }
}

function tellIfCancelled(error: unknown, { plan, step }: Progress, log: Log): void {
  if (!isExtensionError(error) || error.code !== 'RunCancelled' || plan === undefined || step === undefined)
    return;
  const at = `step ${plan.steps.indexOf(step) + 1} of ${plan.steps.length}`;
  log.warning(`Cancelled in ${at} (${step.why}). What the service has begun, it ends by itself.`);
}

/** Who comes next finds no half-done work; failing at that must not hide what went wrong. */
async function leaveForOthers<I extends ServiceInput>(
  input: I,
  target: PlannedTarget<I>,
  { claim, clock, log }: CarryOutOptions,
  { plan, step: failed }: Progress,
): Promise<void> {
  await target.leave?.(input, { clock, log, ...given({ claim, plan, failed }) }).catch((error: unknown) => {
    if (isExtensionError(error) && error.code === 'AzureResourceNotFound') return;
    const reason = error instanceof Error ? error.message : String(error);
    log.warning(
      `'${input.service}' could not be left in order: ${reason} The same command continues; others wait until the lease expires.`,
    );
  });
}

function announce({ service }: ServiceInput, plan: Plan, { log, overwrite }: CarryOutOptions): void {
  for (const warning of plan.warnings) log.warning(warning);
  if (plan.steps.length === 0)
    log.info(`Nothing to do: '${plan.deployment ?? service}' serves already with all traffic.`);
  if (overwrite === false) refuseReplacing(service, plan);
}

/** The plan, once nobody else changes the service. A plan without steps reserves nothing. */
async function reserved<I extends ServiceInput>(
  input: I,
  target: PlannedTarget<I>,
  options: CarryOutOptions,
  now: PlanAndThere,
): Promise<PlanAndThere> {
  const { claim, clock, log } = options;
  if (now.plan.steps.length === 0 || claim === undefined || target.reserve === undefined) return now;
  const mayDiffer = await target.reserve(input, { claim, ...now, clock, log });
  return mayDiffer ? settledPlan(input, target, options) : now;
}

/**
 * Plans against what is there and applies the steps in order. Running it twice changes nothing the second time; interrupted,
 * it continues from what is there.
 *
 * @returns the plan that was carried out, and what it was made against; without steps everything served already
 * @throws catalogue errors only for what a user can mend or wait for
 */
export async function carryOut<I extends ServiceInput>(
  input: I,
  target: PlannedTarget<I>,
  options: CarryOutOptions,
): Promise<PlanAndThere> {
  const { log, overwrite } = options;
  for (;;) {
    const found = await settledPlan(input, target, options);
    // Before anything is reserved: who is refused shall keep nobody waiting.
    if (overwrite === false) refuseReplacing(input.service, found.plan);
    const progress: Progress = {};
    try {
      const now = await reserved(input, target, options, found);
      announce(input, now.plan, options);
      progress.plan = now.plan;
      await applySteps(target, { ...options, ...now, input, bindings: new Map() }, progress);
      // Without a step about traffic nothing has given back what was reserved.
      if (now.plan.steps.length > 0 && !now.plan.steps.some(({ rollout }) => rollout !== undefined))
        await leaveForOthers(input, target, options, {});
      return now;
    } catch (error) {
      if (!(error instanceof PlanOutdated)) {
        tellIfCancelled(error, progress, log);
        await leaveForOthers(input, target, options, progress);
        throw error;
      }
      log.info(`Planning again, because ${error.reason}.`);
    }
  }
}
