// What watching costs while nothing happens: calls, memory, CPU, for 1,000, 10,000 and 100,000 models.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import * as z from 'zod';
import { bundleOptions } from '../../scripts/build/options.ts';
import type { Measurement } from '../measurement.ts';
import { median } from '../measurement.ts';
import { seedState } from './seed-state.ts';
import { syntheticWatches } from './synthetic-watches.ts';

const workspaces = 100;
/** Models of each workspace. */
const sizes = [10, 100, 1000] as const;
/** Passes that are counted; the one before them is not. */
const passes = 5;
/** The default interval, in milliseconds: CPU is spread over it. */
const interval = 60_000;

const callsSchema = z.object({ lists: z.number(), pages: z.number(), versions: z.number() });
const passSchema = z.object({
  pass: z.number(),
  tookMs: z.number(),
  cpuMs: z.number(),
  rssBytes: z.number(),
  peakBytes: z.number(),
  complaints: z.literal(0),
});
type Pass = z.infer<typeof passSchema>;

interface Arm {
  readonly origin: string;
  readonly caPem: string;
  /** Since it was asked last. */
  calls(): Promise<z.infer<typeof callsSchema>>;
  close(): void;
}

async function startArm(root: string, modelsPerWorkspace: number): Promise<Arm> {
  const program = join(root, 'bench/watch/arm-server.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', program, String(modelsPerWorkspace)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const { origin, caPem } = z.object({ origin: z.string(), caPem: z.string() }).parse(JSON.parse(line));
  return {
    origin,
    caPem,
    calls: async () => callsSchema.parse(JSON.parse(await get(`${origin}/calls`, caPem))),
    close: () => void child.kill(),
  };
}

function get(url: string, ca: string): Promise<string> {
  return new Promise((resolve, reject) => {
    request(url, { ca }, (incoming) => {
      let text = '';
      incoming.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      incoming.on('end', () => resolve(text));
    })
      .on('error', reject)
      .end();
  });
}

/** @yields after each pass, the uncounted first one included */
async function* passesOf(program: string, caFile: string, options: object): AsyncIterable<Pass> {
  const child = spawn(process.execPath, [program, JSON.stringify(options)], {
    env: { PATH: process.env['PATH'], NODE_EXTRA_CA_CERTS: caFile },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  for await (const line of createInterface(child.stdout)) {
    yield passSchema.parse(JSON.parse(line));
    child.stdin.write('next\n');
  }
  if (child.exitCode !== 0 && child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
}

export async function* quiet(root: string, note: (line: string) => void): AsyncIterable<Measurement> {
  const folder = mkdtempSync(join(tmpdir(), 'quiet-'));
  const program = join(root, 'dist/bench/quiet-watcher.cjs');
  await build({
    ...bundleOptions,
    absWorkingDir: root,
    entryPoints: ['bench/watch/quiet-watcher.ts'],
    outfile: program,
    external: ['libsql'],
  });
  try {
    for (const models of sizes) {
      const total = workspaces * models;
      note(`quiet: ${total} models`);
      const arm = await startArm(root, models);
      try {
        const caFile = join(folder, 'ca.pem');
        writeFileSync(caFile, arm.caPem);
        const stateFile = join(folder, `${total}.db`);
        seedState(stateFile, syntheticWatches(workspaces, models));
        const counted: (Pass & z.infer<typeof callsSchema>)[] = [];
        const options = { armUrl: arm.origin, workspaces, models, stateFile, passes };
        for await (const pass of passesOf(program, caFile, options)) {
          const calls = await arm.calls();
          if (pass.pass > 0) counted.push({ ...pass, ...calls });
        }
        yield* figures(total, counted);
      } finally {
        arm.close();
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function* figures(
  total: number,
  counted: readonly (Pass & z.infer<typeof callsSchema>)[],
): Iterable<Measurement> {
  const name = (what: string): string => `watch/quiet/${total}-models/${what}`;
  const worst = (of: (each: (typeof counted)[number]) => number): number => Math.max(...counted.map(of));
  const lists = worst((each) => each.lists);
  // Source by source: one call for the versions of each model.
  yield {
    name: name('list-calls'),
    value: lists,
    unit: 'calls',
    peer: total,
    ratio: lists / total,
  };
  yield { name: name('further-pages'), value: worst((each) => each.pages), unit: 'calls' };
  yield { name: name('version-calls'), value: worst((each) => each.versions), unit: 'calls' };
  yield { name: name('rss'), value: worst((each) => each.rssBytes), unit: 'bytes' };
  yield { name: name('rss-peak'), value: worst((each) => each.peakBytes), unit: 'bytes' };
  const cpu = median(counted.map(({ cpuMs }) => cpuMs));
  yield { name: name('cpu-of-a-pass'), value: Math.round(cpu), unit: 'ms' };
  yield {
    name: name('cpu-at-60-s'),
    value: Math.round((cpu / interval) * 10_000) / 100,
    unit: '% of a core',
  };
}
