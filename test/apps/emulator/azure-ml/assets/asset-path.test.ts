import assert from 'node:assert/strict';
import { blobLocation } from '../../../../../apps/emulator/azure-ml/assets/asset-path.ts';

const context = {
  containerOf: (name: string) => ({ store: 'container', workspaceartifactstore: 'azureml' })[name],
  storageUrl: 'https://127.0.0.1:1/account',
};
const at = (uri: string) => blobLocation(uri, context);
const status = (uri: string): unknown => {
  try {
    return at(uri);
  } catch (error) {
    return (error as { spec: { status: number } }).spec.status;
  }
};

describe('apps/emulator/azure-ml/assets/asset-path.ts', () => {
  it('reads every form that points into the workspace’s storage', () => {
    const expected = { container: 'container', path: 'a/b.pkl' };
    assert.deepEqual(at('azureml://datastores/store/paths/a/b.pkl'), expected);
    const scope = 'subscriptions/s/resourceGroups/g/workspaces/w';
    assert.deepEqual(at(`azureml://${scope}/datastores/store/paths/a/b.pkl`), expected);
    assert.deepEqual(at(`azureml://${scope.toLowerCase()}/datastores/store/paths/a/b.pkl/`), expected);
    const provider =
      'subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/w';
    assert.deepEqual(at(`azureml://${provider}/datastores/store/paths/a/b.pkl`), expected);
    assert.deepEqual(at('https://127.0.0.1:1/account/c/a%20b/c.pkl?sig=x'), {
      container: 'c',
      path: 'a b/c.pkl',
    });
    assert.deepEqual(at('https://127.0.0.1:1/account/c'), { container: 'c', path: '' });
  });

  it('knows where runs leave their files', () => {
    assert.deepEqual(at('azureml://jobs/r1/outputs/artifacts/paths/model/'), {
      container: 'azureml',
      path: 'ExperimentRun/dcid.r1/model',
    });
  });

  it('refuses the rest with the status that fits', () => {
    assert.equal(status('azureml://datastores/other/paths/a'), 404);
    assert.equal(status('azureml://jobs/j/outputs/o/paths/a'), 501);
    assert.equal(status('runs:/r/model'), 501);
    assert.equal(status('https://127.0.0.1:1/account2/c/a'), 400);
    assert.equal(status('azureml://datastores/store/a'), 400);
    assert.equal(status('model.pkl'), 400);
  });
});
