// The training run's Python: found on the machine, with its packages in a virtual environment of the project.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { MainJobFailure } from './failure.ts';
import { runCommand } from './run-command.ts';
import type { Note } from './timeline.ts';

const candidates = ['python3', 'python', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python3.9'];

const versionScript = 'import sys; print("%d.%d" % sys.version_info[:2])';

interface Python {
  readonly command: string;
  readonly version: string;
}

/** @throws MainJobFailure when no Python of at least 3.9 is on the path */
export async function findPython(): Promise<Python> {
  for (const command of candidates) {
    const answer = await runCommand(command, ['-c', versionScript], { remedy: '' }).catch(() => '');
    const version = answer.trim();
    const [major = 0, minor = 0] = version.split('.').map(Number);
    if (major === 3 && minor >= 9) return { command, version };
  }
  throw new MainJobFailure(
    'No Python of version 3.9 or newer was found on the path.',
    'Install one (python.org).',
  );
}

/**
 * The interpreter of a virtual environment with the packages of `requirements`. It is made once and kept in `.cache`;
 * one that was interrupted half-way is never used.
 */
export async function prepareTrainingPython(root: string, requirements: string, note: Note): Promise<string> {
  const { command, version } = await findPython();
  const content = await readFile(requirements, 'utf8');
  const key = createHash('sha256').update(`${version}\n${content}`).digest('hex').slice(0, 16);
  const folder = join(root, '.cache', 'training', key);
  const interpreter = join(folder, 'bin', 'python');
  const complete = join(folder, 'complete');
  if (existsSync(complete)) return interpreter;
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(root, '.cache', 'training'), { recursive: true });
  note('making a virtual environment');
  const remedy = "Python's module 'venv' is needed; on Debian and Ubuntu it is the package python3-venv.";
  await runCommand(command, ['-m', 'venv', folder], { remedy });
  const args = ['-m', 'pip', 'install', '--disable-pip-version-check', '--requirement', requirements];
  await runCommand(interpreter, args, {
    remedy: 'Check the network (a package index is needed once).',
    onLine: note,
  });
  await markComplete(folder, complete);
  return interpreter;
}

async function markComplete(folder: string, complete: string): Promise<void> {
  const temporary = join(folder, 'complete.new');
  await mkdir(temporary);
  await rename(temporary, complete);
}
