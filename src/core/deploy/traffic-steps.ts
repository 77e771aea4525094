// How an endpoint's traffic is to be split, held against how it is split.
import type { Step } from './deployment-step.ts';
import type { EndpointState } from './online-state.ts';
import { rolloutDefaults, type RolloutSettings } from '../rollout/settings.ts';
import { rolloutSteps } from './rollout-steps.ts';
import { describeTraffic, sameTraffic } from './traffic.ts';

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
  | { readonly kind: 'split'; readonly traffic: Split; readonly mirror: Split }
  | { readonly kind: 'unchanged' };

interface Names {
  readonly endpoint: string;
  readonly deployment: string;
}

const mirrored = (mirror: Split) =>
  sameTraffic(mirror, {}) ? '' : ` and a copy of ${describeTraffic(mirror)}`;

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
  const now = current?.traffic ?? {};
  const mirror = current?.mirrorTraffic ?? {};
  const before = Object.keys(now).length > 0 && {
    replaces: `traffic: ${describeTraffic(now)}${mirrored(mirror)}`,
  };
  if (wish.kind === 'split') {
    const { traffic } = wish;
    if (sameTraffic(now, traffic) && sameTraffic(mirror, wish.mirror)) return [];
    const why = `split the traffic of '${endpoint}' into ${describeTraffic(traffic)}${mirrored(wish.mirror)}, because its file says so`;
    return [{ kind: 'move-traffic', why, traffic, ...before }];
  }
  const { percent, isDefault, rollout = rolloutDefaults } = wish;
  const share = { endpoint, deployment, percent, isDefault };
  return rolloutSteps(rollout, share, { current, existing });
}
