// The watcher's processes of one run: started again whenever one ends, as a service manager would.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

export interface WatcherCommand {
  /** The bundle. */
  readonly program: string;
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly note: (who: string, line: string) => void;
}

export interface Watcher {
  /** Resolves when a line with this event has been written that often, over all processes. */
  event(name: string, times: number): Promise<void>;
  /** kill -9, and another start after a while. */
  kill(downFor: number, clockOffset: number): void;
  jump(clockOffset: number): void;
  /** SIGTERM. @returns the exit status */
  stop(): Promise<number | NodeJS.Signals>;
}

/** How long the service manager waits before it starts what ended by itself, in milliseconds. */
const restartAfter = 200;

export function superviseWatcher(who: string, command: WatcherCommand, clockOffset: number): Watcher {
  const seen = new Map<string, number>();
  const waiting = new Set<() => void>();
  let offset = clockOffset;
  let downFor = restartAfter;
  const stopping = new AbortController();
  let child = start();
  const ended = keepRunning();

  function start(): ChildProcess {
    const process_ = spawn(process.execPath, [command.program, ...command.argv], {
      env: { ...command.environment, FAULTS_CLOCK_OFFSET: String(offset) },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const { stdout, stderr } = process_;
    if (stdout === null || stderr === null) throw new Error('a child without pipes');
    createInterface(stdout).on('line', (line) => {
      command.note(who, line);
      const name = /"event":"([a-z-]+)"/.exec(line)?.[1] ?? '';
      seen.set(name, (seen.get(name) ?? 0) + 1);
      for (const wake of waiting) wake();
    });
    createInterface(stderr).on('line', (line) => command.note(who, `stderr: ${line}`));

    command.note(who, `started with a clock that is ${offset} ms off`);
    return process_;
  }

  async function keepRunning(): Promise<number | NodeJS.Signals> {
    for (;;) {
      const [status, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
      command.note(who, `ended with ${signal ?? status ?? 'nothing'}`);
      if (stopping.signal.aborted) return signal ?? status ?? 1;
      const pause = downFor;
      downFor = restartAfter;
      await sleep(pause);
      // Asked to stop while there was none.
      // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- it may have been while this slept
      if (stopping.signal.aborted) return 0;
      child = start();
    }
  }

  return {
    event: (name, times) =>
      new Promise((resolve) => {
        const look = (): void => {
          if ((seen.get(name) ?? 0) < times) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    kill(pause, nextOffset) {
      offset = nextOffset;
      downFor = pause;
      child.kill('SIGKILL');
    },
    jump(nextOffset) {
      offset = nextOffset;
      command.note(who, `its clock jumps to ${offset} ms off`);
      if (child.connected) child.send(offset, () => undefined);
    },
    async stop() {
      stopping.abort();
      while (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        await Promise.race([ended, sleep(1000, undefined, { ref: false })]);
      }
      return ended;
    },
  };
}
