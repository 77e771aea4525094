// How soon a hundred versions that are registered at the same moment have their releases: by polling, and by events. The
// program as it is packed, against the emulator; both clocks are the emulator's.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../scripts/faults/free-port.ts';
import { type Stage, startStage } from '../../scripts/faults/stage.ts';
import { superviseWatcher } from '../../scripts/faults/watcher.ts';
import type { Measurement } from '../measurement.ts';

const models = Array.from({ length: 100 }, (_, index) => `model-${index}`);
/** Registrations of all models at once; a second within a minute would measure the budget of calls instead. */
const rounds = 1;
/** Seconds; the target counts from it. */
const pollingInterval = 5;
const patience = 60_000;

type Way = 'polling' | 'events';

export async function* detection(root: string, note: (line: string) => void): AsyncIterable<Measurement> {
  for (const way of ['polling', 'events'] as const) {
    note(`detection: ${way}`);
    const stage = await startStage(root);
    try {
      yield* figures(way, await delays(way, stage, join(root, 'dist/apps/watcher.cjs')));
    } finally {
      await stage.close();
    }
  }
}

/** @returns from registered to release created, in milliseconds */
async function delays(way: Way, stage: Stage, program: string): Promise<readonly number[]> {
  const definitions = new Map<string, number>();
  for (const model of models) {
    await stage.register(model, '1');
    definitions.set(model, await stage.createDefinition(`deploy ${model}`, model));
  }
  const port = await freePort();
  const { addresses, folder } = stage;
  const state = join(folder, `${way}.db`);
  const watcher = superviseWatcher(
    'watcher',
    {
      program,
      argv: ['--config', configure(way, stage, port), '--state', state, '--log', 'json'],
      environment: {
        PATH: process.env['PATH'] ?? '',
        NODE_EXTRA_CA_CERTS: addresses.caFile,
        BENCH_CLIENT_SECRET: addresses.identity.clientSecret,
        BENCH_DEVOPS_TOKEN: addresses.devops?.personalAccessToken ?? '',
      },
      note: () => undefined,
    },
    0,
  );
  try {
    await watcher.event('baseline', models.length);
    if (way === 'events') {
      await watcher.event('listening', 1);
      await stage.subscribe('bench', '', `https://localhost:${port}/events`);
    }
    const measured: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      // The first turn verifies the targets; after that, at moments that have nothing to do with the interval's.
      await sleep(8000 + round * 1700);
      const version = String(round + 2);
      const registered = await Promise.all(models.map(async (model) => stage.register(model, version)));
      const until = performance.now() + patience;
      const missing = new Map(models.map((model, index) => [model, registered[index] ?? new Date(0)]));
      while (missing.size > 0 && performance.now() < until) {
        await watcher.event('fired', models.length * (round + 1));
        for (const [model, at] of missing) {
          const released = await stage.releasedAt(definitions.get(model) ?? 0, version);
          if (released === undefined) continue;
          measured.push(released.getTime() - at.getTime());
          missing.delete(model);
        }
      }
      if (missing.size > 0) throw new Error(`no release of ${[...missing.keys()].join(', ')}`);
    }
    return measured;
  } finally {
    await watcher.stop();
  }
}

/** @returns the path of watch.yml */
function configure(way: Way, { addresses, folder }: Stage, port: number): string {
  const { identity, arm, devops } = addresses;
  const { subscriptionId, resourceGroup, workspace: name } = arm;
  const configuration = {
    azure: {
      armUrl: arm.url,
      authorityUrl: identity.authority,
      tenantId: identity.tenantId,
      clientId: identity.clientId,
      clientSecretFrom: 'BENCH_CLIENT_SECRET',
    },
    organization: { url: devops?.organizationUrl ?? '', tokenFrom: 'BENCH_DEVOPS_TOKEN' },
    // With events, polling must not be what is measured.
    intervalSeconds: way === 'polling' ? pollingInterval : 3600,
    watches: models.map((model) => ({
      name: model,
      workspace: { subscriptionId, resourceGroup, name },
      model,
      mode: 'every',
      release: { project: devops?.project ?? '', definition: `deploy ${model}`, artifact: '_model' },
    })),
    ...(way === 'polling'
      ? {}
      : {
          relay: {
            host: 'localhost',
            port,
            tls: { certificate: join(folder, 'relay.crt'), key: join(folder, 'relay.key') },
          },
        }),
  };
  const file = join(folder, `${way}.yml`);
  // JSON is YAML.
  writeFileSync(file, JSON.stringify(configuration));
  return file;
}

function* figures(way: Way, measured: readonly number[]): Iterable<Measurement> {
  const sorted = measured.toSorted((a, b) => a - b);
  const quantile = (part: number): number =>
    sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;
  const name = way === 'polling' ? `polling-every-${pollingInterval}-s` : way;
  for (const [what, value] of Object.entries({ p50: quantile(0.5), p99: quantile(0.99), max: quantile(1) }))
    yield { name: `watch/detection/${name}/${what}`, value, unit: 'ms' };
}
