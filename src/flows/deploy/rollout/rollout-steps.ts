// Carries out the steps of a roll-out. Each is safe to repeat.
import { describeTraffic } from '../../../core/deploy/traffic.ts';
import { fail } from '../../../core/errors/catalogue.ts';
import type { RolloutStep } from '../../../core/rollout/plan-rollout.ts';
import { goBack } from './go-back.ts';
import { reroute } from './reroute.ts';
import type { RolloutContext, RolloutPorts } from './rollout-context.ts';
import { watchStep } from './watch-step.ts';

type JudgeStep = Extract<RolloutStep, { kind: 'judge' }>;

async function judgeStep(ports: RolloutPorts, context: RolloutContext, step: JudgeStep): Promise<void> {
  const { endpoint, deployment, before } = context;
  const judgement = await watchStep(ports, context, step);
  if (judgement === undefined) {
    ports.log.warning(
      `'${deployment}' is not compared with '${step.against}', because there is no test request and no smoke test to ask with.`,
    );
    return;
  }
  const { outcome, reason } = judgement;
  if (outcome !== 'bad') {
    ports.log.info(`'${deployment}' is good: ${reason}.`);
    return;
  }
  const kept = await goBack(ports, context, reason);
  throw fail('RolloutJudgedWorse', { endpoint, deployment, reason, kept, traffic: describeTraffic(before) });
}

/** @throws RolloutJudgedWorse after the traffic went back; ReleaseSuperseded; SmokeTestNotReachable */
export async function applyRolloutStep(
  ports: RolloutPorts,
  context: RolloutContext,
  step: RolloutStep,
): Promise<void> {
  const { workspace, endpoint } = context;
  switch (step.kind) {
    case 'judge':
      return judgeStep(ports, context, step);
    case 'route':
      return reroute(ports, context, step);
    case 'remove':
      return ports.deployments.delete({ workspace, endpoint, deployment: step.deployment });
    case 'end':
      return reroute(ports, context, { isLast: true });
  }
}
