// Requests that arrive at a constant rate, whatever the roll-out does, and a clock that lets them arrive.
import type { Clock } from '../../../../../../src/ports/clock.ts';
import type { FakeAzureMl } from '../../../../../support/fake-azure-ml.ts';

export interface Traffic {
  sent: number;
  /** Nobody was there to answer: what a roll-out must never cause. */
  failed: number;
  /** A bad version answered badly: what the judge is there to keep short. */
  answeredBadly: number;
  /** The longest time without a good answer, in milliseconds. */
  worstGapMs: number;
}

export interface LiveTraffic {
  readonly clock: Clock;
  readonly counts: Traffic;
  /** Lets time pass, with its requests. */
  pass(milliseconds: number): void;
}

const everyMs = 100;

/** @param isBad whether a deployment answers badly at the moment */
export function createLiveTraffic(
  azure: FakeAzureMl,
  endpoint: string,
  isBad: (deployment: string) => boolean,
): LiveTraffic {
  let now = Date.parse('2026-11-21T00:00:00Z');
  let nextAt = now;
  let lastGood = now;
  const counts: Traffic = { sent: 0, failed: 0, answeredBadly: 0, worstGapMs: 0 };

  function request(at: number): void {
    const traffic = azure.stored.endpoints.get(endpoint)?.traffic ?? {};
    // Every share gets its turns, without a die.
    let die = (counts.sent * 37) % 100;
    counts.sent += 1;
    const name = Object.entries(traffic).find(([, share]) => (die -= share) < 0)?.[0];
    const there = name === undefined ? undefined : azure.stored.deployments.get(`${endpoint}/${name}`);
    if (name === undefined || there?.provisioningState !== 'Succeeded') counts.failed += 1;
    else if (isBad(name)) counts.answeredBadly += 1;
    else {
      counts.worstGapMs = Math.max(counts.worstGapMs, at - lastGood);
      lastGood = at;
    }
  }

  function pass(milliseconds: number): void {
    now += milliseconds;
    for (; nextAt <= now; nextAt += everyMs) request(nextAt);
  }

  return {
    counts,
    pass,
    clock: {
      now: () => new Date(now),
      sleep(milliseconds) {
        pass(milliseconds);
        return Promise.resolve();
      },
    },
  };
}
