// Runs the command line in this process, with nothing of a machine but what a test gives it.
import assert from 'node:assert/strict';
import type { ExitStatus, ProgramOptions } from '../../../../apps/cli/host.ts';
import { runProgram } from '../../../../apps/cli/program.ts';
import { createAutoClock } from '../../../support/auto-clock.ts';

export interface Ran {
  /** Absent if the watcher has taken over. */
  readonly status: ExitStatus | undefined;
  readonly out: string;
  readonly aside: string;
}

/** @param more what stands in for the refusals to touch anything */
export async function runCommandLine(
  argv: readonly string[],
  more: Partial<Omit<ProgramOptions, 'argv' | 'writeOut' | 'writeAside'>> = {},
): Promise<Ran> {
  const out: string[] = [];
  const aside: string[] = [];
  const refuse = (): Promise<never> => Promise.reject(new Error('no file was to be touched'));
  const status = await runProgram({
    argv,
    files: { read: refuse, create: refuse, replace: refuse },
    project: { workingFolder: '/project', files: () => ({ readText: refuse, listTree: refuse }) },
    clock: createAutoClock(),
    environment: {},
    readText: () => assert.fail('no file was to be read'),
    startWatcher: () => assert.fail('the watcher was started'),
    writeOut: (text) => void out.push(text),
    writeAside: (text) => void aside.push(text),
    ...more,
  });
  return { status, out: out.join(''), aside: aside.join('') };
}
