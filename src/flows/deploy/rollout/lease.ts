// Holds the lease of an endpoint: taken before anything is changed, checked and renewed by every change, given back at the end.
import { fail } from '../../../core/errors/catalogue.ts';
import type { EndpointState } from '../../../core/deploy/online-state.ts';
import {
  decideLease,
  decideTaking,
  endedLease,
  leaseFor,
  leaseTag,
  nameOf,
  parseLease,
  printLease,
  type Claim,
  type Lease,
  type LeaseDecision,
} from '../../../core/rollout/lease.ts';
import type { Workspace } from '../../../core/workspace.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Log } from '../../../ports/log.ts';
import type { OnlineEndpoints } from '../../../ports/online-endpoints.ts';
import { whileBusy } from './while-busy.ts';

export interface LeasePorts {
  readonly endpoints: OnlineEndpoints;
  readonly clock: Clock;
  readonly log: Log;
}

/** How long a lease outlives whatever its holder is doing. */
export const leaseSeconds = 300;
/** Between two looks at an endpoint that somebody else holds, and the longest wait for it. */
const pauseMs = 10_000;
const limitMinutes = 60;
/** What a rival's write may still be under way for when ours has ended; then the tag is read again. */
const settleMs = 1_000;

type Tags = Readonly<Record<string, string>>;

export const leaseTags = (claim: Claim, now: Date, lasting = leaseSeconds): Tags => ({
  [leaseTag]: printLease(leaseFor(claim, now, lasting)),
});

export const endedTags = (claim: Claim, now: Date): Tags => ({
  [leaseTag]: printLease(endedLease(claim, now)),
});

/**
 * To be asked about the endpoint that a change is based on, so that who has lost the lease changes nothing.
 *
 * @throws ReleaseSuperseded, EndpointLeased
 */
export function requireLease(claim: Claim, { name, tags }: EndpointState, now: Date): void {
  const lease = parseLease(tags?.[leaseTag]);
  const decision = decideLease(lease, claim, now);
  const values = { endpoint: name, mine: nameOf(claim) };
  if (decision.kind === 'superseded') throw fail('ReleaseSuperseded', { ...values, newer: decision.by });
  if (decision.kind === 'wait')
    throw fail('EndpointLeased', { endpoint: name, holder: lease ? nameOf(lease) : 'nobody', minutes: 0 });
}

/** Whether `claim` need not wait for the endpoint that was found, and nobody newer has it. */
export function isFree({ tags }: EndpointState, claim: Claim, now: Date): boolean {
  const { kind } = decideLease(parseLease(tags?.[leaseTag]), claim, now);
  return kind === 'take' || kind === 'held';
}

export interface Place {
  readonly workspace: Workspace;
  readonly endpoint: string;
}

/** One attempt: what the tag said, what that means, and our own name written over it where that is allowed. */
async function tryLease(
  { endpoints, clock, log }: LeasePorts,
  { workspace, endpoint }: Place,
  claim: Claim,
  marks: boolean,
): Promise<{ readonly decision: LeaseDecision; readonly lease: Lease | undefined }> {
  const found: { decision: LeaseDecision; lease: Lease | undefined }[] = [];
  await whileBusy({ clock, log }, () =>
    endpoints.change(workspace, endpoint, ({ tags }) => {
      const lease = parseLease(tags?.[leaseTag]);
      const decision = decideTaking(lease, claim, clock.now());
      found.push({ decision, lease });
      return marks && decision.kind === 'take'
        ? { tags: { ...tags, ...leaseTags(claim, clock.now()) } }
        : undefined;
    }),
  );
  const last = found.at(-1);
  if (last === undefined) throw new Error('An endpoint that is changed is asked.');
  return last;
}

/** A pipeline's own next attempt need not be told. */
const adviceTo = ({ kind }: Claim): string =>
  kind === 'person' ? ' If it has ended, --take-over does not wait for it.' : '';

/**
 * Takes the lease, after whoever holds it.
 *
 * @param asked false: it is not written down that this one is at work, because it changes the traffic in one write, and that
 *   write looks at the lease and leaves its own mark. Who takes over writes it down all the same: the other one has to see it
 * @returns true if somebody else may have changed the endpoint in the meantime
 * @throws ReleaseSuperseded when a newer release holds it, or held it while this one waited; EndpointLeased after an hour
 */
export async function takeLease(
  ports: LeasePorts,
  place: Place,
  claim: Claim,
  asked = true,
): Promise<boolean> {
  const { clock, log } = ports;
  const { endpoint } = place;
  const marks = asked || claim.takesOver === true;
  const mine = nameOf(claim);
  const deadline = clock.now().getTime() + limitMinutes * 60_000;
  let mayDiffer = false;
  for (;;) {
    const { decision, lease } = await tryLease(ports, place, claim, marks);
    // It was at work since this one began: what was looked at may be another by now.
    if (lease && lease.holder !== claim.holder && lease.until > claim.since) mayDiffer = true;
    switch (decision.kind) {
      case 'held':
        return mayDiffer;
      case 'superseded':
        throw fail('ReleaseSuperseded', { endpoint, mine, newer: decision.by });
      case 'take':
        if (!marks) return mayDiffer;
        // Without ETags the last writer wins: only who still finds its own name has it.
        log.info(`Endpoint '${endpoint}' is held for ${mine}, because ${decision.reason}.`);
        await clock.sleep(settleMs);
        break;
      case 'wait':
        if (clock.now().getTime() >= deadline)
          throw fail('EndpointLeased', {
            endpoint,
            holder: lease ? nameOf(lease) : mine,
            minutes: limitMinutes,
          });
        log.info(`Waiting, because ${decision.reason}.${adviceTo(claim)}`);
        await clock.sleep(pauseMs);
    }
  }
}
