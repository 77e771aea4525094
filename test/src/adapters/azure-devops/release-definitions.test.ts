import assert from 'node:assert/strict';
import { createOrganization } from '../../../../src/adapters/azure-devops/organization.ts';
import { createReleaseDefinitions } from '../../../../src/adapters/azure-devops/release-definitions.ts';
import type { ReleaseDefinitions } from '../../../../src/ports/release-definitions.ts';
import { releaseDefinitionsContract } from '../../../contracts/release-definitions.contract.ts';
import { createAutoClock } from '../../../support/auto-clock.ts';
import {
  type AzureDevOpsFake,
  type AzureDevOpsFakeOptions,
  startAzureDevOpsFake,
} from '../../../support/azure-devops-fake.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';
import { quotaOf } from '../../../support/quota-of.ts';

const connectionId = 'c0c0c0c0-0000-4000-8000-000000000001';
const connection = {
  id: connectionId,
  name: 'azureml',
  url: 'https://management.azure.com/',
  data: {
    subscriptionId: 'sub',
    scopeLevel: 'AzureMLWorkspace',
    resourceGroupName: 'rg',
    mlWorkspaceName: 'ws',
  },
};

describe('src/adapters/azure-devops/release-definitions.ts', () => {
  let fake: AzureDevOpsFake;

  async function start(options: Partial<AzureDevOpsFakeOptions> = {}): Promise<ReleaseDefinitions> {
    fake = await startAzureDevOpsFake({ definitions: [], connections: [connection], ...options });
    const { url, token } = fake;
    return createReleaseDefinitions(createOrganization({ url, token, quota: quotaOf(createAutoClock()) }));
  }
  afterEach(() => fake.close());

  releaseDefinitionsContract(async (wanted) => ({
    definitions: await start({
      definitionsPerPage: 60,
      definitions: wanted.map(({ name, alias, inputs, isTriggered }, index) => ({
        id: index + 1,
        name,
        aliases: [],
        artifacts: [
          { alias: '_code', type: 'Git' },
          { alias, inputs: { connection: connectionId, ...inputs } },
        ],
        triggers: isTriggered === true ? [alias] : ['_code'],
      })),
    }),
    project: 'demo',
    connectionId,
    connectionName: 'azureml',
    subscriptionId: 'sub',
  }));

  it('reads every page of the projects', async () => {
    const otherProjects = Array.from({ length: 230 }, (_, index) => `p${index}`);
    const definitions = await start({ otherProjects });
    assert.deepEqual(await definitions.projects(), [...otherProjects, 'demo']);
  });

  it('reads the place of a connection that is scoped to a workspace', async () => {
    const definitions = await start();
    assert.deepEqual((await definitions.connections('demo', [connectionId])).get(connectionId), {
      name: 'azureml',
      url: 'https://management.azure.com/',
      subscriptionId: 'sub',
      resourceGroup: 'rg',
      workspace: 'ws',
    });
  });

  it('never takes a page that is missing or unreadable for the end of the list', async () => {
    const definitions = await start({
      definitionsPerPage: 1,
      definitions: [1, 2].map((id) => ({ id, name: `d${id}`, aliases: ['_fraud'] })),
    });
    for (const [body, code] of [
      ['', 'DevOpsFailed'],
      [{ count: 0 }, 'DevOpsAnswerUnreadable'],
    ] as const) {
      fake.mishap = ({ query }) => (query.has('continuationToken') ? { status: 200, body } : undefined);
      await assert.rejects(definitions.artifacts('demo'), catalogueError(code));
    }
    fake.mishap = ({ query }) => (query.has('continuationToken') ? { status: 404, body: '' } : undefined);
    await assert.rejects(definitions.artifacts('demo'), catalogueError('DevOpsFailed'));
  });
});
