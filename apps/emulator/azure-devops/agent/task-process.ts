// Runs a task's program in a process group of its own, reads its lines, and ends it when time is up or the job is canceled.
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** The agent waits this long after SIGINT, then after SIGTERM, before it kills. */
export interface StopWaits {
  readonly afterInterruptMs: number;
  readonly afterTerminateMs: number;
}

export const agentStopWaits: StopWaits = { afterInterruptMs: 7_500, afterTerminateMs: 2_500 };

/** A process that the task left running may hold its output open; after this long it is ended with its group. */
const lingeringMs = 2_000;

export interface TaskProgram {
  readonly node: string;
  readonly script: string;
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  /** 0 means no limit. */
  readonly timeoutMs: number;
  readonly waits: StopWaits;
  /** A line of stdout or stderr, without its end. */
  readonly onLine: (line: string) => void;
}

export type ProgramEnd =
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'signal'; readonly signal: string }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'canceled' };

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is already gone.
  }
}

/** SIGINT, then SIGTERM, then SIGKILL to the whole group. Gives back how to call it off. */
function stopGroup(child: ChildProcess, waits: StopWaits): () => void {
  signalGroup(child, 'SIGINT');
  const terminate = setTimeout(() => signalGroup(child, 'SIGTERM'), waits.afterInterruptMs);
  const kill = setTimeout(
    () => signalGroup(child, 'SIGKILL'),
    waits.afterInterruptMs + waits.afterTerminateMs,
  );
  return () => {
    clearTimeout(terminate);
    clearTimeout(kill);
  };
}

function readLines(stream: NodeJS.ReadableStream | null, onLine: (line: string) => void): void {
  if (stream) createInterface({ input: stream, crlfDelay: Infinity }).on('line', onLine);
}

/** Resolves when the program has ended and its output is read. Rejects only when it cannot be started. */
export async function runProgram(program: TaskProgram, canceled: AbortSignal): Promise<ProgramEnd> {
  const child = spawn(program.node, [program.script], {
    cwd: program.workingDirectory,
    env: { ...program.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  readLines(child.stdout, program.onLine);
  readLines(child.stderr, program.onLine);
  let stopped: 'timeout' | 'canceled' | undefined;
  let callOff: (() => void) | undefined;
  let lingering: NodeJS.Timeout | undefined;
  const stop = (why: 'timeout' | 'canceled'): void => {
    if (stopped !== undefined) return;
    stopped = why;
    callOff = stopGroup(child, program.waits);
  };
  const onCancel = (): void => stop('canceled');
  const timer = program.timeoutMs > 0 ? setTimeout(() => stop('timeout'), program.timeoutMs) : undefined;
  if (canceled.aborted) onCancel();
  else canceled.addEventListener('abort', onCancel, { once: true });
  try {
    return await new Promise<ProgramEnd>((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', () => {
        lingering = setTimeout(() => signalGroup(child, 'SIGKILL'), lingeringMs);
      });
      child.on('close', (code, signal) => {
        if (stopped !== undefined) resolve({ kind: stopped });
        else if (code !== null) resolve({ kind: 'exit', code });
        else resolve({ kind: 'signal', signal: signal ?? 'unknown' });
      });
    });
  } finally {
    clearTimeout(timer);
    clearTimeout(lingering);
    callOff?.();
    canceled.removeEventListener('abort', onCancel);
    // Whatever the task left behind in its group must not outlive it.
    signalGroup(child, 'SIGKILL');
  }
}
