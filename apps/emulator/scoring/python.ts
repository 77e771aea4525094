// Finds a Python that can make virtual environments and run the inference server (3.9 or newer).
import type { ProcessTable } from '../kernel/process-table.ts';

export interface Python {
  readonly command: string;
  /** e.g. 3.11.7 */
  readonly version: string;
}

export interface PythonSearch {
  readonly processes: ProcessTable;
  /** Tried alone when given. */
  readonly preferred: string | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

const candidates = ['python3', 'python3.12', 'python3.11', 'python3.13', 'python3.10', 'python3.9', 'python'];
const probe =
  'import sys, venv, ensurepip; print("version", ".".join(map(str, sys.version_info[:3]))); sys.exit(0 if sys.version_info >= (3, 9) else 1)';

/**
 * The first Python that fits.
 *
 * @throws Error that says what was tried and what to install
 */
export async function findPython({ processes, preferred, env, cwd }: PythonSearch): Promise<Python> {
  const tried = preferred === undefined ? candidates : [preferred];
  for (const command of tried) {
    let output = '';
    const exit = await processes.run({
      name: `probe ${command}`,
      command,
      args: ['-c', probe],
      cwd,
      env,
      onOutput: (text) => (output += text),
    });
    const version = /^version (\S+)$/m.exec(output)?.[1];
    if (exit === 0 && version !== undefined) return { command, version };
  }
  throw new Error(
    `No Python 3.9 or newer with venv and ensurepip was found (tried ${tried.join(', ')}). Install one (on Debian: apt-get install python3-venv) or name it with --python.`,
  );
}
