// One round of the sweep: a roll-out meets one fault, then the same command again, and then all traffic has to be with one version.
import type { SweepStage } from './stage.ts';

export const roundFaults = [
  'kill after each step in turn',
  'cut before the traffic moves',
  'cut after the traffic moved',
  'the service fails',
  'the new version turns bad',
] as const;
export type RoundFault = (typeof roundFaults)[number];

export const roundStrategies = ['canary', 'blue-green', 'mirror-then-canary', 'replace'] as const;

export interface Round {
  /** From 1; also the number of its release. */
  readonly number: number;
  readonly strategy: (typeof roundStrategies)[number];
  readonly fault: RoundFault;
  readonly version: string;
}

export interface RoundReport {
  readonly round: Round;
  /** What is wrong; absent when all traffic is where it has to be. */
  readonly wrong?: string;
  readonly runs: number;
}

/** Every fault meets every strategy: their numbers have no common divisor. */
export const roundOf = (number: number): Round => ({
  number,
  strategy: roundStrategies[(number - 1) % roundStrategies.length] ?? 'canary',
  fault: roundFaults[(number - 1) % roundFaults.length] ?? 'the service fails',
  version: number % 2 === 1 ? '2' : '1',
});

const rolloutOf = (strategy: string): string =>
  `strategy: ${strategy}\nsteps: [20, 60]\npauseSeconds: 2\nminimumSamples: 10\nmaximumSlowdown: 10\n`;

/** Attempts of the same command before the round is given up. */
const attempts = 8;

function order(stage: SweepStage, { fault, version, strategy }: Round): void {
  const { faults, deploymentFaults } = stage.stack.control;
  const move = { method: 'PUT', path: '/onlineEndpoints/sweep', times: 1, status: 0 };
  // A version that nothing watches is not rolled back: it may turn bad before the traffic only.
  const after = strategy === 'replace' ? 0 : 15;
  switch (fault) {
    case 'kill after each step in turn':
      return;
    case 'cut before the traffic moves': {
      faults.add(move);
      return;
    }
    case 'cut after the traffic moved': {
      faults.add({ ...move, afterEffect: true });
      return;
    }
    case 'the service fails': {
      faults.add({ ...move, times: 6, status: 503 });
      return;
    }
    case 'the new version turns bad': {
      deploymentFaults.add({ kind: 'failing-answers', deployment: `v${version}-`, after });
      return;
    }
  }
}

export async function runRound(stage: SweepStage, round: Round): Promise<RoundReport> {
  const { number, strategy, fault, version } = round;
  const before = await stage.traffic();
  const { faults, deploymentFaults } = stage.stack.control;
  order(stage, round);
  try {
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const run = stage.deploy(number, version, rolloutOf(strategy));
      const isKilled = fault === 'kill after each step in turn' && attempt <= 3;
      if (isKilled) {
        await run.printed(new RegExp(`Step ${attempt} of \\d+ done`));
        run.kill();
      }
      const status = await run.ended;
      const traffic = await stage.traffic();
      const [name, ...others] = Object.keys(traffic);
      const isMixed = name === undefined || others.length > 0;
      if (fault === 'the new version turns bad' && status === 1) {
        if (JSON.stringify(traffic) === JSON.stringify(before)) return { round, runs: attempt };
        return {
          round,
          runs: attempt,
          wrong: `it did not go back: ${JSON.stringify(traffic)}\n${run.output()}`,
        };
      }
      if (status !== 0) continue;
      if (isMixed || !name.startsWith(`v${version}-`))
        return { round, runs: attempt, wrong: `it ended with ${JSON.stringify(traffic)}\n${run.output()}` };
      return { round, runs: attempt };
    }
    return { round, runs: attempts, wrong: 'it does not end' };
  } finally {
    faults.clear();
    deploymentFaults.clear();
  }
}
