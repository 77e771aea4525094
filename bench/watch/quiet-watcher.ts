// The watcher's engine with its real registry client and its real store, on models of which none changes: what does a pass
// cost? Without its YAML (it would measure the parser) and without Azure DevOps (a quiet pass does not call it).
import { once } from 'node:events';
import * as z from 'zod';
import { createQuotas } from '../../artifact-source/quotas.ts';
import { registryBySubscription } from '../../artifact-source/registry-by-subscription.ts';
import { createWatcher } from '../../artifact-source/watch.ts';
import { createModelRegistry } from '../../src/adapters/azure-ml/model-registry.ts';
import { systemClock } from '../../src/adapters/local/clock.ts';
import { keepHeapLean } from '../../src/adapters/local/lean-heap.ts';
import { openFileMemory } from '../../apps/watcher/state/memory.ts';
import type { FiringTargets } from '../../src/ports/firing-targets.ts';
import { syntheticWatches } from './synthetic-watches.ts';

const { armUrl, workspaces, models, stateFile, passes } = z
  .object({
    armUrl: z.string(),
    workspaces: z.number(),
    models: z.number(),
    stateFile: z.string(),
    passes: z.number(),
  })
  .parse(JSON.parse(process.argv[2] ?? ''));

keepHeapLean(workspaces * models);
const watches = syntheticWatches(workspaces, models);

const unexpected = (): never => {
  throw new Error('a quiet pass fires nothing');
};
const targets: FiringTargets = {
  verify: () => Promise.resolve(),
  find: unexpected,
  create: unexpected,
  tag: unexpected,
};
const expiresOnTimestamp = Date.now() + 86_400_000;
const credential = { getToken: () => Promise.resolve({ token: 'access-token', expiresOnTimestamp }) };
const quotas = createQuotas(systemClock, Math.random);
const registry = registryBySubscription((subscriptionId) =>
  createModelRegistry({
    connection: { armUrl, audience: armUrl, subscriptionId },
    credential,
    log: { debug: () => undefined, info: () => undefined, warning: (line) => console.error(line) },
    clock: systemClock,
    quota: quotas.ofSubscription(subscriptionId),
  }),
);
let complaints = 0;
const memory = openFileMemory(stateFile);
const watcher = createWatcher(watches, {
  ...memory.state,
  registry,
  targets,
  clock: systemClock,
  events: { emit: ({ event }) => (complaints += event === 'failed' ? 1 : 0) },
});

async function measure(): Promise<void> {
  for (let pass = 0; pass <= passes; pass += 1) {
    const before = process.cpuUsage();
    const began = performance.now();
    // As the scheduler does it: each source by itself, all of them within one interval, not all at one moment.
    for (const { id } of watcher.sources()) await watcher.turnOf(id);
    const { user, system } = process.cpuUsage(before);
    const report = {
      pass,
      tookMs: performance.now() - began,
      cpuMs: (user + system) / 1000,
      rssBytes: process.memoryUsage().rss,
      peakBytes: process.resourceUsage().maxRSS * 1024,
      complaints,
    };
    console.log(JSON.stringify(report));
    // Whoever counts the calls of this pass says when the next one may begin.
    await once(process.stdin, 'data');
  }
  memory.close();
  process.stdin.destroy();
}

void measure();
