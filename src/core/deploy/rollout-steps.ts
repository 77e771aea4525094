// The steps of a roll-out as steps of a deployment's plan.
import { memoryTag, parseMemory } from '../rollout/memory.ts';
import { planRollout, type RolloutStep, type WholeSplit } from '../rollout/plan-rollout.ts';
import type { RolloutSettings } from '../rollout/settings.ts';
import { given } from '../given.ts';
import type { Step, StepKind } from './deployment-step.ts';
import type { EndpointState } from './online-state.ts';
import { describeTraffic, sameTraffic, type Share } from './traffic.ts';

const kinds = {
  judge: 'judge-deployment',
  route: 'move-traffic',
  remove: 'remove-deployment',
  end: 'end-rollout',
} as const satisfies Record<RolloutStep['kind'], StepKind>;

interface Around {
  readonly current: EndpointState | undefined;
  readonly existing: readonly string[];
}

/** @throws TrafficInvalid */
export function rolloutSteps(
  settings: RolloutSettings,
  wish: Share | WholeSplit,
  { current, existing }: Around,
): readonly Step[] {
  const traffic = current?.traffic ?? {};
  const memory = parseMemory(current?.tags?.[memoryTag]);
  const mirror = current?.mirrorTraffic ?? {};
  const { steps, before } = planRollout(settings, wish, { traffic, mirror, existing, ...given({ memory }) });
  const copied = sameTraffic(mirror, {}) ? '' : ` and a copy of ${describeTraffic(mirror)}`;
  const replaces =
    Object.keys(traffic).length > 0 ? `traffic: ${describeTraffic(traffic)}${copied}` : undefined;
  return steps.map((rollout): Step => {
    const step = { kind: kinds[rollout.kind], why: rollout.why, rollout };
    if (rollout.kind !== 'route') return step;
    const moves = sameTraffic(rollout.traffic, before) ? {} : given({ replaces });
    return { ...step, traffic: rollout.traffic, ...moves };
  });
}
