import assert from 'node:assert/strict';
import type { ModelSource, Registry } from '../../../../src/core/model/source.ts';
import { workspacePath } from '../../../../src/core/workspace.ts';
import { findModel } from '../../../../src/flows/models/find-model.ts';
import { listModels } from '../../../../src/flows/models/list-models.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';
import { createMemoryRegistry } from '../../../support/memory-registry.ts';

const workspace = { subscriptionId: 's', resourceGroup: 'ml', name: 'prod' };
const shared: Registry = {
  kind: 'registry',
  subscriptionId: 's',
  resourceGroup: 'common',
  name: 'Shared',
};

/** `source` holds version 1 and 2 of `fraud`, and one of `churn`. */
function setUp(source: ModelSource = workspace) {
  const registry = createMemoryRegistry(source);
  registry.register('fraud', '1', { tags: { r2: '0.4' } });
  registry.register('fraud', '2', { jobName: 'run' });
  registry.register('churn', '1');
  const sources = {
    registry: (subscriptionId: string, name: string) =>
      Promise.resolve(subscriptionId === 's' && name.toLowerCase() === 'shared' ? shared : undefined),
    workspaceId: () => Promise.resolve('0A1B'),
  };
  const find = (text: string) => findModel(text, workspace, { registry, sources });
  return { registry, find };
}

describe('src/flows/models/find-model.ts', () => {
  it('finds what is named in the workspace, and the latest where no version is', async () => {
    const { find } = setUp();
    for (const [text, version] of [
      ['fraud:1', '1'],
      ['fraud', '2'],
      ['azureml:fraud@latest', '2'],
      [`${workspacePath(workspace)}/models/fraud/versions/1`, '1'],
      ['azureml://locations/weu/workspaces/0a1b/models/fraud/versions/1', '1'],
    ] as const) {
      const { source, model } = await find(text);
      assert.deepEqual([source, model.version], [workspace, version], text);
    }
  });

  it('names a model of a registry as deployments do', async () => {
    const { find } = setUp(shared);
    const { source, model } = await find('azureml://registries/shared/models/fraud/labels/latest');
    assert.deepEqual([source, model.id], [shared, 'azureml://registries/shared/models/fraud/versions/2']);
  });

  for (const [text, code, words] of [
    ['fraud:9', 'ModelVersionNotFound', "'9'"],
    ['none', 'ModelNotFound', "'none'"],
    ['azureml://registries/other/models/m/versions/1', 'ModelReferenceInvalid', "no registry 'other'"],
    [
      'azureml://locations/weu/workspaces/ffff/models/fraud/versions/1',
      'ModelReferenceInvalid',
      'another workspace',
    ],
    ['azureml://datastores/d/paths/m', 'ModelNotRegistered', 'a path in a datastore'],
  ] as const)
    it(`refuses ${text}`, async () => {
      await assert.rejects(setUp().find(text), catalogueError(code, words));
    });
});

describe('src/flows/models/list-models.ts', () => {
  const filter = { tags: [], properties: [] };
  const ids = async (more: Partial<Parameters<typeof listModels>[0]>) => {
    const { registry } = setUp();
    const found = await listModels({ source: workspace, latest: false, filter, ...more }, registry);
    return found.map(({ model, version }) => `${model}:${version}`);
  };

  it('lists model by model, the newest first', async () => {
    assert.deepEqual(await ids({}), ['fraud:2', 'fraud:1', 'churn:1']);
    assert.deepEqual(await ids({ latest: true }), ['fraud:2', 'churn:1']);
    assert.deepEqual(await ids({ name: 'churn' }), ['churn:1']);
  });

  it('takes the latest of those that fit', async () => {
    assert.deepEqual(await ids({ latest: true, filter: { ...filter, tags: ['r2'] } }), ['fraud:1']);
    assert.deepEqual(await ids({ filter: { ...filter, run: 'run' } }), ['fraud:2']);
    await assert.rejects(ids({ name: 'none' }), catalogueError('ModelNotFound', 'none'));
  });
});
