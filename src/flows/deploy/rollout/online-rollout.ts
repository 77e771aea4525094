// The roll-out of an online deployment as steps of its plan: test, judge, move, go back.
import { withOwnTags } from '../../../core/deploy/own-tags.ts';
import { given } from '../../../core/given.ts';
import { rolloutOf, type RollingInput } from '../../../core/plan/targets/online.ts';
import { endsByRoute } from '../../../core/rollout/plan-rollout.ts';
import { rolloutDefaults } from '../../../core/rollout/settings.ts';
import type { CheckAnswer } from '../../../ports/answer-check.ts';
import type { DeploymentRef, OnlineDeployments, OnlineEndpoints } from '../../../ports/online-endpoints.ts';
import type { ScoringService } from '../../../ports/scoring-service.ts';
import type { ApplyStep, StepContext } from '../deploy-target.ts';
import { PlanOutdated } from '../plan-outdated.ts';
import { requireEndpoint } from '../require-endpoint.ts';
import { endedTags, leaseTags } from './lease.ts';
import type { RolloutContext } from './rollout-context.ts';
import { applyRolloutStep } from './rollout-steps.ts';
import { explainedAnswer, explainingLines } from '../steps/show-logs.ts';
import { runSmokeTests } from './run-smoke-tests.ts';
import { testsOf } from './smoke-test.ts';

export interface OnlineRolloutPorts {
  readonly endpoints: OnlineEndpoints;
  readonly deployments: OnlineDeployments;
  readonly scoring: ScoringService;
  readonly check: CheckAnswer;
}

/** Absent for a plan that moves no traffic in steps. */
function contextOf(ref: DeploymentRef, context: StepContext<RollingInput>): RolloutContext | undefined {
  const before = context.plan.steps.find((step) => step.rollout !== undefined)?.rollout?.before;
  if (before === undefined) return undefined;
  const { workspace, endpoint, deployment } = ref;
  const settings = rolloutOf(context.input) ?? rolloutDefaults;
  return {
    ...{ workspace, endpoint, deployment, settings, before, smokeTests: testsOf(context) },
    lineage: context.input.lineage,
    ...given({ claim: context.claim, there: context.there.endpoint }),
  };
}

/** Whether the endpoint is marked as held: who moves the traffic in one write has no need to. */
export const marksOf = (input: RollingInput): boolean => !endsByRoute(rolloutOf(input) ?? rolloutDefaults);

/** Who moves the traffic in one write holds the endpoint for nobody: the mark alone tells older ones that it was here. */
function claimTags({ claim, clock, input }: StepContext<RollingInput>): Readonly<Record<string, string>> {
  if (claim === undefined) return {};
  return marksOf(input) ? leaseTags(claim, clock.now()) : endedTags(claim, clock.now());
}

/** @param refOf what a plan's steps are about */
export function onlineRolloutSteps(
  ports: OnlineRolloutPorts,
  refOf: (context: StepContext<RollingInput>) => DeploymentRef,
): Readonly<Record<string, ApplyStep<RollingInput>>> {
  const { endpoints } = ports;
  const roll: ApplyStep<RollingInput> = async (step, context) => {
    const rollout = contextOf(refOf(context), context);
    if (rollout === undefined || step.rollout === undefined)
      throw new Error(`Step '${step.kind}' does not say what it does to the traffic.`);
    await applyRolloutStep({ ...ports, ...context }, rollout, step.rollout);
  };
  return {
    'create-endpoint': async ({ request }, context) => {
      const { workspace, service } = context.input;
      const now = await endpoints.get(workspace, service);
      // Putting it once more would take away the traffic that its maker gave it.
      if (now !== undefined && context.there.endpoint === undefined)
        throw new PlanOutdated(`somebody else created '${service}' in the meantime`);
      // A lease, and what a roll-out that was cut off remembers, stay.
      await endpoints.create(workspace, service, withOwnTags(request.body ?? {}, now, claimTags(context)));
    },
    'test-deployment': async (_, context) => {
      const ref = refOf(context);
      const endpoint =
        context.there.endpoint ?? (await requireEndpoint(endpoints, ref.workspace, ref.endpoint));
      const all = { ...ports, ...context };
      const tests = testsOf(context);
      const credential = tests.length === 0 ? undefined : await endpoints.credential(ref.workspace, endpoint);
      const { scoringUri: uri } = endpoint;
      const place = { service: ref.endpoint, deployment: ref.deployment, ...given({ uri, credential }) };
      await runSmokeTests(all, place, tests).catch(async (error: unknown) => {
        const read = () => ports.deployments.logs(ref, explainingLines);
        throw await explainedAnswer(error, context.log, ref.deployment, read);
      });
    },
    'move-traffic': roll,
    'judge-deployment': roll,
    'remove-deployment': roll,
    'end-rollout': roll,
  };
}
