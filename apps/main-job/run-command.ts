// Runs a command to its end; its output is kept for the case that it fails.
import { spawn } from 'node:child_process';
import { MainJobFailure } from './failure.ts';

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Called with each line of output, for progress. */
  readonly onLine?: (line: string) => void;
  readonly remedy: string;
}

/** How many of the last lines a failure shows. */
const shownLines = 20;

/** @returns the standard output */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    const lines: string[] = [];
    const keep = (text: string) => {
      for (const line of text.split('\n').filter((part) => part.trim() !== '')) {
        lines.push(line);
        options.onLine?.(line.trim());
      }
    };
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      keep(chunk.toString());
    });
    child.stderr.on('data', (chunk: Buffer) => {
      keep(chunk.toString());
    });
    const shown = [command, ...args].join(' ');
    child.on('error', (error) => {
      reject(new MainJobFailure(`'${shown}' could not be started: ${error.message}.`, options.remedy, error));
    });
    child.on('close', (status) => {
      if (status === 0) resolve(stdout);
      else {
        const tail = lines.slice(-shownLines).join('\n  ');
        const ended = `'${shown}' ended with status ${status ?? 'a signal'}:`;
        reject(new MainJobFailure(`${ended}\n  ${tail}`, options.remedy));
      }
    });
  });
}
