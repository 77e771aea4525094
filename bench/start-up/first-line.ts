// Measures how long a program takes from its process' start to its first own log line.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface Program {
  readonly runtime: string;
  readonly script: string;
  /** The whole environment: nothing of ours reaches the program. */
  readonly env: Readonly<Record<string, string>>;
}

/** Lines that task-lib or the runtime write are no log lines: commands to the agent begin with `##`. */
const ownLine = (line: string): boolean => line.trim() !== '' && !line.startsWith('##');

/**
 * @returns milliseconds from before the process is made until the line has arrived here
 * @throws Error when the program ends without one
 */
export async function timeToFirstLine(program: Program): Promise<number> {
  const start = performance.now();
  const child = spawn(program.runtime, [program.script], {
    env: program.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let arrived: number | undefined;
  const seen: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    seen.push(line);
    if (arrived === undefined && ownLine(line)) {
      arrived = performance.now() - start;
      // The rest of the task is not measured.
      child.kill('SIGKILL');
    }
  });
  createInterface({ input: child.stderr }).on('line', (line) => seen.push(line));
  await once(child, 'close');
  if (arrived === undefined) {
    throw new Error(`${program.script} ended without a log line of its own:\n${seen.join('\n')}`);
  }
  return arrived;
}

/** A number of runs after one that is not counted (it warms the disk cache). */
export async function timesToFirstLine(program: Program, runs: number): Promise<readonly number[]> {
  await timeToFirstLine(program);
  const times: number[] = [];
  for (let run = 0; run < runs; run++) times.push(await timeToFirstLine(program));
  return times;
}
