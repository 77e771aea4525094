// `npm run faults -- --runs N --seed S [--lanes L] [--verbose]`: the real watcher under faults, against the emulator; does its guarantee hold?
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildWatcher } from './build-watcher.ts';
import { type RunReport, runOnce } from './run.ts';
import { startStage } from './stage.ts';
import { isGood } from './verdict.ts';

const root = join(import.meta.dirname, '../..');

function whole(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < least)
    throw new Error(`--${name} must be a whole number from ${least}, not '${text}'.`);
  return value;
}

function readArguments(): { runs: number; seed: number; lanes: number; verbose: boolean } {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string' },
      seed: { type: 'string' },
      lanes: { type: 'string' },
      verbose: { type: 'boolean' },
    },
  });
  return {
    runs: whole('runs', values.runs ?? '20', 1),
    seed: whole('seed', values.seed ?? '1', 0),
    // Each lane has a stack of its own, so that a run's faults hit nobody else.
    lanes: whole('lanes', values.lanes ?? '4', 1),
    verbose: values.verbose === true,
  };
}

function tell({ seed, verdicts, timeline }: RunReport): void {
  console.log(`The run with seed ${seed} broke the guarantee: ${JSON.stringify(verdicts)}`);
  for (const line of timeline) console.log(`  ${line}`);
  console.log(`Again: npm run faults -- --runs 1 --seed ${seed}`);
}

const keptAll = ({ verdicts }: RunReport): boolean => Object.values(verdicts).every(isGood);

function summary(reports: readonly RunReport[]): string {
  const verdicts = reports.flatMap((report) => Object.values(report.verdicts));
  const count = (what: 'lost' | 'doubled' | 'outOfOrder'): number =>
    verdicts.reduce((sum, verdict) => sum + verdict[what].length, 0);
  const versions = reports.reduce((sum, report) => sum + report.versions, 0);
  return `${reports.length} runs, ${versions} versions, ${count('lost')} lost, ${count('doubled')} doubled, ${count('outOfOrder')} out of order`;
}

async function main(): Promise<number> {
  const { runs, seed, lanes, verbose } = readArguments();
  const program = await buildWatcher(root);
  const reports: RunReport[] = [];
  let next = 0;
  const began = performance.now();
  const lane = async (): Promise<void> => {
    // Pages that a run can fill.
    const stage = await startStage(root, { pageSize: 2 });
    try {
      while (next < runs) {
        const mine = seed + next++;
        const report = await runOnce(mine, stage, program).catch((error: unknown) => {
          // Not the watcher's: the run does not count, and the whole is no success.
          console.error(`The run with seed ${mine} could not be made: ${String(error)}`);
        });
        if (report === undefined) continue;
        reports.push(report);
        if (!keptAll(report)) tell(report);
        else if (verbose) for (const line of report.timeline) console.log(`${report.seed} ${line}`);
        if (reports.length % 50 === 0) {
          const seconds = (performance.now() - began) / 1000;
          console.error(`${seconds.toFixed(0)} s: ${summary(reports)}`);
        }
      }
    } finally {
      await stage.close();
    }
  };
  await Promise.all(Array.from({ length: Math.min(lanes, runs) }, lane));
  console.log(summary(reports));
  return reports.length === runs && reports.every(keptAll) ? 0 : 1;
}

main().then(
  (status) => process.exit(status),
  (error: unknown) => {
    console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exit(2);
  },
);
