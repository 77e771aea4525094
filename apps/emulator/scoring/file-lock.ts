// A lock between processes: a file that names its holder. A holder that has died loses it.
import { readFile, rm, writeFile } from 'node:fs/promises';
import type { Time } from '../kernel/time.ts';

const pollMs = 250;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function take(file: string): Promise<boolean> {
  try {
    await writeFile(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    return false;
  }
}

async function removeIfAbandoned(file: string): Promise<void> {
  const holder = Number(await readFile(file, 'utf8').catch(() => ''));
  // An empty file is being written this moment, or its writer died between the two: the next round decides.
  if (Number.isInteger(holder) && holder > 0 && !isAlive(holder)) await rm(file, { force: true });
}

/** Runs `work` while holding `file`; waits as long as a living process holds it. */
export async function withFileLock<T>(
  file: string,
  time: Time,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  while (!(await take(file))) {
    await removeIfAbandoned(file);
    await time.wait(pollMs, signal);
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}
