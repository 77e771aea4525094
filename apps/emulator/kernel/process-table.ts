// The child processes of the stack: each leads a group of its own, so that whatever it starts ends with it.
import { spawn } from 'node:child_process';
import { groupCpuMilliseconds } from './cpu-time.ts';
import { ProcessGuard } from './process-guard.ts';

export interface ProcessSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment of the child: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** Called with each piece of standard output and standard error, in the order it arrives. */
  readonly onOutput: (text: string) => void;
}

export interface ChildProcess {
  readonly name: string;
  /** Resolves with the exit code (or the signal's name) once the process has ended; never rejects. */
  readonly exited: Promise<number | string>;
  /** Undefined while it runs. */
  readonly exit: () => number | string | undefined;
  /** CPU time of the whole group; undefined where the system does not tell. */
  readonly cpuMilliseconds: () => number | undefined;
  /** Ends the whole group: politely, after five seconds by force. Resolves when it has ended. */
  stop(): Promise<void>;
}

// What a server gets to end by itself, before its group is killed.
const graceMs = 5_000;

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // The group has already ended: that is what the signal was for.
  }
}

export class ProcessTable {
  readonly #running = new Set<ChildProcess>();
  readonly #guard = new ProcessGuard();

  /** Starts `spec`. A command that cannot be started ends at once with the exit 'not started: <reason>'. */
  start(spec: ProcessSpec): ChildProcess {
    const child = spawn(spec.command, spec.args, {
      cwd: spec.cwd,
      env: spec.env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const { pid } = child;
    if (pid !== undefined) this.#guard.add(pid);
    child.stdout.setEncoding('utf8').on('data', spec.onOutput);
    child.stderr.setEncoding('utf8').on('data', spec.onOutput);
    let exit: number | string | undefined;
    const exited = new Promise<number | string>((resolve) => {
      child.on('error', (error) => {
        exit ??= `not started: ${error.message}`;
        resolve(exit);
      });
      child.on('close', (code, signal) => {
        exit ??= code ?? signal ?? 'unknown';
        resolve(exit);
      });
    });
    const running: ChildProcess = {
      name: spec.name,
      exited,
      exit: () => exit,
      cpuMilliseconds: () => (pid === undefined ? undefined : groupCpuMilliseconds(pid)),
      async stop() {
        signalGroup(pid, 'SIGTERM');
        const force = setTimeout(() => signalGroup(pid, 'SIGKILL'), graceMs);
        await exited;
        clearTimeout(force);
        // The leader is gone; a straggler of its group must not outlive it.
        signalGroup(pid, 'SIGKILL');
      },
    };
    this.#running.add(running);
    void exited.then(() => {
      this.#running.delete(running);
      // Its number may soon be another process's: the guard must forget it.
      if (pid !== undefined) this.#guard.remove(pid);
    });
    return running;
  }

  /** Starts `spec` and waits for its end. */
  async run(spec: ProcessSpec): Promise<number | string> {
    return this.start(spec).exited;
  }

  names(): readonly string[] {
    return [...this.#running].map(({ name }) => name);
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.#running].map((child) => child.stop()));
    this.#guard.close();
  }
}
