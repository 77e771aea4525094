// Who a container or an image of the stack belongs to: a label names the stack, its process, and the machine of both, so that
// a later stack can tell what was left by one that was killed.
import { readFileSync } from 'node:fs';

export const ownerLabel = 'azureml-release.emulator';

export interface OwnerParts {
  readonly host: string;
  readonly pid: number;
  /** When the process began, in the kernel's ticks since boot: numbers of processes come again. Empty where nobody tells. */
  readonly started: string;
  /** Tells several stacks of one process apart. */
  readonly stack: string;
}

export const ownerText = ({ host, pid, started, stack }: OwnerParts): string =>
  [host, pid, started, stack].join('/');

export function parseOwner(text: string): OwnerParts | undefined {
  const [, host = '', pid = '', started = '', stack = ''] =
    /^([^/]+)\/(\d+)\/(\d*)\/([^/]+)$/.exec(text) ?? [];
  return host === '' ? undefined : { host, pid: Number(pid), started, stack };
}

/** When a living process began; undefined when there is none of that number, empty where the system does not tell. */
export function startOf(pid: number): string | undefined {
  try {
    // After the name in parentheses, which may hold anything: state (1st) ... start time (20th).
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19] ?? '';
  } catch {
    return process.platform === 'linux' || !isAlive(pid) ? undefined : '';
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process may not be signalled, but it is there.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Whether the process of an owner has ended. What another machine's stack owns is left alone: nobody here knows how it fares.
 *
 * @param startOfProcess as `startOf` gives it
 */
export function isGone(
  owner: string,
  here: string,
  startOfProcess: (pid: number) => string | undefined = startOf,
): boolean {
  const parts = parseOwner(owner);
  if (parts?.host !== here) return false;
  return startOfProcess(parts.pid) !== parts.started;
}
