// One run of the deploy flow as a child process that can be killed as an agent is.
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface DeployRun {
  /** Everything it printed so far. */
  readonly output: () => string;
  /** Resolves when it has printed this, or ended. */
  printed(pattern: RegExp): Promise<void>;
  kill(): void;
  /** The exit status; undefined when it was killed. */
  readonly ended: Promise<number | undefined>;
}

/** To be told of every line that a run prints. */
export type OnLine = (line: string, run: Pick<DeployRun, 'kill'>) => void;

export function followRun(child: ChildProcess, onLine: OnLine): DeployRun {
  let text = '';
  const waiting = new Set<() => void>();
  const kill = (): void => void child.kill('SIGKILL');
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (line) => {
      text += `${line}\n`;
      onLine(line, { kill });
      for (const look of waiting) look();
    });
  }
  const ended = new Promise<number | undefined>((resolve) => {
    child.on('close', (code) => {
      resolve(code ?? undefined);
    });
  });
  const seen = (pattern: RegExp): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!pattern.test(text)) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  return {
    ...{ output: () => text, kill, ended },
    printed: (pattern) => Promise.race([seen(pattern), ended.then(() => undefined)]),
  };
}
