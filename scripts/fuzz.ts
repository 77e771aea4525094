// `npm run fuzz -- --cases 100000 [--seed 1]`: random and mutated configuration files, each of which must end in a plan or in an
// error that says where and what. Prints how many ended how; a failure names its seed.
import { parseArgs } from 'node:util';
import { fuzzOne } from '../test/src/core/plan/support/fuzz.ts';

const { values } = parseArgs({
  options: { cases: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } },
});
const [cases, first] = [Number(values.cases), Number(values.seed)];
const ends = new Map<string, number>();
const started = performance.now();
let failures = 0;
for (let seed = first; seed < first + cases; seed += 1) {
  try {
    const end = fuzzOne(seed);
    ends.set(end, (ends.get(end) ?? 0) + 1);
  } catch (error) {
    failures += 1;
    if (failures <= 5) console.error(error instanceof Error ? error.message : String(error));
  }
}
const seconds = (performance.now() - started) / 1000;
for (const [end, count] of [...ends].toSorted(([, a], [, b]) => b - a)) console.log(`${count}\t${end}`);
console.log(`${cases} cases, ${failures} failures, ${seconds.toFixed(1)} s`);
process.exitCode = failures === 0 && cases > 0 ? 0 : 1;
