import assert from 'node:assert/strict';
import type * as z from 'zod';
import type { ArmCalls } from '../../../../src/adapters/container-registry/arm-calls.ts';
import { createImageBuilds } from '../../../../src/adapters/container-registry/image-builds.ts';
import { createAutoClock } from '../../../support/auto-clock.ts';
import { createMemoryArm } from '../../../support/memory-arm.ts';
import { createMemoryLog } from '../../../support/memory-log.ts';

const registry = '/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerRegistry/registries/a';

const run = (repository: string, tag: string) => ({
  properties: { runId: 'ca1', status: 'Succeeded', outputImages: [{ repository, tag }] },
});

/** Runs as the service lists them, and what it was asked. */
function setUp(runs: readonly object[]) {
  const asked: object[] = [];
  let read = 0;
  const tasks: ArmCalls = {
    ...createMemoryArm(),
    async *list<T>(path: string, schema: z.ZodType<T>, query = {}) {
      asked.push({ path, query });
      for (const item of runs) {
        read += 1;
        yield await Promise.resolve(schema.parse(item));
      }
    },
  };
  const builds = createImageBuilds({
    ...{ workspaces: createMemoryArm(), registries: createMemoryArm(), tasks },
    ...{ upload: () => Promise.resolve(), readText: () => Promise.resolve(undefined) },
    ...{ clock: createAutoClock(), log: createMemoryLog() },
  });
  return { builds, asked, read: () => read };
}

describe('src/adapters/container-registry/image-builds.ts', () => {
  it('finds an image however many have been built since, and asks for its repository alone', async () => {
    const later = Array.from({ length: 450 }, (_, index) => run('fraud', `later-${index}`));
    const { builds, asked } = setUp([...later, run('fraud', 'first')]);
    assert.equal(await builds.exists(registry, 'fraud:first'), true);
    const $filter = "Status eq 'Succeeded' and contains(OutputImageManifests, 'fraud@')";
    assert.deepEqual(asked, [{ path: `${registry}/runs`, query: { $filter } }]);
  });

  it('reads no further than it has to', async () => {
    const { builds, read } = setUp([run('fraud', '1'), run('fraud', '2')]);
    assert.equal(await builds.exists(registry, 'fraud:1'), true);
    assert.equal(read(), 1);
  });

  it('takes no image of another repository for it, whose name ends alike', async () => {
    const { builds } = setUp([run('anti-fraud', '1'), { properties: { runId: 'ca2' } }]);
    assert.equal(await builds.exists(registry, 'fraud:1'), false);
  });
});
