// One round of the sweep: a roll-out meets its fault, and the same command comes again until it ends; then all traffic has to be
// with one version.
import type { LiveCounts } from './live-requests.ts';
import { rolloutOf, type Pair } from './pairs.ts';
import type { SweepLane } from './stage.ts';
import { createStepFaults } from './step-faults.ts';

export interface RoundReport extends Pair {
  /** What is wrong; absent when all traffic is where it has to be. */
  readonly wrong?: string;
  /** How often the command was started. */
  readonly runs: number;
  /** How many steps met the fault. */
  readonly met: number;
  readonly seconds: number;
  /** Of the requests that were sent while this round ran. */
  readonly counts: LiveCounts;
}

/** Attempts of the same command before the round is given up. */
const attempts = 25;

const served = (traffic: Readonly<Record<string, number>>): string => JSON.stringify(traffic);

async function endOf(lane: SweepLane, { strategy, fault }: Pair, version: string) {
  const { endpoint } = lane;
  const { faults, deploymentFaults } = lane.control;
  const before = await lane.traffic();
  const turnsBad = fault === 'the new version turns bad';
  // A version that nothing watches is not rolled back: with "replace" it has to be bad before the traffic moves.
  const after = strategy === 'replace' ? 0 : 15;
  const orders: (() => void)[] = [];
  if (turnsBad)
    orders.push(
      deploymentFaults.add({ kind: 'failing-answers', endpoint, deployment: `v${version}-`, after }),
    );
  const steps = createStepFaults(fault, endpoint, (rule) => orders.push(faults.add(rule)));
  try {
    for (let runs = 1; runs <= attempts; runs += 1) {
      const run = lane.deploy(version, rolloutOf(strategy), steps.onLine);
      const status = await run.ended;
      // What this run has not met must not meet the next one at another step.
      if (!turnsBad) for (const forget of orders.splice(0)) forget();
      const traffic = await lane.traffic();
      const wrong = `it ended with ${served(traffic)} after ${served(before)}:\n${run.output()}`;
      const met = turnsBad ? 1 : steps.met();
      if (turnsBad && status === 1)
        return { runs, met, ...(served(traffic) !== served(before) && { wrong }) };
      if (status !== 0) continue;
      const [name = '', ...others] = Object.keys(traffic);
      const isWhole = name.startsWith(`v${version}-`) && others.length === 0;
      return { runs, met, ...((!isWhole || turnsBad || met === 0) && { wrong }) };
    }
    return { runs: attempts, met: steps.met(), wrong: 'it does not end' };
  } finally {
    for (const forget of orders) forget();
  }
}

/** @param version another one than serves */
export async function runRound(lane: SweepLane, pair: Pair, version: string): Promise<RoundReport> {
  const began = performance.now();
  const counts = lane.requests.begin();
  lane.newRelease();
  const end = await endOf(lane, pair, version);
  return { ...pair, ...end, counts, seconds: (performance.now() - began) / 1000 };
}
