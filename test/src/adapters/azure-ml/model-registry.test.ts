// The model registry against a server that answers as Azure Resource Manager does.
import assert from 'node:assert/strict';
import { createModelRegistry } from '../../../../src/adapters/azure-ml/model-registry.ts';
import { isExtensionError } from '../../../../src/core/errors/extension-error.ts';
import { createAutoClock } from '../../../support/auto-clock.ts';
import { type FakeAnswer, type FakeRequest, startHttpsFake } from '../../../support/https-fake.ts';
import { createMemoryLog } from '../../../support/memory-log.ts';

const workspace = { subscriptionId: 's-1', resourceGroup: 'ml', name: 'prod' };
const path =
  '/subscriptions/s-1/resourceGroups/ml/providers/Microsoft.MachineLearningServices/workspaces/prod';

const version = (name: string, createdAt: string, more: object = {}) => ({
  id: `${path}/models/fraud/versions/${name}`,
  name,
  type: 'Microsoft.MachineLearningServices/workspaces/models/versions',
  systemData: { createdAt, createdBy: 'x', createdByType: 'User', lastModifiedAt: createdAt },
  properties: {
    modelUri: `azureml://datastores/workspaceblobstore/paths/LocalUpload/${name}/model.pkl`,
    modelType: 'custom_model',
    stage: 'Production',
    tags: { r2: '0.5' },
    properties: {},
    ...more,
  },
});

async function against(
  decide: (request: FakeRequest, origin: string) => FakeAnswer,
  use: (registry: ReturnType<typeof createModelRegistry>) => Promise<void>,
) {
  const server = await startHttpsFake((request) => decide(request, server.origin));
  try {
    await use(
      createModelRegistry({
        connection: { armUrl: server.origin, audience: 'https://arm/', subscriptionId: 's-1' },
        credential: {
          getToken: () => Promise.resolve({ token: 't', expiresOnTimestamp: Date.now() + 3_600_000 }),
        },
        log: createMemoryLog(),
        clock: createAutoClock(),
      }),
    );
    return server.requests.map(({ url }) => url);
  } finally {
    await server.close();
  }
}
const refuses = (code: string, words: RegExp) => (error: unknown) => {
  assert.ok(isExtensionError(error), String(error));
  assert.equal(error.code, code);
  assert.match(error.message, words);
  return true;
};
const notFound = {
  status: 404,
  body: { error: { code: 'UserError', message: 'Model fraud was not found.' } },
};

describe('src/adapters/azure-ml/model-registry.ts', () => {
  it('lists all pages, newest first, with a nextLink followed as it is written', async () => {
    const urls = await against(
      ({ url }, origin) =>
        url.startsWith('/next')
          ? { status: 200, body: { value: [version('10', '2026-01-03T00:00:00Z')] } }
          : {
              status: 200,
              body: {
                value: [version('9', '2026-01-02T00:00:00Z'), version('rc', '2026-01-04T00:00:00.25Z')],
                nextLink: `${origin}/next?api-version=2099-01-01&$skip=2`,
              },
            },
      async (registry) => {
        const versions = await registry.listVersions(workspace, 'fraud');
        assert.deepEqual(
          versions.map((each) => each.version),
          ['rc', '10', '9'],
        );
        assert.deepEqual(versions[2], {
          model: 'fraud',
          version: '9',
          id: `${path}/models/fraud/versions/9`,
          createdAt: '2026-01-02T00:00:00.000Z',
          uri: 'azureml://datastores/workspaceblobstore/paths/LocalUpload/9/model.pkl',
          type: 'custom_model',
          stage: 'Production',
          isArchived: false,
          tags: { r2: '0.5' },
          properties: {},
        });
      },
    );
    assert.deepEqual(urls, [
      `${path}/models/fraud/versions?api-version=2024-04-01`,
      '/next?api-version=2099-01-01&$skip=2',
    ]);
  });

  it('asks for the newest only, and trusts the order that it sees', async () => {
    const urls = await against(
      () => ({
        status: 200,
        body: { value: [version('2', '2026-01-02T00:00:00Z'), version('1', '2026-01-01T00:00:00Z')] },
      }),
      async (registry) => {
        assert.equal((await registry.latestVersion(workspace, 'fraud'))?.version, '2');
      },
    );
    assert.deepEqual(urls, [
      `${path}/models/fraud/versions?api-version=2024-04-01&$orderBy=createdtime%20desc&$top=2`,
    ]);
  });

  it('lists all and sorts where the service does not honour the order', async () => {
    const all = [
      version('1', '2026-01-01T00:00:00Z'),
      version('2', '2026-01-02T00:00:00Z'),
      version('3', '2026-01-03T00:00:00Z'),
      version('4', '2026-01-04T00:00:00Z', { isArchived: true }),
    ];
    await against(
      ({ url }) => ({ status: 200, body: { value: url.includes('top') ? all.slice(0, 2) : all } }),
      async (registry) => {
        assert.equal((await registry.latestVersion(workspace, 'fraud'))?.version, '3');
      },
    );
  });

  it('tells a missing model from a missing workspace', async () => {
    await against(
      () => notFound,
      async (registry) => {
        assert.equal(await registry.latestVersion(workspace, 'fraud'), undefined);
        assert.equal(await registry.getVersion(workspace, 'fraud', '1'), undefined);
        await assert.rejects(
          registry.listVersions(workspace, 'fraud'),
          refuses('ModelNotFound', /no model 'fraud' in workspace 'prod'/),
        );
        await assert.rejects(registry.listModels(workspace), refuses('WorkspaceNotFound', /'prod'.*'ml'/));
      },
    );
    const gone = {
      error: { code: 'ResourceGroupNotFound', message: "Resource group 'ml' could not be found." },
    };
    await against(
      () => ({ status: 404, body: gone }),
      async (registry) => {
        for (const call of [
          registry.latestVersion(workspace, 'fraud'),
          registry.getVersion(workspace, 'fraud', '1'),
          registry.listVersions(workspace, 'fraud'),
          registry.listModels(workspace),
        ])
          await assert.rejects(call, refuses('WorkspaceNotFound', /'prod'/));
      },
    );
  });

  it('lists the models of all pages, with a nextLink followed as it is written', async () => {
    const urls = await against(
      ({ url }, origin) => {
        const next = `${origin}/next?api-version=2099-01-01&$skip=1`;
        const [name, link] = url.startsWith('/next') ? ['second', {}] : ['first', { nextLink: next }];
        return { status: 200, body: { value: [{ name, properties: {} }], ...link } };
      },
      async (registry) => {
        assert.deepEqual(await registry.listModels(workspace), [{ model: 'first' }, { model: 'second' }]);
      },
    );
    assert.deepEqual(urls.slice(1), ['/next?api-version=2099-01-01&$skip=1']);
  });

  it('lists models with their latest version, where there is one', async () => {
    await against(
      () => ({
        status: 200,
        body: {
          value: [
            { name: 'fraud', properties: { latestVersion: '7', tags: {}, properties: {} } },
            { name: 'empty', properties: {} },
          ],
        },
      }),
      async (registry) => {
        assert.deepEqual(await registry.listModels(workspace), [
          { model: 'fraud', latestVersion: '7' },
          { model: 'empty' },
        ]);
      },
    );
  });

  it('keeps catalogue errors: forbidden, rejected, unreadable', async () => {
    await against(
      () => ({ status: 403, body: { error: { code: 'AuthorizationFailed', message: 'no' } } }),
      async (registry) => {
        await assert.rejects(
          registry.listVersions(workspace, 'fraud'),
          refuses('AzureForbidden', /may not read 'workspaces\/prod\/models\/fraud\/versions'/),
        );
      },
    );
    await against(
      () => ({ status: 200, body: { value: [{ ...version('1', 'yesterday') }] } }),
      async (registry) => {
        await assert.rejects(
          registry.listVersions(workspace, 'fraud'),
          refuses('AzureAnswerUnreadable', /systemData\.createdAt/),
        );
      },
    );
    await against(
      () => ({ status: 200, body: '<html>', headers: { 'content-type': 'text/html' } }),
      async (registry) => {
        await assert.rejects(
          registry.listVersions(workspace, 'fraud'),
          refuses('AzureAnswerUnreadable', /fraud/),
        );
      },
    );
    // The package itself would take both for an empty list.
    await against(
      () => ({ status: 200, body: { values: [] } }),
      async (registry) => {
        await assert.rejects(registry.listModels(workspace), refuses('AzureAnswerUnreadable', /models/));
      },
    );
  });
});
