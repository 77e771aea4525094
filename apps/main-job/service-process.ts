// A program that runs beside the main job (the stack, the watcher): started, read line by line, stopped for sure.
import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { MainJobFailure } from './failure.ts';

export interface ServiceOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Where its standard error is kept. */
  readonly logFile: string;
  /** Called with every line of its standard output. */
  readonly onLine: (line: string) => void;
}

/** How long a program may take to stop by itself before it is killed. */
const stopLimitMs = 15_000;

export class ServiceProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  readonly #options: ServiceOptions;
  #stopping = false;

  constructor(options: ServiceOptions) {
    this.#options = options;
    this.#child = spawn(options.command, options.args, { env: options.env, stdio: ['pipe', 'pipe', 'pipe'] });
    const log = createWriteStream(options.logFile, { flags: 'a' });
    this.#child.stderr?.pipe(log);
    if (this.#child.stdout) createInterface({ input: this.#child.stdout }).on('line', options.onLine);
    this.#ended = new Promise((resolve) => {
      this.#child.on('exit', () => {
        resolve();
      });
      this.#child.on('error', () => {
        resolve();
      });
    });
  }

  /** Rejects when the program ends although nobody asked it to. */
  async unexpectedEnd(): Promise<never> {
    await this.#ended;
    if (this.#stopping) return new Promise(() => undefined);
    const { name, logFile } = this.#options;
    throw new MainJobFailure(`The ${name} ended by itself.`, `Its log is in ${logFile}.`);
  }

  /** Ends it: first politely, then by force. */
  async stop(): Promise<void> {
    this.#stopping = true;
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill('SIGTERM');
    const forced = setTimeout(() => this.#child.kill('SIGKILL'), stopLimitMs);
    await this.#ended;
    clearTimeout(forced);
  }
}
