import assert from 'node:assert/strict';
import { createEdgeConfigurations } from '../../../../src/adapters/iot-hub/edge-configurations.ts';
import { createHubClient } from '../../../../src/adapters/iot-hub/hub-client.ts';
import { createAutoClock } from '../../../support/auto-clock.ts';
import { refuses } from '../../../support/arm-under-test.ts';
import { startHttpsFake, type FakeAnswer, type FakeRequest } from '../../../support/https-fake.ts';
import { createMemoryLog } from '../../../support/memory-log.ts';

const secretToken = 'token-that-must-not-be-logged';

async function against(
  decide: (request: FakeRequest, count: number) => FakeAnswer | 'break',
  use: (configurations: ReturnType<typeof createEdgeConfigurations>, hub: string) => Promise<void>,
) {
  const clock = createAutoClock();
  const log = createMemoryLog();
  const server = await startHttpsFake((request, count) => decide(request, count));
  try {
    const send = createHubClient({
      credential: {
        getToken: (scopes) => {
          assert.deepEqual([scopes].flat(), ['https://iothubs.azure.net/.default']);
          return Promise.resolve({ token: secretToken, expiresOnTimestamp: Date.now() + 3_600_000 });
        },
      },
      ...{ clock, log, random: () => 0 },
    });
    await use(createEdgeConfigurations(send), new URL(server.origin).host);
  } finally {
    await server.close();
  }
  assert.ok(!log.lines.join('\n').includes(secretToken), 'the token was logged');
  return { requests: server.requests, slept: clock.slept, lines: log.lines };
}

const failure = (code: string, sentence: string) => ({
  Message: `ErrorCode:${code};${sentence}`,
  ExceptionMessage: 'Tracking ID:1',
});

describe('adapters/iot-hub', () => {
  it('asks with the version that plans are written for', async () => {
    const { requests } = await against(
      () => ({ status: 200, body: [] }),
      async (configurations, hub) => assert.deepEqual(await configurations.list(hub), []),
    );
    assert.equal(requests[0]?.url, '/configurations?top=100&api-version=2021-04-12');
  });

  it('comes back later as the hub asks, and tells what it waits for', async () => {
    const { slept, lines } = await against(
      (_, count) =>
        count === 1
          ? {
              status: 429,
              body: failure('ThrottlingException', 'slow down.'),
              headers: { 'retry-after': '3' },
            }
          : { status: 200, body: [] },
      async (configurations, hub) => assert.deepEqual(await configurations.list(hub), []),
    );
    assert.deepEqual(slept, [3000]);
    assert.match(lines.join('\n'), /throttled .*\/configurations.*Waiting 3\.0 s/);
  });

  for (const [status, code, sentence, expected, words] of [
    [401, 'IotHubUnauthorizedAccess', 'Unauthorized', 'AzureTokenRefused', /Unauthorized/],
    [
      401,
      'IotHubUnauthorizedAccess',
      'Principal 1 is not authorized for Microsoft.Devices/IotHubs/configurations/read on due to no assigned permissions.',
      'AzureForbidden',
      /may not perform 'Microsoft\.Devices\/IotHubs\/configurations\/read'.*/,
    ],
    [400, 'ArgumentInvalid', 'The target condition is wrong.', 'AzureRejected', /target condition is wrong/],
    [503, 'ServiceUnavailable', 'down', 'AzureFailed', /503/],
  ] as const)
    it(`says ${expected} for ${status} ${sentence.slice(0, 20)}`, async () => {
      await against(
        () => ({ status, body: failure(code, sentence) }),
        async (configurations, hub) => {
          await assert.rejects(configurations.list(hub), refuses(expected, words));
        },
      );
    });

  it('names the role that is missing', async () => {
    await against(
      () => ({ status: 403, body: failure('Forbidden', '') }),
      async (configurations, hub) => {
        await assert.rejects(configurations.list(hub), (error: Error & { remedy?: string }) =>
          /IoT Hub Data Contributor/.test(String(error.remedy)),
        );
      },
    );
  });

  it('says what is wrong with an answer that it can not read', async () => {
    await against(
      () => ({ status: 200, body: [{ id: 7 }] }),
      async (configurations, hub) => {
        await assert.rejects(configurations.list(hub), refuses('AzureAnswerUnreadable', /0\.id/));
      },
    );
  });
});
