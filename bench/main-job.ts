// The main job, measured: from "version 2 is registered" to the first good prediction in the emulator, and whose time it
// was. The first run (which may install Python packages) is not counted.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import { type Measurement, median, rounded } from './measurement.ts';

const countedRuns = 3;

const timesShape = z.object({
  total: z.number(),
  untilSeen: z.number(),
  untilFired: z.number(),
  service: z.number(),
  ours: z.number(),
});

type Times = z.infer<typeof timesShape>;

function runOnce(root: string): Times {
  const program = join(root, 'apps', 'main-job', 'main.ts');
  const job = spawnSync(process.execPath, ['--import', 'tsx', program, '--json'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (job.status !== 0) throw new Error(`The main job failed:\n${job.stdout}\n${job.stderr}`);
  return timesShape.parse(JSON.parse(job.stdout.trimEnd().split('\n').at(-1) ?? ''));
}

/** What each part means; `until-seen` is the watcher's interval, `service` the emulator starting the container. */
const parts = [
  ['total', 'total'],
  ['until-seen', 'untilSeen'],
  ['until-fired', 'untilFired'],
  ['service', 'service'],
  ['ours', 'ours'],
] as const;

export function* mainJob(root: string, note: (line: string) => void): Iterable<Measurement> {
  const runs: Times[] = [];
  for (let run = 0; run <= countedRuns; run += 1) {
    note(run === 0 ? 'main-job: warming up' : `main-job: run ${run} of ${countedRuns}`);
    const times = runOnce(root);
    if (run > 0) runs.push(times);
  }
  for (const [name, key] of parts)
    yield {
      name: `main-job.${name}`,
      value: rounded(median(runs.map((times) => times[key])), 'ms'),
      unit: 'ms',
    };
}
