// One container of a group: starts its program, again when it ends (by the restart policy), and keeps what the instance view
// and the log say.
import type { Time } from '../kernel/time.ts';
import type { ContainerEvent, ContainerState, ContainerView } from './pod.ts';
import type { Program, ProgramContext, StartProgram } from '../container-runtime/program.ts';

export interface ContainerOptions {
  readonly image: string;
  readonly start: StartProgram;
  readonly restartPolicy: 'Always' | 'OnFailure' | 'Never';
  readonly context: Omit<ProgramContext, 'log'>;
  readonly time: Time;
  /** The first pause before a restart; it doubles up to 32 times that. Milliseconds. */
  readonly backOffMs: number;
}

/** What is kept of a log: enough for any start-up, little enough for a long run. */
const maxCharacters = 1_000_000;

const seconds = (date: Date): string => date.toISOString().replace(/\.\d+Z$/, 'Z');

export class Container {
  readonly #options: ContainerOptions;
  readonly #events: ContainerEvent[] = [];
  readonly #stopping = new AbortController();
  #program: Program | undefined;
  #log = '';
  #restarts = 0;
  #current: ContainerState = { state: 'Waiting', detailStatus: '' };
  #previous: ContainerState | undefined;
  #done: Promise<void> = Promise.resolve();

  constructor(options: ContainerOptions) {
    this.#options = options;
  }

  /** Resolves when the program was started once. */
  async start(): Promise<void> {
    const { image } = this.#options;
    this.#event('Pulling', `pulling image "${image}"`);
    this.#event('Pulled', `Successfully pulled image "${image}"`);
    const first = await this.#startProgram();
    this.#done = this.#keepUp(first);
  }

  async #startProgram(): Promise<Program> {
    const { start, context, time } = this.#options;
    const log = (text: string) => {
      this.#log = (this.#log + text).slice(-maxCharacters);
    };
    this.#event('Created', 'Created container');
    const program = await start({ ...context, log });
    this.#program = program;
    this.#current = { state: 'Running', startTime: seconds(time.now()), detailStatus: '' };
    this.#event('Started', 'Started container');
    // The end was asked for while the program was being started: nobody else knows of this one.
    if (this.#isStopping()) await program.stop();
    return program;
  }

  async #keepUp(first: Program): Promise<void> {
    const { restartPolicy, time, backOffMs } = this.#options;
    const { signal } = this.#stopping;
    for (let program = first; ; program = await this.#startProgram()) {
      const exitCode = await program.exited;
      const detailStatus = program.endedBy?.() ?? (exitCode === 0 ? 'Completed' : 'Error');
      const finishTime = seconds(time.now());
      const over: ContainerState = {
        ...this.#current,
        state: 'Terminated',
        exitCode,
        finishTime,
        detailStatus,
      };
      const isOver = restartPolicy === 'Never' || (restartPolicy === 'OnFailure' && exitCode === 0);
      if (isOver || signal.aborted) {
        this.#current = over;
        return;
      }
      this.#previous = over;
      this.#current = { state: 'Waiting', detailStatus: 'CrashLoopBackOff' };
      this.#event('BackOff', 'Back-off restarting failed container', 'Warning');
      const pause = backOffMs * 2 ** Math.min(this.#restarts, 5);
      await time.wait(pause, signal).catch(() => undefined);
      if (this.#isStopping()) return;
      this.#restarts += 1;
    }
  }

  // The signal may turn while the container waits, which the compiler cannot see.
  #isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  #event(name: string, message: string, type: ContainerEvent['type'] = 'Normal'): void {
    const at = seconds(this.#options.time.now());
    const index = this.#events.findIndex((event) => event.name === name && event.message === message);
    const known = this.#events[index];
    if (known) this.#events[index] = { ...known, count: known.count + 1, lastTimestamp: at };
    else this.#events.push({ count: 1, firstTimestamp: at, lastTimestamp: at, name, message, type });
  }

  portOf(port: number): number | undefined {
    return this.#program?.portOf(port);
  }

  log(): string {
    return this.#log;
  }

  view(): ContainerView {
    return {
      restartCount: this.#restarts,
      currentState: this.#current,
      ...(this.#previous && { previousState: this.#previous }),
      events: [...this.#events],
    };
  }

  /** What a probe found wrong. */
  unhealthy(message: string): void {
    this.#event('Unhealthy', message, 'Warning');
  }

  /** Ends the program: the restart policy `Always` starts it again. */
  async kill(reason: string): Promise<void> {
    this.#event('Killing', reason);
    await this.#program?.stop();
  }

  /** Ends it for good. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#program?.stop();
    await this.#done;
  }
}
