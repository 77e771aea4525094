// `npm run budgets`: fails when the package, a program or a task's start has grown beyond its figure. Needs `npm run package`.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Metafile } from 'esbuild';
import type { Measurement } from '../bench/measurement.ts';
import { packedVsix, sizes } from '../bench/size.ts';
import { startUp } from '../bench/start-up.ts';
import { buildFolders } from './build.ts';
import { findDuplicates } from './build/duplicates.ts';

/** Largest allowed value of a measurement, by the beginning of its name. */
export interface Budget {
  readonly name: RegExp;
  readonly max: number;
  readonly why: string;
}

export const budgets: readonly Budget[] = [
  { name: /^size\/vsix$/, max: 1_500_000, why: 'agents download the package for every job' },
  {
    name: /^size\/tasks\/.*\/deferred\.js$/,
    max: 2_300_000,
    why: 'an agent downloads and unpacks a task for every job that uses it',
  },
  {
    name: /^start-up\/(?!empty).*\/node24$/,
    max: 75,
    why: 'a person waits for the first log line of every task',
  },
];

/** A measurement over its budget, in words; undefined when it is within, or has none. */
export function overBudget({ name, value, unit }: Measurement): string | undefined {
  const budget = budgets.find((one) => one.name.test(name));
  return budget === undefined || value <= budget.max
    ? undefined
    : `${name} is ${value} ${unit}, and may be ${budget.max}: ${budget.why}.`;
}

/**
 * The best of several medians of each measurement. Another process on the machine makes a start slower, never faster.
 *
 * @param rounds the measurements of each round
 */
export function bestOf(rounds: readonly (readonly Measurement[])[]): readonly Measurement[] {
  const best = new Map<string, Measurement>();
  for (const measurement of rounds.flat()) {
    const known = best.get(measurement.name);
    if (known === undefined || measurement.value < known.value) best.set(measurement.name, measurement);
  }
  return [...best.values()];
}

/** How many medians of 15 starts are taken before a start counts as too slow. */
const maxRounds = 3;

async function starts(root: string, note: (line: string) => void): Promise<readonly Measurement[]> {
  const rounds: (readonly Measurement[])[] = [];
  do {
    const round: Measurement[] = [];
    for await (const measurement of startUp(root, note)) round.push(measurement);
    rounds.push(round);
  } while (rounds.length < maxRounds && bestOf(rounds).some((one) => overBudget(one) !== undefined));
  return bestOf(rounds);
}

/** The packages that a file carries twice, over all metafiles of the last build. */
function duplicates(root: string): readonly string[] {
  const { metaDir } = buildFolders(root);
  return readdirSync(metaDir).flatMap((file) => {
    const metafile = JSON.parse(readFileSync(join(metaDir, file), 'utf8')) as Metafile;
    return findDuplicates([metafile]).map(
      (one) => `${file} carries ${one.package} twice: ${one.folders.join(', ')}.`,
    );
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const root = join(import.meta.dirname, '..');
  if (!existsSync(join(root, 'dist/stage')) || !existsSync(packedVsix(root))) {
    console.error('There is no package to measure: npm run package.');
    process.exitCode = 1;
  } else {
    const measurements = [...sizes(root), ...(await starts(root, (line) => console.error(line)))];
    for (const measurement of measurements) console.log(JSON.stringify(measurement));
    const complaints = [...duplicates(root), ...measurements.flatMap((one) => overBudget(one) ?? [])];
    for (const complaint of complaints) console.error(complaint);
    if (complaints.length > 0) process.exitCode = 1;
  }
}
