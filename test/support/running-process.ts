// Whether a process still runs. One that has ended but that nobody has collected yet (a zombie: its parent died, and the
// first process of the machine collects it when it gets round to it) does not run.
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    // "pid (name) state …": the name may hold blanks and brackets, the state follows the last one.
    const state = /\) (\w)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8').split('\n')[0] ?? '')?.[1];
    return state !== 'Z';
  } catch {
    return process.platform !== 'linux';
  }
}

/** Waits up to ten seconds for a process to end; false if it outlives them. */
export async function ends(pid: number): Promise<boolean> {
  for (let attempt = 0; attempt < 500 && isRunning(pid); attempt += 1) await sleep(20);
  return !isRunning(pid);
}
