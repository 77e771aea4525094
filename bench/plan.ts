// `npm run bench -- plan`: from the texts of the largest configuration to its plan, the memory of 10,000 of them, and hashing.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { hashing } from './hash.ts';
import { median, rounded, type Measurement } from './measurement.ts';
import { compileLargest as compile } from './plan/compile-largest.ts';
import { firstPlans } from './plan/first-plans.ts';

function timed(): number {
  const started = performance.now();
  compile();
  return performance.now() - started;
}

const runs = 100;
const plans = 10_000;
const warmUp = 1_000;

/** Bytes in use after everything that can go is gone. */
function heapInUse(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}

export async function* planning(note: (line: string) => void): AsyncGenerator<Measurement> {
  yield* firstPlans(note);
  timed();
  const spent = process.cpuUsage();
  const times = Array.from({ length: runs }, timed);
  const { user, system } = process.cpuUsage(spent);
  yield { name: 'plan/median', value: rounded(median(times), 'ms'), unit: 'ms' };
  // What a busy machine can not make longer: microseconds of the processor, for one plan.
  yield { name: 'plan/processor-time', value: rounded((user + system) / 1000 / runs, 'ms'), unit: 'ms' };
  note(`plan: makes ${plans} plans`);
  for (let index = 0; index < warmUp; index += 1) compile();
  const before = heapInUse();
  for (let index = 0; index < plans; index += 1) compile();
  yield { name: 'plan/growth-of-10000', value: heapInUse() - before, unit: 'bytes' };
  yield* hashing(note);
}
