// How an endpoint's traffic is to be split, held against how it is split.
import type { Step } from './deployment-step.ts';
import type { EndpointState } from './online-state.ts';
import { rolloutDefaults, type RolloutSettings } from '../rollout/settings.ts';
import { rolloutSteps } from './rollout-steps.ts';

type Split = Readonly<Record<string, number>>;

export type TrafficWish =
  /** The deployment gets its percentage; the others keep theirs, as v1 did it. */
  | {
      readonly kind: 'share';
      readonly percent: number;
      readonly isDefault: boolean;
      /** How it gets there; absent: in one move. */
      readonly rollout?: RolloutSettings;
    }
  /** The whole split is given. */
  | {
      readonly kind: 'split';
      readonly traffic: Split;
      readonly mirror: Split;
      readonly rollout?: RolloutSettings;
    }
  | { readonly kind: 'unchanged' };

interface Names {
  readonly endpoint: string;
  readonly deployment: string;
}

/**
 * The steps to another split; none if it is there.
 *
 * @param existing the deployments that can take requests
 * @throws TrafficInvalid
 */
export function trafficSteps(
  { endpoint, deployment }: Names,
  wish: TrafficWish,
  {
    current,
    existing,
  }: { readonly current?: EndpointState | undefined; readonly existing: readonly string[] },
): readonly Step[] {
  if (wish.kind === 'unchanged') return [];
  const { rollout = rolloutDefaults } = wish;
  const around = { current, existing };
  if (wish.kind === 'split') {
    const { traffic, mirror } = wish;
    return rolloutSteps(rollout, { endpoint, deployment, traffic, mirror }, around);
  }
  const { percent, isDefault } = wish;
  return rolloutSteps(rollout, { endpoint, deployment, percent, isDefault }, around);
}
