// Runs cases one after the other in a thread of its own, and says beforehand which one: a case that never ends can not report itself.
import { parentPort, workerData } from 'node:worker_threads';
import type { CaseOutcome, WorkerTask } from './run-cases.ts';

const { module, first, last, current } = workerData as WorkerTask;
const { runCase } = (await import(module)) as { runCase: (seed: number) => Promise<string> };

const seeds = new Int32Array(current);
for (let seed = first; seed <= last; seed += 1) {
  Atomics.store(seeds, 0, seed);
  let outcome: CaseOutcome;
  try {
    outcome = { seed, end: await runCase(seed) };
  } catch (error) {
    outcome = { seed, failure: error instanceof Error ? error.message : String(error) };
  }
  parentPort?.postMessage(outcome);
}
parentPort?.close();
