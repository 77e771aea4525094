// How the ARM client behaves against a server that answers as Azure Resource Manager does, and as it should not.
import assert from 'node:assert/strict';
import {
  against,
  failure,
  refuses,
  secretToken,
  thing,
  workspace,
} from '../../../../support/arm-under-test.ts';
import { startHttpsFake } from '../../../../support/https-fake.ts';

describe('src/adapters/azure-ml/arm/client.ts', () => {
  it('sends token and api-version, and returns what the schema makes of the answer', async () => {
    const { requests } = await against(
      () => ({ status: 200, body: { name: 'a', more: 1 } }),
      async (client) => {
        assert.deepEqual(await client.get(`${workspace}/models/a`, thing, { $top: 1, none: undefined }), {
          name: 'a',
        });
      },
    );
    assert.equal(requests[0]?.url, `${workspace}/models/a?$top=1&api-version=2024-04-01`);
    assert.equal(requests[0].headers.authorization, `Bearer ${secretToken}`);
  });

  it('tells a missing resource (absent) from a missing workspace (error)', async () => {
    await against(
      () => ({ status: 404, body: failure('NotFound', 'Model a was not found.') }),
      async (client) => {
        assert.equal(await client.get(`${workspace}/models/a`, thing), undefined);
      },
    );
    const gone = failure(
      'ResourceNotFound',
      "The Resource 'Microsoft.MachineLearningServices/workspaces/prod' under resource group 'ml' was not found.",
    );
    await against(
      () => ({ status: 404, body: gone }),
      async (client) => {
        await assert.rejects(
          client.get(`${workspace}/models/a`, thing),
          refuses('WorkspaceNotFound', /'prod'.*'ml'/),
        );
        assert.equal(await client.get(workspace, thing), undefined);
      },
    );
  });

  it('waits as long as Retry-After says, then succeeds', async () => {
    const { slept, requests } = await against(
      (_, count) =>
        count < 3
          ? { status: 429, headers: { 'retry-after': '7' }, body: failure('TooManyRequests', 'slow down') }
          : { status: 200, body: { name: 'a' } },
      async (client) => {
        assert.deepEqual(await client.get(`${workspace}/models/a`, thing), { name: 'a' });
      },
    );
    assert.deepEqual(slept, [7000, 7000]);
    assert.equal(requests.length, 3);
  });

  it('gives up on throttling after four tries, and at once if the wait is too long', async () => {
    const { slept } = await against(
      () => ({ status: 429 }),
      async (client) => {
        await assert.rejects(
          client.get(`${workspace}/models/a`, thing),
          refuses('AzureThrottled', /'workspaces\/prod\/models\/a' 4 times/),
        );
      },
    );
    assert.deepEqual(slept, [1000, 2000, 4000]);
    const patient = await against(
      () => ({ status: 429, headers: { 'retry-after': '3600' } }),
      async (client) => {
        await assert.rejects(
          client.get(`${workspace}/models/a`, thing),
          refuses('AzureThrottled', /1 times/),
        );
      },
    );
    assert.deepEqual(patient.slept, []);
  });

  it('retries 5xx and broken connections, and names code and reason when it gives up', async () => {
    const { requests } = await against(
      () => ({ status: 503, body: failure('ServiceUnavailable', 'Try later. RequestId: 1234') }),
      async (client) => {
        await assert.rejects(
          client.put(`${workspace}/x`, {}, thing),
          refuses('AzureFailed', /with 503: ServiceUnavailable: Try later\.$/),
        );
      },
    );
    assert.equal(requests.length, 4);
    await against(
      () => 'break',
      async (client) => {
        await assert.rejects(
          client.get(`${workspace}/x`, thing),
          refuses('AzureNotReachable', /https:\/\/localhost:\d+'/),
        );
      },
    );
  });

  it('ends a call that is never answered', async () => {
    await against(
      () => 'hang',
      async (client) => {
        await assert.rejects(
          client.get(`${workspace}/x`, thing),
          refuses('AzureNotReachable', /no answer for 'workspaces\/prod\/x' within 0.05 s/),
        );
      },
      { timeoutMilliseconds: 50 },
    );
  });

  for (const [status, code, words] of [
    [400, 'AzureRejected', /\(400\): BadArgument: the name is not valid\.$/],
    [401, 'AzureTokenRefused', /'workspaces\/prod\/x'/],
    [409, 'AzureConflict', /'workspaces\/prod\/x'/],
    [501, 'AzureFailed', /501/],
  ] as const)
    it(`turns ${status} into ${code}, without a retry`, async () => {
      const { requests } = await against(
        () => ({ status, body: failure('BadArgument', 'the name is not valid.') }),
        async (client) => {
          await assert.rejects(client.put(`${workspace}/x`, {}, thing), refuses(code, words));
        },
      );
      assert.equal(requests.length, 1);
    });

  it('names the action that is forbidden', async () => {
    const message =
      "The client 'c' with object id 'o' does not have authorization to perform action " +
      "'Microsoft.MachineLearningServices/workspaces/models/read' over scope '/subscriptions/s'.";
    await against(
      () => ({ status: 403, body: failure('AuthorizationFailed', message) }),
      async (client) => {
        await assert.rejects(
          client.get(`${workspace}/models/a`, thing),
          refuses(
            'AzureForbidden',
            /perform 'Microsoft.MachineLearningServices\/workspaces\/models\/read' on 'workspaces/,
          ),
        );
      },
    );
  });

  it('says which field of an answer has an unknown shape, and when it is no JSON', async () => {
    await against(
      () => ({ status: 200, body: { name: 7 } }),
      async (client) => {
        await assert.rejects(client.get(`${workspace}/x`, thing), refuses('AzureAnswerUnreadable', /name: /));
      },
    );
    await against(
      () => ({ status: 200, body: '<html>', headers: { 'content-type': 'text/html' } }),
      async (client) => {
        await assert.rejects(
          client.get(`${workspace}/x`, thing),
          refuses('AzureAnswerUnreadable', /not JSON/),
        );
      },
    );
  });

  it('follows nextLink verbatim, and never to another origin', async () => {
    const { requests } = await against(
      ({ url }, _, origin) =>
        url.includes('skip')
          ? { status: 200, body: { value: [{ name: 'b' }] } }
          : {
              status: 200,
              body: { value: [{ name: 'a' }], nextLink: `${origin}/next?api-version=2099-01-01&$skip=2` },
            },
      async (client) => {
        const names: string[] = [];
        for await (const { name } of client.list(`${workspace}/models`, thing)) names.push(name);
        assert.deepEqual(names, ['a', 'b']);
      },
    );
    assert.equal(requests[1]?.url, '/next?api-version=2099-01-01&$skip=2');

    const other = await startHttpsFake(() => ({ status: 200, body: { value: [] } }));
    try {
      await against(
        () => ({ status: 200, body: { value: [], nextLink: `${other.origin}/steal` } }),
        async (client) => {
          await assert.rejects(
            async () => {
              for await (const item of client.list(`${workspace}/models`, thing)) assert.fail(item.name);
            },
            refuses('AzureForeignLink', /points to another host/),
          );
        },
      );
      assert.deepEqual(other.requests, []);
    } finally {
      await other.close();
    }
  });
});
