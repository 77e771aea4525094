// Python code of a test, run in a virtual environment as the emulator's containers have it: both share one, and its cache.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { ProcessTable } from '../../../../apps/emulator/kernel/process-table.ts';
import { systemTime } from '../../../../apps/emulator/kernel/time.ts';
import { createPythonEnvironments } from '../../../../apps/emulator/scoring/python-environments.ts';

const root = join(import.meta.dirname, '..', '..', '..', '..');

export interface PythonRun {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs code and gives what it prints; fails with that unless it ends well. */
export type Python = (code: string, run?: PythonRun) => Promise<string>;

/** @param requirements as the environment of the deployment has them; whoever comes first installs them */
export async function pythonWith(requirements: readonly string[], folder: string): Promise<Python> {
  const processes = new ProcessTable();
  const environments = createPythonEnvironments({
    ...{ processes, time: systemTime, directory: folder, python: undefined, env: process.env },
    cacheDir: join(root, '.cache'),
  });
  const venv = await environments.build('', requirements, () => undefined, new AbortController().signal);
  return async (code, { args = [], env = {} } = {}) => {
    let output = '';
    const exit = await processes.run({
      ...{ name: 'python', command: join(venv, 'bin', 'python'), args: ['-c', code, ...args], cwd: folder },
      ...{ env: { ...environments.baseEnv, ...env }, onOutput: (text: string) => (output += text) },
    });
    assert.equal(exit, 0, output);
    return output;
  };
}
