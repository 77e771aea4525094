// Every change of an endpoint during a roll-out: by the holder of the lease only, with what has to be remembered in the same
// write, so that no interruption can part the two.
import type { EndpointState } from '../../../core/deploy/online-state.ts';
import { withLineage } from '../../../core/lineage/lineage-tags.ts';
import { leaseTag } from '../../../core/rollout/lease.ts';
import { memoryTag, printMemory } from '../../../core/rollout/memory.ts';
import type { EndpointChange } from '../../../ports/online-endpoints.ts';
import { endedTags, leaseSeconds, leaseTags, requireLease } from './lease.ts';
import type { RolloutContext, RolloutPorts } from './rollout-context.ts';
import { whileBusy } from './while-busy.ts';

type Split = Readonly<Record<string, number>>;

export interface Reroute {
  /** Absent: stays as it is. */
  readonly traffic?: Split;
  readonly mirror?: Split;
  /** The roll-out ends with this write: nothing is remembered, and the lease is given back. */
  readonly isLast: boolean;
}

/** What others have written on an endpoint. */
export const withoutRolloutTags = (tags: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(tags).filter(([name]) => name !== leaseTag && name !== memoryTag));

/** How long until the next write, at most: the watch of a step and as much again for slow answers. */
const lastingOf = ({ settings }: RolloutContext): number => 2 * settings.pauseSeconds + leaseSeconds;

function tagsAfter(now: EndpointState, context: RolloutContext, isLast: boolean, at: Date) {
  const { claim, deployment: candidate, before } = context;
  const memory = isLast ? undefined : printMemory({ candidate, before });
  const lease = claim && (isLast ? endedTags(claim, at) : leaseTags(claim, at, lastingOf(context)));
  return {
    ...withoutRolloutTags(now.tags ?? {}),
    ...(memory !== undefined && { [memoryTag]: memory }),
    ...lease,
  };
}

/** @throws ReleaseSuperseded, EndpointLeased when the lease is lost, and then nothing was changed */
export async function reroute(ports: RolloutPorts, context: RolloutContext, change: Reroute): Promise<void> {
  const { endpoints, clock } = ports;
  const { workspace, endpoint, claim } = context;
  const { traffic, mirror, isLast } = change;
  const decide = (now: EndpointState): EndpointChange => {
    if (claim) requireLease(claim, now, clock.now());
    const tags = tagsAfter(now, context, isLast, clock.now());
    if (traffic === undefined) return { tags };
    return { tags: withLineage(tags, context.lineage ?? {}), traffic, mirrorTraffic: mirror ?? {} };
  };
  await whileBusy(ports, () => endpoints.change(workspace, endpoint, decide));
}
