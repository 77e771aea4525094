// Who may change an endpoint: one release at a time, and of several the newest. Pure; the endpoint's tag holds it.

/** The tag of the endpoint that holds the lease. */
export const leaseTag = 'azureml-release.lease';

/** A release that wants to change an endpoint. */
export interface Claim {
  /** Unlike that of any other process: letters, digits and dashes. */
  readonly holder: string;
  /** What it is a number of: only numbers of one kind can be compared. */
  readonly kind: 'release' | 'run' | 'person';
  readonly number: number;
  /** When it began. */
  readonly since: Date;
  /** It does not wait for an older one: a person has said that nobody is at work there any more. */
  readonly takesOver?: boolean;
}

export interface Lease extends Claim {
  /** Until when it holds, or when it was given back. */
  readonly until: Date;
  readonly state: 'held' | 'ended';
}

export type LeaseDecision =
  | { readonly kind: 'take'; readonly reason: string }
  | { readonly kind: 'held' }
  | { readonly kind: 'wait'; readonly reason: string }
  /** A newer release has the endpoint, or had it since this one began. */
  | { readonly kind: 'superseded'; readonly by: string };

const iso = (date: Date): string => date.toISOString().replace(/\.\d{3}Z$/, 'Z');

/** `release 17 (3f2a-9c) since 2026-11-21T14:00:00Z held until 2026-11-21T14:05:00Z` */
export const printLease = ({ holder, kind, number, since, until, state }: Lease): string =>
  `${kind} ${number} (${holder}) since ${iso(since)} ${state === 'held' ? 'held until' : 'ended'} ${iso(until)}`;

const shape =
  /^(release|run|person) (\d{1,15}) \(([\w-]{1,64})\) since ([\dT:Z-]{20}) (held until|ended) ([\dT:Z-]{20})$/;

/** Absent for what this program did not write: then nobody holds anything. */
export function parseLease(text: string | undefined): Lease | undefined {
  const [, kind, number, holder = '', since, words, until] = shape.exec(text ?? '') ?? [];
  if (kind === undefined || since === undefined || until === undefined) return undefined;
  const lease: Lease = {
    kind: kind as Claim['kind'],
    number: Number(number),
    holder,
    since: new Date(since),
    until: new Date(until),
    state: words === 'ended' ? 'ended' : 'held',
  };
  return Number.isNaN(lease.since.getTime() + lease.until.getTime()) ? undefined : lease;
}

export const nameOf = ({ kind, number }: Pick<Claim, 'kind' | 'number'>): string =>
  kind === 'person' ? 'a run by hand' : `${kind} ${number}`;

const seconds = (date: Date): number => Math.floor(date.getTime() / 1000);

/** By number within one kind, else by beginning. */
export function isNewer(a: Claim, b: Claim): boolean {
  if (a.kind === b.kind && a.number !== b.number) return a.number > b.number;
  return seconds(a.since) > seconds(b.since);
}

const isSameRelease = (a: Claim, b: Claim): boolean =>
  a.kind === b.kind && a.number === b.number && a.kind !== 'person';

/** What `claim` may do about an endpoint whose tag says `lease`. */
export function decideLease(lease: Lease | undefined, claim: Claim, now: Date): LeaseDecision {
  if (lease === undefined) return { kind: 'take', reason: 'nobody holds the endpoint' };
  const other = nameOf(lease);
  const newer = isNewer(lease, claim);
  const alive = lease.state === 'held' && lease.until > now;
  // An older release that began after the newer one had ended is somebody's wish; one that waited is not.
  const overlapped = seconds(lease.until) > seconds(claim.since);
  if (lease.holder === claim.holder) {
    if (alive) return { kind: 'held' };
    return { kind: 'take', reason: `${other} (this one) held it before` };
  }
  if (newer && (alive || overlapped)) return { kind: 'superseded', by: other };
  if (!alive)
    return {
      kind: 'take',
      reason: lease.state === 'ended' ? `${other} gave it back` : `the lease of ${other} has expired`,
    };
  if (isSameRelease(lease, claim)) return { kind: 'take', reason: `an earlier attempt of ${other} held it` };
  return { kind: 'wait', reason: `${other} holds the endpoint until ${iso(lease.until)}` };
}

/**
 * The same for who comes to the endpoint first: a claim that takes over waits for nobody older. One that is at work after all is
 * the older one of the two from then on, so that its next change is refused; a newer one is left in peace.
 */
export function decideTaking(lease: Lease | undefined, claim: Claim, now: Date): LeaseDecision {
  const decision = decideLease(lease, claim, now);
  if (claim.takesOver !== true || decision.kind !== 'wait') return decision;
  return { kind: 'take', reason: `it is to be taken over, although ${decision.reason}` };
}

/** The lease of `claim`, from now on for `seconds`. */
export const leaseFor = (claim: Claim, now: Date, lasting: number): Lease => ({
  ...claim,
  until: new Date(now.getTime() + lasting * 1000),
  state: 'held',
});

export const endedLease = (claim: Claim, now: Date): Lease => ({ ...claim, until: now, state: 'ended' });
