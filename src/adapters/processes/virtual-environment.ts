// Virtual environments, built once for each list of requirements and kept.
import { spawn } from 'node:child_process';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Written last: an environment without it is not finished. */
const marker = '.complete';

export const isComplete = (folder: string): Promise<boolean> =>
  stat(join(folder, marker)).then(
    () => true,
    () => false,
  );

/** Resolves with the exit code, and hands each line of both outputs on. */
async function lines(
  command: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly onLine: (line: string) => void },
): Promise<number> {
  const { cwd, env, onLine } = options;
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let rest = '';
  const onText = (text: string) => {
    const parts = (rest + text).split(/\r?\n/);
    rest = parts.pop() ?? '';
    parts.filter((line) => line.trim() !== '').forEach(onLine);
  };
  child.stdout.setEncoding('utf8').on('data', onText);
  child.stderr.setEncoding('utf8').on('data', onText);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

export interface EnvironmentRequest {
  readonly folder: string;
  readonly requirements: readonly string[];
  readonly python: string;
  /** For pip: its own settings, proxies, PATH. */
  readonly env: NodeJS.ProcessEnv;
  readonly onLine: (line: string) => void;
}

/**
 * Scripts in an environment name its path, so it is built where it stays; only the marker makes it usable.
 *
 * @returns whether every step succeeded
 */
export async function buildEnvironment(request: EnvironmentRequest): Promise<boolean> {
  const { folder, requirements, python, env, onLine } = request;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const list = join(folder, 'requirements.txt');
  await writeFile(list, `${requirements.join('\n')}\n`);
  const run = (command: string, ...args: readonly string[]) =>
    lines(command, args, { cwd: folder, env, onLine });
  if ((await run(python, '-m', 'venv', folder)) !== 0) return false;
  const pip = ['-m', 'pip', 'install', '--no-input', '--disable-pip-version-check', '--progress-bar', 'off'];
  if ((await run(join(folder, 'bin', 'python'), ...pip, '-r', list)) !== 0) return false;
  await writeFile(join(folder, `${marker}.part`), '');
  await rename(join(folder, `${marker}.part`), join(folder, marker));
  return true;
}
