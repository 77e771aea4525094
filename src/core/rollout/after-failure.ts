// Where the traffic belongs when a run ends in an error. Pure.
import { sameTraffic } from '../deploy/traffic.ts';
import type { RolloutStep } from './plan-rollout.ts';
import { sumOf, withoutZeros, type Split } from './split.ts';

export interface Failure {
  /** The new version. */
  readonly candidate: string;
  /** The split that the roll-out began with. */
  readonly before: Split;
  /** What could not be done; absent for a step that is not about traffic. */
  readonly failed?: RolloutStep;
}

export interface TrafficNow {
  readonly traffic: Split;
  readonly mirror: Split;
  /** Whose roll-out has not ended. */
  readonly remembered?: string;
}

/** Everything was judged by then: what is left is tidying up. */
function isSettled({ failed }: Failure, { traffic }: TrafficNow): boolean {
  if (failed?.kind === 'remove' || failed?.kind === 'end') return true;
  return failed?.kind === 'route' && failed.isLast && sameTraffic(failed.traffic, traffic);
}

/** The split to go back to; absent: the traffic stays where it is. */
export function splitAfterFailure(failure: Failure, now: TrafficNow): Split | undefined {
  const { candidate, before } = failure;
  const { traffic, mirror, remembered } = now;
  if (sumOf(before) !== 100 || isSettled(failure, now)) return undefined;
  const isOurs =
    remembered === candidate ||
    (traffic[candidate] ?? 0) > (before[candidate] ?? 0) ||
    (mirror[candidate] ?? 0) > 0;
  // What a person has moved to somebody else is what they want.
  const known = new Set([...Object.keys(before), candidate]);
  const isForeign = Object.keys(withoutZeros(traffic)).some((name) => !known.has(name));
  return isOurs && !isForeign ? before : undefined;
}
