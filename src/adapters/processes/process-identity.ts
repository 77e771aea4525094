// Which process a number stands for. Numbers are given again: only with the time of its start is a process the same.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Fields of /proc/<pid>/stat after the name: state is the 1st of them, the start time the 20th (proc(5)). */
function fromStat(text: string): string | undefined {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state] = fields;
  // A zombie has ended; nobody has asked for its exit code yet.
  return state === 'Z' || state === 'X' ? undefined : fields[19];
}

/** Something that is equal only for the same process; absent when it has ended. */
export async function startOf(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
    return text === undefined ? undefined : fromStat(text);
  }
  const { stdout } = await run('ps', ['-o', 'lstart=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  return stdout.trim() === '' ? undefined : stdout.trim();
}
