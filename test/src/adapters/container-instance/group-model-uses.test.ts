import assert from 'node:assert/strict';
import {
  createGroupModelUses,
  type GroupLists,
} from '../../../../src/adapters/container-instance/group-model-uses.ts';
import { fail } from '../../../../src/core/errors/catalogue.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';

const workspace = { subscriptionId: 's', resourceGroup: 'ml (prod)', name: 'prod' };

/** What the service answers, read by the schema that the finder asks with. */
function lists(answer: readonly unknown[] | Error) {
  const paths: string[] = [];
  const arm: GroupLists = {
    async *list(path, schema) {
      paths.push(path);
      if (answer instanceof Error) throw answer;
      for (const item of answer) yield await schema.parseAsync(item);
    },
  };
  return { uses: createGroupModelUses(arm), paths };
}

const group = (name: string, tags?: Record<string, string> | null) => ({
  ...{ name, tags, location: 'westeurope' },
  properties: { provisioningState: 'Succeeded' },
});

describe('src/adapters/container-instance/group-model-uses.ts', () => {
  it('finds the models that the tags name, and leaves out groups of others', async () => {
    const tags = { 'azureml-release.model': 'fraud:7, limits:2', 'azureml-release.stage': 'Production' };
    const { uses, paths } = lists([group('mine', tags), group('other', { team: 'x' }), group('bare', null)]);
    assert.deepEqual(await uses.list(workspace), [
      {
        ...{ kind: 'container group', service: 'mine', state: 'Succeeded', tags },
        models: [
          { model: 'fraud', version: '7' },
          { model: 'limits', version: '2' },
        ],
      },
    ]);
    assert.deepEqual(paths, [
      '/subscriptions/s/resourceGroups/ml%20(prod)/providers/Microsoft.ContainerInstance/containerGroups',
    ]);
  });

  it('finds none in a subscription that has never used container groups', async () => {
    const reason = "The subscription is not registered to use namespace 'Microsoft.ContainerInstance'";
    const { uses } = lists(fail('AzureConflict', { resource: 'containerGroups', reason }));
    assert.deepEqual(await uses.list(workspace), []);
  });

  it('leaves every other failure to whoever asked', async () => {
    const { uses } = lists(fail('AzureForbidden', { action: 'read', resource: 'containerGroups' }));
    await assert.rejects(uses.list(workspace), catalogueError('AzureForbidden', 'containerGroups'));
  });
});
