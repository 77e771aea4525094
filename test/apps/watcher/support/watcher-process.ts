// The watcher as a process of its own: its events as they come, its end, and kill -9.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';

const eventSchema = z.looseObject({ event: z.string() });
export type PrintedEvent = z.infer<typeof eventSchema>;

export interface WatcherProcess {
  /** Everything it wrote to standard output and standard error. */
  readonly output: string[];
  readonly events: PrintedEvent[];
  /** Resolves with the first event of this name, also if it came already; rejects if the process ends before. */
  event(name: string): Promise<PrintedEvent>;
  kill(signal: NodeJS.Signals): void;
  /** The exit status, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

const main = fileURLToPath(new URL('../../../../apps/watcher/main.ts', import.meta.url));
const root = fileURLToPath(new URL('../../../..', import.meta.url));

export function startWatcherProcess(argv: readonly string[], environment: NodeJS.ProcessEnv): WatcherProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...argv], {
    cwd: root,
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  const events: PrintedEvent[] = [];
  const waiting = new Set<() => void>();
  createInterface(child.stdout).on('line', (line) => {
    output.push(line);
    events.push(eventSchema.parse(JSON.parse(line)));
    for (const wake of waiting) wake();
  });
  createInterface(child.stderr).on('line', (line) => output.push(line));
  const ended = once(child, 'close').then(([status, signal]: (number | NodeJS.Signals | null)[]) => {
    for (const wake of waiting) wake();
    return status ?? signal ?? 1;
  });

  return {
    output,
    events,
    ended,
    kill: (signal) => void child.kill(signal),
    event: (name) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = events.find(({ event }) => event === name);
          if (found !== undefined) resolve(found);
          else if (child.exitCode !== null || child.signalCode !== null) {
            reject(new Error(`ended before '${name}':\n${output.join('\n')}`));
          } else return;
          waiting.delete(look);
        };
        waiting.add(look);
        look();
      }),
  };
}
