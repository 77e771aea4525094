// Virtual environments from pip requirements, built once and kept: what stands in for an image build.
import { createHash } from 'node:crypto';
import { access, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProcessTable } from '../kernel/process-table.ts';
import type { Time } from '../kernel/time.ts';
import { withFileLock } from './file-lock.ts';
import type { Python } from './python.ts';

export interface VirtualEnvironmentOptions {
  readonly requirements: readonly string[];
  readonly python: Python;
  /** Holds the finished environments. */
  readonly cacheDir: string;
  /** For pip: PATH, HOME, and its own settings. */
  readonly env: Readonly<Record<string, string>>;
  readonly processes: ProcessTable;
  readonly time: Time;
  readonly signal: AbortSignal;
  /** The build log. */
  readonly log: (text: string) => void;
}

const marker = 'complete';
/** Characters of a step's output that may tell why it failed. */
const maxTail = 2_000;

/** The last line in which pip calls something an error, or the last line at all. */
function lastWords(output: string): string {
  const lines = output.trim().split('\n');
  const line = lines.findLast((one) => one.startsWith('ERROR:')) ?? lines.at(-1) ?? '';
  return line === '' ? '' : `: ${line.trim()}`;
}

function keyOf(requirements: readonly string[], python: Python): string {
  const content = [...requirements].sort().join('\n');
  return createHash('sha256').update(`${content}\n${python.version}`).digest('hex');
}

async function isComplete(directory: string): Promise<boolean> {
  return access(join(directory, marker)).then(
    () => true,
    () => false,
  );
}

async function build(directory: string, options: VirtualEnvironmentOptions): Promise<void> {
  const { python, requirements, processes, env, log, cacheDir, signal } = options;
  // Scripts in it name its path, so it is built where it stays; only the marker makes it usable.
  await rm(directory, { recursive: true, force: true });
  const requirementsFile = `${directory}.txt`;
  await writeFile(requirementsFile, `${requirements.join('\n')}\n`);
  const run = async (name: string, command: string, args: readonly string[]) => {
    signal.throwIfAborted();
    log(`$ ${[command, ...args].join(' ')}\n`);
    let tail = '';
    const onOutput = (text: string) => {
      log(text);
      tail = (tail + text).slice(-maxTail);
    };
    const child = processes.start({ name, command, args, cwd: cacheDir, env, onOutput });
    const abort = () => void child.stop();
    signal.addEventListener('abort', abort);
    const exit = await child.exited;
    signal.removeEventListener('abort', abort);
    if (exit !== 0)
      throw new Error(
        `${name} ended with ${typeof exit === 'number' ? `exit code ${exit}` : exit}${lastWords(tail)}`,
      );
  };
  await run('python -m venv', python.command, ['-m', 'venv', directory]);
  if (requirements.length > 0)
    await run('pip install', join(directory, 'bin', 'python'), [
      ...['-m', 'pip', 'install', '--no-input', '--disable-pip-version-check', '--progress-bar', 'off'],
      // Compiling everything takes as long as the rest, and what is imported is compiled then.
      ...['--no-compile', '-r', requirementsFile],
    ]);
  await writeFile(join(directory, `${marker}.part`), 'done\n');
  await rename(join(directory, `${marker}.part`), join(directory, marker));
  await rm(requirementsFile, { force: true });
}

/**
 * The directory of an environment that holds `requirements`.
 *
 * @throws Error with the step that failed and its last words; the build log has its output
 */
export async function virtualEnvironment(options: VirtualEnvironmentOptions): Promise<string> {
  const directory = join(options.cacheDir, keyOf(options.requirements, options.python));
  if (await isComplete(directory)) {
    options.log(`Using the finished environment ${directory}\n`);
    return directory;
  }
  await mkdir(options.cacheDir, { recursive: true });
  await withFileLock(`${directory}.lock`, options.time, options.signal, async () => {
    // Another process may have finished it while this one waited for the lock.
    if (!(await isComplete(directory))) await build(directory, options);
  });
  return directory;
}
