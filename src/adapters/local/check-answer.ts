// Runs a user's program on one answer: JSON in, exit status out. No shell, a limit of time, and little of our environment.
import { spawn } from 'node:child_process';
import type { CheckAnswer } from '../../ports/answer-check.ts';

const limitMs = 60_000;
/** Characters of what the program says that a sentence holds. */
const longest = 300;

/** What a program needs to be found and to run; nothing that could be a secret of the pipeline. */
const passedOn = /^(PATH|HOME|LANG|LC_.*|TMPDIR|TEMP|TMP|SYSTEMROOT|PATHEXT|VIRTUAL_ENV|PYTHON.*)$/i;

const lastLine = (text: string): string => (text.trimEnd().split(/\r?\n/).at(-1) ?? '').slice(0, longest);

/** @param environment the variables that those which the program gets are taken from */
export function createCheckAnswer(environment: Readonly<Record<string, string | undefined>>): CheckAnswer {
  const env = Object.fromEntries(Object.entries(environment).filter(([name]) => passedOn.test(name)));
  return ([program = '', ...args], answer, folder) =>
    new Promise((resolve) => {
      const child = spawn(program, args, { cwd: folder, env, timeout: limitMs, killSignal: 'SIGKILL' });
      let said = '';
      const listen = (chunk: Buffer): void => {
        said = (said + chunk.toString('utf8')).slice(-10_000);
      };
      child.stdout.on('data', listen);
      child.stderr.on('data', listen);
      child.on('error', (error) =>
        resolve({ isRight: false, words: `'${program}' can not be run: ${error.message}` }),
      );
      child.on('close', (code, signal) => {
        const words = lastLine(said) || `'${program}' ended with ${signal ?? code ?? 'nothing'}`;
        resolve({ isRight: code === 0, words });
      });
      // A program that reads nothing closes its input; its exit status says all.
      child.stdin.on('error', () => undefined);
      child.stdin.end(JSON.stringify(answer));
    });
}
