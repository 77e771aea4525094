// The Python environments that containers of the stack run in: the pip part of a conda file, installed once and kept.
import { join, resolve } from 'node:path';
import type { ProcessTable } from '../kernel/process-table.ts';
import type { Time } from '../kernel/time.ts';
import { parseCondaFile } from './conda-file.ts';
import { findPython, type Python } from './python.ts';
import { virtualEnvironment } from './virtual-environment.ts';

export interface PythonEnvironmentsOptions {
  readonly processes: ProcessTable;
  readonly time: Time;
  /** The current folder of the search for Python. */
  readonly directory: string;
  /** Holds virtual environments across runs. */
  readonly cacheDir: string;
  readonly python: string | undefined;
  /** The environment of the emulator; containers get PATH, HOME and LANG of it, pip its own settings besides. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface PythonEnvironments {
  /** What every container has of its own: PATH, HOME, LANG. */
  readonly baseEnv: Readonly<Record<string, string>>;
  /**
   * The directory of a virtual environment with the pip part of `condaFile` and the further requirements.
   *
   * @throws Error with what is wrong with the file, or the step that failed; the log has its output
   */
  build(
    condaFile: string,
    requirements: readonly string[],
    log: (text: string) => void,
    signal: AbortSignal,
  ): Promise<string>;
}

const containerVariables = ['PATH', 'HOME', 'LANG'];
const pipVariables = /^(PIP_.*|SSL_CERT_FILE|SSL_CERT_DIR|REQUESTS_CA_BUNDLE|TMPDIR|(HTTPS?|NO|ALL)_PROXY)$/i;

function pick(
  env: PythonEnvironmentsOptions['env'],
  wanted: (name: string) => boolean,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value !== undefined && wanted(name) ? [[name, value]] : [],
    ),
  );
}

export function createPythonEnvironments(options: PythonEnvironmentsOptions): PythonEnvironments {
  const { processes, time, directory, cacheDir } = options;
  const baseEnv = pick(options.env, (name) => containerVariables.includes(name));
  let python: Promise<Python> | undefined;
  const search = () =>
    (python ??= findPython({ processes, preferred: options.python, env: baseEnv, cwd: directory }));
  return {
    baseEnv,
    async build(condaFile, requirements, log, signal) {
      const conda = parseCondaFile(condaFile);
      const found = await search();
      log(`The emulator installs the pip part with Python ${found.version}.\n`);
      if (conda.notInstalled.length > 0)
        log(`Not installed, because there is no conda: ${conda.notInstalled.join(', ')}\n`);
      return virtualEnvironment({
        requirements: [...conda.pip, ...requirements],
        python: found,
        cacheDir: join(resolve(cacheDir), 'venvs'),
        env: pick(options.env, (name) => containerVariables.includes(name) || pipVariables.test(name)),
        processes,
        time,
        signal,
        log,
      });
    },
  };
}
