// `npm run bench -- NAME...`: prints the figures of the named benchmarks (all of them without a name), one JSON object a line.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { deploying } from './deploy.ts';
import { hashing } from './hash.ts';
import { mainJob } from './main-job.ts';
import type { Measurement } from './measurement.ts';
import { planning } from './plan.ts';
import { rollingBack } from './rollback.ts';
import { sizes } from './size.ts';
import { startUp } from './start-up.ts';
import { watching } from './watch.ts';

const root = join(import.meta.dirname, '..');
const note = (line: string): void => console.error(line);

/** Every benchmark by name. What it imports is loaded when it is asked for, if it is heavy. */
export const benchmarks: Readonly<Record<string, () => AsyncIterable<Measurement> | Iterable<Measurement>>> =
  {
    'start-up': () => startUp(root, note),
    size: () => sizes(root),
    'main-job': () => mainJob(root, note),
    deploy: () => deploying(root, note),
    rollback: () => rollingBack(root, note),
    hash: () => hashing(note),
    plan: () => planning(note),
    watch: () => watching(root, note),
  };

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(benchmarks);
  for (const name of names) {
    const benchmark = benchmarks[name];
    if (benchmark === undefined) {
      console.error(`There is no benchmark '${name}'. There are: ${Object.keys(benchmarks).join(', ')}.`);
      process.exitCode = 2;
    } else {
      for await (const measurement of benchmark()) console.log(JSON.stringify(measurement));
    }
  }
}
