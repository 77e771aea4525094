// What a run that ends in an error leaves behind: no mixture that nobody asked for, and the endpoint free for others.
import { describeTraffic, sameTraffic } from '../../../core/deploy/traffic.ts';
import type { EndpointState } from '../../../core/deploy/online-state.ts';
import { given } from '../../../core/given.ts';
import { splitAfterFailure, type Failure } from '../../../core/rollout/after-failure.ts';
import { decideLease, leaseTag, parseLease, type Claim } from '../../../core/rollout/lease.ts';
import { memoryTag, parseMemory } from '../../../core/rollout/memory.ts';
import type { Split } from '../../../core/rollout/split.ts';
import type { EndpointChange } from '../../../ports/online-endpoints.ts';
import { endedTags, type LeasePorts, type Place } from './lease.ts';
import { withoutRolloutTags } from './reroute.ts';
import { whileBusy } from './while-busy.ts';

/** Who fails because an operation does not end would wait for that very operation. */
const patienceMs = 60_000;

export interface Leaving {
  /** Absent: nobody queues. */
  readonly claim?: Claim;
  /** Absent for a plan that moves no traffic in steps. */
  readonly failure?: Failure;
}

/** What leaves everything as it should be; absent: it is that way already. */
function changeOf(now: EndpointState, { claim, failure }: Leaving, at: Date): EndpointChange | undefined {
  const { traffic, mirrorTraffic: mirror = {}, tags = {} } = now;
  const lease = parseLease(tags[leaseTag]);
  const decision = claim && decideLease(lease, claim, at).kind;
  if (decision === 'wait' || decision === 'superseded') return undefined;
  const remembered = parseMemory(tags[memoryTag])?.candidate;
  const back = failure && splitAfterFailure(failure, { traffic, mirror, ...given({ remembered }) });
  const isHeld = claim !== undefined && lease?.holder === claim.holder && lease.state === 'held';
  if (back === undefined && !isHeld) return undefined;
  const ended = claim && endedTags(claim, at);
  if (back === undefined) return { tags: { ...tags, ...ended } };
  return { tags: { ...withoutRolloutTags(tags), ...ended }, traffic: back, mirrorTraffic: {} };
}

/** Takes the traffic back and gives the lease back in one write, as far as both are still this run's. */
export async function leaveEndpoint(
  ports: LeasePorts,
  { workspace, endpoint }: Place,
  leaving: Leaving,
): Promise<void> {
  const { endpoints, clock, log } = ports;
  let moved: Split | undefined;
  const decide = (now: EndpointState): EndpointChange | undefined => {
    const change = changeOf(now, leaving, clock.now());
    moved = change?.traffic && !sameTraffic(change.traffic, now.traffic) ? change.traffic : undefined;
    return change;
  };
  await whileBusy(ports, () => endpoints.change(workspace, endpoint, decide), patienceMs);
  if (moved) log.warning(`The traffic is with ${describeTraffic(moved)} again.`);
}
