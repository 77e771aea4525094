// One module on a device: kept running as its restart policy says, with longer pauses the more often it ends.
import type { Time } from '../kernel/time.ts';
import type { ModuleSpec } from './content.ts';
import type { ModuleRunner, ModuleStart, RunningModule } from './module-runner.ts';

type RuntimeStatus = 'running' | 'backoff' | 'failed' | 'stopped';

/** Seconds before the first restart and at most; each pause is twice the one before. */
const firstPause = 10;
const longestPause = 300;
/** Restarts after which the agent gives up. */
const mostRestarts = 20;

const none = '0001-01-01T00:00:00Z';

export interface EdgeModuleOptions {
  readonly spec: ModuleSpec;
  readonly start: ModuleStart;
  readonly runner: ModuleRunner;
  readonly time: Time;
  /** 1 is the agent's own pace; less shortens the pauses. */
  readonly pauseScale: number;
  readonly changed: () => void;
}

export class EdgeModule {
  readonly spec: ModuleSpec;
  readonly #options: EdgeModuleOptions;
  readonly #ending = new AbortController();
  #running: RunningModule | undefined;
  #status: RuntimeStatus = 'stopped';
  #description = '';
  #exitCode = 0;
  #restarts = 0;
  #started: Date | undefined;
  #exited: Date | undefined;

  constructor(options: EdgeModuleOptions) {
    this.spec = options.spec;
    this.#options = options;
  }

  /** @throws Error when the container can not be created */
  async start(): Promise<void> {
    if (this.spec.status === 'stopped') return;
    const { runner, start, time } = this.#options;
    this.#running = await runner.start(start);
    this.#status = 'running';
    this.#description = 'Up';
    this.#started = time.now();
    void this.#running.exited.then((code) => this.#end(code));
  }

  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#running?.stop();
    this.#status = 'stopped';
  }

  #isEnding(): boolean {
    return this.#ending.signal.aborted;
  }

  async #end(code: number): Promise<void> {
    if (this.#isEnding()) return;
    const { time, changed, start } = this.#options;
    this.#exitCode = code;
    this.#exited = time.now();
    this.#description = `Exited (${code})`;
    const { restartPolicy } = this.spec;
    const again = restartPolicy === 'always' || (restartPolicy !== 'never' && code !== 0);
    const gaveUp = this.#restarts >= mostRestarts;
    this.#status = again && !gaveUp ? 'backoff' : code === 0 ? 'stopped' : 'failed';
    changed();
    if (!again || gaveUp) return;
    try {
      const pause = Math.min(firstPause * 2 ** this.#restarts, longestPause);
      await time.wait(pause * 1000 * this.#options.pauseScale, this.#ending.signal);
      this.#restarts += 1;
      start.log(`restart ${this.#restarts}\n`);
      await this.start();
    } catch (error) {
      if (this.#isEnding()) return;
      this.#status = 'failed';
      this.#description = error instanceof Error ? error.message : 'unknown';
    }
    changed();
  }

  /** As the agent reports it. */
  report(): object {
    return {
      ...this.spec,
      exitCode: this.#exitCode,
      statusDescription: this.#description,
      lastStartTimeUtc: this.#started?.toISOString() ?? none,
      lastExitTimeUtc: this.#exited?.toISOString() ?? none,
      restartCount: this.#restarts,
      lastRestartTimeUtc: this.#restarts > 0 ? (this.#started?.toISOString() ?? none) : none,
      runtimeStatus: this.#status,
    };
  }
}
