// Who leads: with a lease and a clock of the test, second by second.
import assert from 'node:assert/strict';
import { leadership } from '../../../../../src/adapters/azure-storage/watch-state/leadership.ts';
import { type Lease, leaseSeconds } from '../../../../../src/adapters/azure-storage/watch-state/lease.ts';
import type { Term } from '../../../../../src/ports/leadership.ts';
import { catalogueError } from '../../../../support/catalogue-error.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';

/** A blob's lease as the service keeps it: one holder, for fifteen seconds from the last renewal. */
function createService() {
  const clock = createManualClock();
  const service = {
    holder: '',
    until: 0,
    epoch: 0,
    reachable: new Set<string>(),
    renewals: 0,
    /** Milliseconds by which the watcher's wall clock is wrong. */
    wrong: 0,
  };
  const now = (): number => clock.now().getTime();
  const lease = (id: string): Lease => {
    service.reachable.add(id);
    const reach = async (): Promise<void> => {
      await Promise.resolve();
      if (!service.reachable.has(id)) throw new Error('ECONNRESET');
    };
    const has = (): boolean => service.holder === id && now() < service.until;
    const extend = (): true => {
      service.holder = id;
      service.until = now() + leaseSeconds * 1000;
      return true;
    };
    return {
      async acquire() {
        await reach();
        return now() >= service.until || has() ? extend() : false;
      },
      async renew() {
        await reach();
        service.renewals += 1;
        // Also after its end, as long as nobody else took it.
        return service.holder === id ? extend() : false;
      },
      async nextEpoch() {
        await reach();
        return (service.epoch += 1);
      },
      async release() {
        await reach();
        if (has()) service.until = 0;
      },
    };
  };
  let made = 0;
  const watcher = (name: string) =>
    leadership(() => lease(`${name}${(made += 1)}`), {
      clock: { ...clock, now: () => new Date(now() + service.wrong) },
      monotonic: now,
    });
  return { service, watcher, clock };
}

describe('src/adapters/azure-storage/watch-state/leadership.ts', () => {
  const taken = (term: Term | undefined): Term => {
    assert.ok(term !== undefined, 'the lead was not given');
    return term;
  };

  /** Time goes on, second by second, as far as anybody sleeps. */
  async function pass(clock: ReturnType<typeof createManualClock>, seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second += 1) {
      clock.advance(1000);
      for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  it('gives the lead to one, and to the other when it is given back', async () => {
    const { watcher, clock } = createService();
    const [a, b] = [watcher('a'), watcher('b')];
    const first = taken(await a.take());
    assert.equal(await b.take(), undefined);
    await pass(clock, 60);
    assert.equal(await b.take(), undefined, 'it is renewed');
    await first.confirm();
    await first.release();
    const second = taken(await b.take());
    assert.ok(second.epoch > first.epoch);
    await assert.rejects(first.confirm(), catalogueError('WatchLeadershipLost'));
    await second.release();
  });

  it('knows that it has lost the lead before anybody else can have it', async () => {
    const { watcher, service, clock } = createService();
    const [a, b] = [watcher('a'), watcher('b')];
    const first = taken(await a.take());
    await pass(clock, 6);
    service.reachable.delete('a1');
    let second: Term | undefined;
    for (let waited = 0; waited < 20 && second === undefined; waited += 1) {
      await pass(clock, 1);
      const leads = await first.confirm().then(
        () => true,
        () => false,
      );
      second = await b.take();
      assert.ok(!(leads && second !== undefined), 'two lead at once');
    }
    assert.ok(second !== undefined, 'nobody took over within 20 s');
    assert.ok(first.signal.aborted);
    await second.release();
    await first.release();
  });

  it('survives a renewal without an answer', async () => {
    const { watcher, service, clock } = createService();
    const term = taken(await watcher('a').take());
    service.reachable.delete('a1');
    await pass(clock, 6);
    service.reachable.add('a1');
    await pass(clock, 30);
    await term.confirm();
    assert.equal(term.signal.aborted, false);
    await term.release();
  });

  it('does not act on a lead that it could not renew for seven seconds', async () => {
    const { watcher, service, clock } = createService();
    const term = taken(await watcher('a').take());
    service.reachable.delete('a1');
    await pass(clock, 8);
    await assert.rejects(term.confirm(), catalogueError('WatchLeadershipLost'));
    service.reachable.add('a1');
    await term.confirm();
    await term.release();
  });

  it('does not lead on after sleeping, nor believe a clock that was set back', async () => {
    const { watcher, service, clock } = createService();
    const term = taken(await watcher('a').take());
    service.wrong = 3_600_000;
    await assert.rejects(term.confirm(), catalogueError('WatchLeadershipLost'));
    assert.ok(term.signal.aborted);
    await term.release();
    const next = taken(await watcher('a').take());
    service.wrong = -3_600_000;
    service.reachable.clear();
    await pass(clock, 15);
    await assert.rejects(next.confirm(), catalogueError('WatchLeadershipLost'));
    await next.release();
  });

  it('leaves the lease free when the term cannot be counted', async () => {
    const { service, clock } = createService();
    const free: Lease = {
      acquire: () => Promise.resolve(true),
      renew: () => Promise.resolve(true),
      nextEpoch: () => Promise.reject(new Error('503')),
      release: () => Promise.resolve(void (service.holder = 'released')),
    };
    const leads = leadership(() => free, { clock, monotonic: () => 0 });
    await assert.rejects(leads.take(), /503/);
    assert.equal(service.holder, 'released');
  });
});
