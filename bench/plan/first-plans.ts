// The first plan of a process, in fresh processes: how long its modules take to load, and what the plan takes after that.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundleOptions } from '../../scripts/build/options.ts';
import { median, rounded, type Measurement } from '../measurement.ts';

export interface FirstPlan {
  readonly loadMs: number;
  readonly firstMs: number;
  readonly firstProcessorMs?: number;
}

const processes = 15;

export async function* firstPlans(note: (line: string) => void): AsyncGenerator<Measurement> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-plan-'));
  try {
    const outfile = join(folder, 'first-plan.cjs');
    await build({ ...bundleOptions, entryPoints: [join(import.meta.dirname, 'first-plan.ts')], outfile });
    note(`plan: starts ${processes} processes for one plan each`);
    const runs = Array.from(
      { length: processes },
      () => JSON.parse(execFileSync(process.execPath, [outfile], { encoding: 'utf8' })) as FirstPlan,
    );
    const figure = (name: string, of: (run: FirstPlan) => number | undefined): Measurement[] => {
      const values = runs.map(of).filter((value) => value !== undefined);
      if (values.length === 0) return [];
      return [{ name: `plan/${name}`, value: rounded(median(values), 'ms'), unit: 'ms' }];
    };
    yield* figure('load-modules', ({ loadMs }) => loadMs);
    yield* figure('first', ({ firstMs }) => firstMs);
    yield* figure('first/processor-time', ({ firstProcessorMs }) => firstProcessorMs);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
