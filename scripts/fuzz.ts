// `npm run fuzz -- --cases 100000 [--seed 1] [--limit-ms 5000]`: random and mutated configuration files, each of which must end in a
// plan or in an error that says where and what, in time, without a look outside the project. Prints how many ended how; a failure
// names its seed.
import { parseArgs } from 'node:util';
import { runCases } from './fuzz/run-cases.ts';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    'limit-ms': { type: 'string', default: '5000' },
  },
});
const [cases, first, limitMs] = [Number(values.cases), Number(values.seed), Number(values['limit-ms'])];
const ends = new Map<string, number>();
const started = performance.now();
let done = 0;
let failures = 0;
await runCases(
  { module: new URL('./fuzz/plan-cases.ts', import.meta.url).href, first, last: first + cases - 1, limitMs },
  (outcome) => {
    done += 1;
    if ('end' in outcome) {
      ends.set(outcome.end, (ends.get(outcome.end) ?? 0) + 1);
      return;
    }
    failures += 1;
    if (failures <= 5) console.error(outcome.failure);
  },
);
const seconds = (performance.now() - started) / 1000;
for (const [end, count] of [...ends].toSorted(([, a], [, b]) => b - a)) console.log(`${count}\t${end}`);
console.log(`${done} cases, ${failures} failures, ${seconds.toFixed(1)} s`);
process.exitCode = failures === 0 && done === cases && cases > 0 ? 0 : 1;
