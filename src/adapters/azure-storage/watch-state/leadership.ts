// Who of several watchers leads: whoever has the lease, for as long as it can be sure to have it.
import { fail } from '../../../core/errors/catalogue.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Leadership, Term } from '../../../ports/leadership.ts';
import { type Lease, leaseSeconds } from './lease.ts';

export interface LeadershipOptions {
  readonly clock: Clock;
  /** Milliseconds that nobody sets back, from anywhere: a lease must not seem longer because a clock was set. */
  readonly monotonic: () => number;
}

/** In milliseconds: twice within a lease, so that one renewal may fail. */
const renewEvery = 5000;
/** A lease that was renewed this long ago, in milliseconds, is renewed again before a call is made under it. */
const freshFor = 7000;
/** The lease counts as lost this much, in milliseconds, before the service ends it. */
const margin = 1000;
const leadsFor = leaseSeconds * 1000 - margin;

/** @param lease of this watcher: for every term a new one */
export function leadership(lease: () => Lease, options: LeadershipOptions): Leadership {
  return {
    async take() {
      const mine = lease();
      // Before the call: the service counts from some moment after it.
      const began = moment(options);
      if (!(await mine.acquire())) return undefined;
      try {
        return startTerm(mine, await mine.nextEpoch(options.clock.now()), began, options);
      } catch (error) {
        await mine.release().catch(() => undefined);
        throw error;
      }
    },
  };
}

interface Moment {
  readonly wall: number;
  readonly monotonic: number;
}

const moment = ({ clock, monotonic }: LeadershipOptions): Moment => ({
  wall: clock.now().getTime(),
  monotonic: monotonic(),
});

function startTerm(lease: Lease, epoch: number, began: Moment, options: LeadershipOptions): Term {
  const over = new AbortController();
  const stopped = new AbortController();
  let renewed = began;

  /** The longer of both: the monotonic clock stands still while a laptop sleeps, the other one can be set. */
  const age = (): number => {
    const now = moment(options);
    return Math.max(now.monotonic - renewed.monotonic, now.wall - renewed.wall);
  };

  const leads = (): boolean => {
    if (age() >= leadsFor) over.abort();
    return !over.signal.aborted && !stopped.signal.aborted;
  };

  async function renew(): Promise<void> {
    const asked = moment(options);
    const patience = AbortSignal.timeout(Math.max(1, Math.min(renewEvery, leadsFor - age())));
    try {
      if (await lease.renew(patience)) renewed = asked;
      else over.abort();
    } catch {
      // No answer: the lease may hold or not. It is asked again until the time is up.
    }
  }

  async function keep(): Promise<void> {
    while (leads()) {
      await options.clock.sleep(Math.min(renewEvery, leadsFor - age()), stopped.signal);
      if (leads()) await renew();
    }
  }
  const keeping = keep();

  return {
    epoch,
    signal: over.signal,
    async confirm() {
      if (leads() && age() > freshFor) await renew();
      if (!leads() || age() > freshFor) throw fail('WatchLeadershipLost', { what: 'the next step' });
    },
    async release() {
      stopped.abort();
      await keeping;
      // Also when it is over: it may only have seemed so.
      await lease.release().catch(() => undefined);
    },
  };
}
