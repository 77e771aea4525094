// The sweep: roll-outs that meet faults while requests come at a constant rate; one endpoint for each strategy, side by side,
// and the faults one after the other on each.
import type { LiveCounts } from './live-requests.ts';
import { sweepStrategies, type Pair, type SweepStrategy } from './pairs.ts';
import { runRound, type RoundReport } from './rounds.ts';
import { startSweepStage, type SweepStage } from './stage.ts';

const everyMs = 100;

/** Failures that the roll-out caused: those of a version that turned bad are what the judge is there to keep short. */
export const causedBy = ({ fault, counts }: Pair & { readonly counts: LiveCounts }): number =>
  fault === 'the new version turns bad' ? 0 : counts.failed;

async function runLane(
  stage: SweepStage,
  strategy: SweepStrategy,
  pairs: readonly Pair[],
  note: (line: string) => void,
): Promise<readonly RoundReport[]> {
  const lane = await stage.openLane(`sweep-${strategy}`, everyMs);
  const reports: RoundReport[] = [];
  let serving = '1';
  for (const pair of pairs) {
    const version = serving === '1' ? '2' : '1';
    const report = await runRound(lane, pair, version);
    reports.push(report);
    const [name = ''] = Object.keys(await lane.traffic());
    serving = name.startsWith('v2-') ? '2' : '1';
    note(`sweep: ${strategy}, ${pair.fault}: ${report.wrong ?? 'good'} after ${report.runs} runs`);
  }
  // The last answers count, too.
  await lane.requests.stop();
  return reports;
}

/** @throws Error when the stack or an endpoint does not come up */
export async function runSweep(
  root: string,
  pairs: readonly Pair[],
  note: (line: string) => void,
): Promise<readonly RoundReport[]> {
  const stage = await startSweepStage(root);
  try {
    const lanes = sweepStrategies
      .map((strategy) => ({ strategy, mine: pairs.filter((pair) => pair.strategy === strategy) }))
      .filter(({ mine }) => mine.length > 0);
    const reports = await Promise.all(
      lanes.map(({ strategy, mine }) => runLane(stage, strategy, mine, note)),
    );
    return reports.flat();
  } finally {
    await stage.close();
  }
}
