// The sweep: roll-outs that meet faults, one after the other, while requests come at a constant rate.
import { roundOf, runRound, type RoundReport } from './rounds.ts';
import { startSweepStage } from './stage.ts';

export interface SweepFigures {
  readonly rounds: readonly RoundReport[];
  readonly sent: number;
  /** Of rounds whose new version was good: what a roll-out may never cause. */
  readonly failed: number;
  /** Callers that met a version which turned bad before it was taken back. */
  readonly metBadVersion: number;
  readonly worstGapMs: number;
}

const everyMs = 100;

/**
 * @param count how many roll-outs
 * @param first the number of the first, to repeat a later one
 */
export async function runSweep(
  root: string,
  { count, first }: { readonly count: number; readonly first: number },
  note: (line: string) => void,
): Promise<SweepFigures> {
  const stage = await startSweepStage(root);
  try {
    note('sweep: the first version is deployed');
    const start = stage.deploy(first - 1, first % 2 === 1 ? '1' : '2', 'strategy: replace\n');
    if ((await start.ended) !== 0) throw new Error(start.output());
    const requests = await stage.startRequests(everyMs);
    const failures = (): number => Object.values(requests.failures()).reduce((sum, count) => sum + count, 0);
    const rounds: RoundReport[] = [];
    let metBadVersion = 0;
    for (let number = first; number < first + count; number += 1) {
      const before = failures();
      const report = await runRound(stage, roundOf(number));
      rounds.push(report);
      if (report.round.fault === 'the new version turns bad') metBadVersion += failures() - before;
      const { strategy, fault } = report.round;
      note(
        `sweep: round ${number}, ${strategy}, ${fault}: ${report.wrong ?? 'good'} after ${report.runs} runs`,
      );
    }
    await requests.stop();
    const failed = failures() - metBadVersion;
    if (failed > 0) note(`sweep: answers other than 200: ${JSON.stringify(requests.failures())}`);
    return { rounds, sent: requests.sent(), failed, metBadVersion, worstGapMs: requests.worstGapMs() };
  } finally {
    await stage.close();
  }
}
