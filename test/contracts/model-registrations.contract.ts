// What every writer of model versions has to do; run on the fake and on the real adapter against the emulated workspace.
import assert from 'node:assert/strict';
import type { Workspace } from '../../src/core/workspace.ts';
import type { ModelRegistrations } from '../../src/ports/model-registrations.ts';
import type { ModelRegistry } from '../../src/ports/model-registry.ts';
import { catalogueError } from '../support/catalogue-error.ts';

export interface RegistrationsUnderTest {
  readonly registrations: ModelRegistrations;
  readonly registry: ModelRegistry;
  readonly workspace: Workspace;
}

const uri = (path: string) => `azureml://datastores/workspaceblobstore/paths/LocalUpload/${path}`;

export function modelRegistrationsContract(open: () => Promise<RegistrationsUnderTest>): void {
  let test: RegistrationsUnderTest;
  const model = 'written';
  const create = (version: string, path = version) =>
    test.registrations.create(test.workspace, model, version, {
      ...{ uri: uri(path), type: 'custom_model', description: 'a model', jobName: 'brave_fox_1' },
      ...{ tags: { r2: '0.45' }, properties: { modelFramework: 'Onnx' } },
    });
  before(async () => {
    test = await open();
  });

  it('counts from 1, and never gives a number out twice', async () => {
    const { registrations, workspace } = test;
    assert.equal(await registrations.nextVersion(workspace, model), '1');
    await create('1');
    await create('rc');
    assert.equal(await registrations.nextVersion(workspace, model), '2');
    await create('2');
    await registrations.delete(workspace, model, '2');
    assert.equal(await registrations.nextVersion(workspace, model), '3');
  });

  it('takes a whole request body, and says which number is taken', async () => {
    const { registrations, registry, workspace } = test;
    const put = (path: string) =>
      registrations.put(workspace, model, 'whole', {
        properties: { modelUri: uri(path), modelType: 'mlflow_model', tags: { r2: '0.5' } },
      });
    assert.equal((await put('whole')).type, 'mlflow_model');
    assert.equal((await registry.getVersion(workspace, model, 'whole'))?.uri, uri('whole'));
    await assert.rejects(put('other'), catalogueError('ModelVersionTaken', model, 'whole'));
  });

  it('keeps everything that a version is registered with', async () => {
    const made = await create('10');
    const found = await test.registry.getVersion(test.workspace, model, '10');
    assert.deepEqual(found, made);
    const { uri: at, type, description, jobName, tags, properties } = made;
    assert.deepEqual(
      { at, type, description, jobName, tags, properties },
      {
        ...{ at: uri('10'), type: 'custom_model', description: 'a model', jobName: 'brave_fox_1' },
        ...{ tags: { r2: '0.45' }, properties: { modelFramework: 'Onnx' } },
      },
    );
  });

  it('keeps one version of what is registered twice, as after an answer that was lost', async () => {
    const made = await create('15');
    assert.deepEqual(await create('15'), made);
    const versions = await test.registry.listVersions(test.workspace, model);
    assert.equal(versions.filter(({ version }) => version === '15').length, 1);
  });

  it('refuses a number that is taken by other bytes', async () => {
    await create('20');
    await assert.rejects(create('20', 'elsewhere'), catalogueError('ModelVersionTaken', model, '20'));
  });

  it('changes tags, description and new properties, and nothing else', async () => {
    const before = await create('30');
    const { registrations, registry, workspace } = test;
    await registrations.change(workspace, model, '30', {
      ...{ description: 'better', addTags: { stage: 'prod' }, removeTags: ['r2'] },
      addProperties: { trainedOn: 'may' },
    });
    const after = await registry.getVersion(workspace, model, '30');
    assert.deepEqual(after, {
      ...before,
      ...{ description: 'better', tags: { stage: 'prod' } },
      properties: { modelFramework: 'Onnx', trainedOn: 'may' },
    });
  });

  it('never changes a property, and takes the same value again', async () => {
    await create('40');
    const { registrations, workspace } = test;
    const set = (value: string) =>
      registrations.change(workspace, model, '40', { addProperties: { modelFramework: value } });
    await set('Onnx');
    await assert.rejects(set('Custom'), catalogueError('ModelPropertyFixed', 'modelFramework', '40'));
  });

  it('changes nothing that is not there, and deletes it in peace', async () => {
    const { registrations, workspace } = test;
    await assert.rejects(
      registrations.change(workspace, model, '99', { description: 'x' }),
      catalogueError('ModelVersionNotFound', '99'),
    );
    await registrations.delete(workspace, model, '99');
    await registrations.delete(workspace, 'no-such-model', '1');
  });

  it('says that the workspace is not there', async () => {
    const nowhere = { ...test.workspace, name: 'nowhere' };
    const missing = catalogueError('WorkspaceNotFound', 'nowhere');
    await assert.rejects(test.registrations.nextVersion(nowhere, model), missing);
    await assert.rejects(test.registrations.delete(nowhere, model, '1'), missing);
  });
}
