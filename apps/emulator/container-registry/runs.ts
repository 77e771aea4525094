// Runs of Azure Container Registry Tasks: queued, running, and their end with the log.
import type { Time } from '../kernel/time.ts';
import { registryErrors } from './registry-error.ts';
import type { ScheduleRunRequest } from './build-schemas.ts';

export type RunStatus = 'Queued' | 'Started' | 'Running' | 'Succeeded' | 'Failed' | 'Canceled' | 'Timeout';

export interface OutputImage {
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
}

export interface Run {
  readonly runId: string;
  readonly request: ScheduleRunRequest;
  readonly createTime: string;
  status: RunStatus;
  startTime?: string;
  finishTime?: string;
  outputImages?: readonly OutputImage[];
  runErrorMessage?: string;
  log: string;
}

export interface RunTableOptions {
  readonly time: Time;
  /** How long a run takes at least. Milliseconds. */
  readonly minimumMs: number;
  /** Builds, adds to the run's log, and says what was pushed. @throws Error when the build fails */
  readonly build: (
    request: ScheduleRunRequest,
    log: (text: string) => void,
    signal: AbortSignal,
  ) => Promise<readonly OutputImage[]>;
}

export class RunTable {
  readonly #runs = new Map<string, { readonly run: Run; readonly done: Promise<void> }>();
  readonly #options: RunTableOptions;
  readonly #closing = new AbortController();

  constructor(options: RunTableOptions) {
    this.#options = options;
  }

  start(request: ScheduleRunRequest): Run {
    const { time } = this.#options;
    // The service counts in letters: ca1, ca2, ...
    const runId = `ca${this.#runs.size + 1}`;
    const run: Run = { runId, request, createTime: time.now().toISOString(), status: 'Queued', log: '' };
    this.#runs.set(runId, { run, done: this.#carryOut(run) });
    return run;
  }

  async #carryOut(run: Run): Promise<void> {
    const { time, minimumMs, build } = this.#options;
    const log = (text: string) => {
      run.log += text;
    };
    const limit = AbortSignal.timeout(run.request.timeout * 1000);
    const signal = AbortSignal.any([this.#closing.signal, limit]);
    try {
      await time.wait(minimumMs / 2, signal);
      run.status = 'Running';
      run.startTime = time.now().toISOString();
      run.outputImages = await build(run.request, log, signal);
      await time.wait(minimumMs / 2, signal);
      run.status = 'Succeeded';
      log(`Run ID: ${run.runId} was successful\n`);
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'unknown reason';
      run.status = limit.aborted ? 'Timeout' : this.#closing.signal.aborted ? 'Canceled' : 'Failed';
      run.runErrorMessage = reason;
      log(`${reason}\nRun ID: ${run.runId} failed. Error: failed during run, err: exit status 1\n`);
    }
    run.finishTime = time.now().toISOString();
  }

  all(): readonly Run[] {
    return [...this.#runs.values()].map(({ run }) => run).toReversed();
  }

  /** @throws ArmError 404 */
  find(runId: string): Run {
    const found = this.#runs.get(runId);
    if (!found) throw registryErrors.runNotFound(runId);
    return found.run;
  }

  /** Breaks off what runs and waits until it has ended. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all([...this.#runs.values()].map(({ done }) => done));
  }
}
