// An ARM client against a server whose answers a test decides.
import assert from 'node:assert/strict';
import * as z from 'zod';
import { createArmClient } from '../../src/adapters/azure-ml/arm/client.ts';
import { isExtensionError } from '../../src/core/errors/extension-error.ts';
import type { Quota } from '../../src/ports/quota.ts';
import { createAutoClock } from './auto-clock.ts';
import { type FakeAnswer, type FakeRequest, startHttpsFake } from './https-fake.ts';
import { createMemoryLog } from './memory-log.ts';

export const workspace =
  '/subscriptions/s/resourceGroups/ml/providers/Microsoft.MachineLearningServices/workspaces/prod';
export const thing = z.object({ name: z.string() });
export const secretToken = 'token-that-must-not-be-logged';

type Decide = (request: FakeRequest, count: number, origin: string) => FakeAnswer | 'hang' | 'break';

/** Runs `use` against a server; returns what was asked, slept and logged. */
export async function against(
  decide: Decide,
  use: (client: ReturnType<typeof createArmClient>) => Promise<void>,
  more: { timeoutMilliseconds?: number; quota?: Quota } = {},
) {
  const clock = createAutoClock();
  const log = createMemoryLog();
  const server = await startHttpsFake((request, count) => decide(request, count, server.origin));
  try {
    const client = createArmClient({
      connection: {
        armUrl: server.origin,
        audience: 'https://management.core.windows.net/',
        subscriptionId: 's',
      },
      credential: {
        getToken: (scopes) => {
          assert.deepEqual([scopes].flat(), ['https://management.core.windows.net//.default']);
          return Promise.resolve({ token: secretToken, expiresOnTimestamp: Date.now() + 3_600_000 });
        },
      },
      log,
      clock,
      random: () => 0,
      ...more,
    });
    await use(client);
    assert.ok(!log.lines.join('\n').includes(secretToken), 'the token was logged');
    return { requests: server.requests, slept: clock.slept, lines: log.lines };
  } finally {
    await server.close();
  }
}

export const refuses = (code: string, words: RegExp) => (error: unknown) => {
  assert.ok(isExtensionError(error), String(error));
  assert.equal(error.code, code);
  assert.match(error.message, words);
  return true;
};
export const failure = (code: string, message: string) => ({ error: { code, message } });
