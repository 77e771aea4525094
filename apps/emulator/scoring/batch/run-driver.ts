// One job's driver process: started in the job's environment, followed line by line, ended when the job is cancelled.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { BatchJobSpec } from '../../azure-ml/batch/batch-host.ts';
import type { ProcessTable } from '../../kernel/process-table.ts';

export interface DriverOptions {
  readonly spec: Pick<BatchJobSpec, 'job' | 'settings'>;
  /** The virtual environment whose Python runs the script. */
  readonly virtualEnvironment: string;
  readonly directory: string;
  /** Absolute paths. */
  readonly script: string;
  readonly files: readonly string[];
  readonly output: string;
  readonly logs: string;
  readonly env: Readonly<Record<string, string>>;
  readonly processes: ProcessTable;
  readonly signal: AbortSignal;
}

const line = z.object({ end: z.boolean().default(false), error: z.string().nullish() });

/** Why the job failed; undefined when it did not. */
export async function runDriver(options: DriverOptions): Promise<string | undefined> {
  const { spec, directory, script, files, output, logs, env, virtualEnvironment, signal } = options;
  const { timeoutMs, ...settings } = spec.settings;
  const file = join(directory, 'job.json');
  const seconds = timeoutMs / 1000;
  await writeFile(
    file,
    JSON.stringify({ ...settings, timeoutSeconds: seconds, script, files, output, logs }),
  );
  const bin = join(virtualEnvironment, 'bin');
  let text = '';
  signal.throwIfAborted();
  const child = options.processes.start({
    name: `batch job ${spec.job}`,
    command: join(bin, 'python'),
    args: [join(import.meta.dirname, 'driver.py'), file],
    cwd: directory,
    env: { ...env, PATH: `${bin}:${env.PATH ?? ''}`, VIRTUAL_ENV: virtualEnvironment },
    onOutput: (part) => (text += part),
  });
  const abort = () => void child.stop();
  signal.addEventListener('abort', abort);
  const exit = await child.exited;
  signal.removeEventListener('abort', abort);
  signal.throwIfAborted();
  const last = text.trim().split('\n').at(-1) ?? '';
  const parsed = line.safeParse(exit === 0 && last !== '' ? JSON.parse(last) : undefined);
  if (!parsed.success || !parsed.data.end)
    throw new Error(`the driver of ${spec.job} ended with ${exit}: ${text}`);
  return parsed.data.error ?? undefined;
}
