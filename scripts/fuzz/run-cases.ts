// Runs numbered cases in a worker thread under a watchdog: a case that hangs is stopped and named, and the next ones go on.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

export interface WorkerTask {
  /** Address of a module that exports `runCase(seed)`. */
  readonly module: string;
  readonly first: number;
  readonly last: number;
  /** The seed that runs; the one before the first while the program is loaded. */
  readonly current: SharedArrayBuffer;
}

export type CaseOutcome =
  { readonly seed: number; readonly end: string } | { readonly seed: number; readonly failure: string };

export interface Cases {
  readonly module: string;
  readonly first: number;
  readonly last: number;
  /** Longest that one case may take, in milliseconds. */
  readonly limitMs: number;
}

/** A thread reads no TypeScript by itself. */
const bootstrap = `import('tsx/esm/api').then(({ register }) => {
  register();
  return import('${new URL('./worker.ts', import.meta.url).href}');
});`;

/** A busy machine takes seconds to load the program; that is no case's time. */
const loadLimitMs = 120_000;

/** Runs up to the last case or to one that hangs. @returns the seed to go on with */
async function runThread(
  { module, first, last, limitMs }: Cases,
  report: (outcome: CaseOutcome) => void,
): Promise<number> {
  const current = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const seeds = new Int32Array(current);
  const loading = first - 1;
  Atomics.store(seeds, 0, loading);
  const task: WorkerTask = { module, first, last, current };
  const worker = new Worker(bootstrap, { eval: true, workerData: task });
  let running = { seed: loading, since: performance.now() };
  let hung: number | undefined;
  worker.on('message', report);
  const watchdog = setInterval(
    () => {
      const seed = Atomics.load(seeds, 0);
      if (seed !== running.seed) running = { seed, since: performance.now() };
      else if (performance.now() - running.since > (seed === loading ? loadLimitMs : limitMs)) {
        hung = seed;
        void worker.terminate();
      }
    },
    Math.min(250, limitMs / 4),
  );
  try {
    await once(worker, 'exit');
  } finally {
    clearInterval(watchdog);
  }
  if (hung === undefined) return last + 1;
  if (hung === loading) throw new Error(`'${module}' was not loaded within ${loadLimitMs / 1000} s.`);
  report({ seed: hung, failure: `seed ${hung} did not end within ${limitMs} ms` });
  return hung + 1;
}

/** @throws what breaks the thread itself */
export async function runCases(cases: Cases, report: (outcome: CaseOutcome) => void): Promise<void> {
  let first = cases.first;
  while (first <= cases.last) first = await runThread({ ...cases, first }, report);
}
