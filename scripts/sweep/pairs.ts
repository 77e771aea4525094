// What the sweep consists of: every strategy meets every fault.

export const sweepFaults = [
  'killed after each step in turn',
  'cut before each move of the traffic',
  'cut after each move of the traffic',
  'refused at each move of the traffic',
  'the new version turns bad',
] as const;
export type SweepFault = (typeof sweepFaults)[number];

export const sweepStrategies = ['replace', 'blue-green', 'canary', 'mirror-then-canary'] as const;
export type SweepStrategy = (typeof sweepStrategies)[number];

export interface Pair {
  readonly strategy: SweepStrategy;
  readonly fault: SweepFault;
}

/** @param wanted parts of names; absent: all */
export function pairsOf(wanted: { readonly strategy?: string; readonly fault?: string }): readonly Pair[] {
  const { strategy = '', fault = '' } = wanted;
  return sweepStrategies
    .filter((one) => one.includes(strategy))
    .flatMap((one) =>
      sweepFaults.filter((other) => other.includes(fault)).map((other) => ({ strategy: one, fault: other })),
    );
}

/** Two of them delete what served before, so that every round deploys anew; the others find their deployments there. */
export const rolloutOf = (strategy: SweepStrategy): string =>
  [
    `strategy: ${strategy}`,
    'steps: [20, 60]',
    'pauseSeconds: 1',
    'minimumSamples: 10',
    // Every machine hesitates; what is swept here is where the traffic goes.
    'maximumSlowdown: 10',
    `removeOld: ${strategy.endsWith('canary')}`,
    '',
  ].join('\n');
