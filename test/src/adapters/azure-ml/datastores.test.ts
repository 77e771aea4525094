import assert from 'node:assert/strict';
import { createModelStores } from '../../../../src/adapters/azure-ml/datastores.ts';
import { workspacePath } from '../../../../src/core/workspace.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';
import { createMemoryArm } from '../../../support/memory-arm.ts';

const workspace = { subscriptionId: 's', resourceGroup: 'ml', name: 'prod' };
const path = `${workspacePath(workspace)}/datastores/store`;

/** A workspace with the datastore `store`. */
function setUp(properties: object, secrets?: object) {
  const arm = createMemoryArm();
  arm.resources.set(path, { properties });
  if (secrets) arm.actions.set(`${path}/listSecrets`, secrets);
  return { arm, stores: createModelStores(arm) };
}
const blob = {
  datastoreType: 'AzureBlob',
  accountName: 'acc',
  containerName: 'models',
  endpoint: 'core.chinacloudapi.cn',
  protocol: 'https',
};

describe('src/adapters/azure-ml/datastores.ts', () => {
  it('opens a blob datastore with its key', async () => {
    const { stores } = setUp(
      { ...blob, credentials: { credentialsType: 'AccountKey' } },
      { secretsType: 'AccountKey', key: 'k' },
    );
    assert.deepEqual(await stores.container(workspace, 'store'), {
      accountUrl: 'https://acc.blob.core.chinacloudapi.cn',
      container: 'models',
      access: { kind: 'key', accountName: 'acc', key: 'k' },
    });
  });

  it('opens one with its signature, with or without the question mark', async () => {
    for (const sasToken of ['?sv=1&sig=x', 'sv=1&sig=x']) {
      const { stores } = setUp(
        { ...blob, credentials: { credentialsType: 'Sas' } },
        { secretsType: 'Sas', sasToken },
      );
      const { access } = await stores.container(workspace, 'store');
      assert.deepEqual(access, { kind: 'sas', token: 'sv=1&sig=x' });
    }
  });

  it("takes the caller's own identity where the workspace keeps no secret, without asking for one", async () => {
    for (const credentialsType of ['None', 'ServicePrincipal']) {
      const { arm, stores } = setUp({ ...blob, credentials: { credentialsType } });
      assert.deepEqual((await stores.container(workspace, 'store')).access, { kind: 'identity' });
      assert.deepEqual(arm.writes, []);
    }
  });

  it('reaches a Data Lake through its blob address, and fills in what the service leaves out', async () => {
    const { stores } = setUp({
      datastoreType: 'AzureDataLakeGen2',
      accountName: 'lake',
      filesystem: 'data',
      endpoint: null,
      credentials: { credentialsType: 'None' },
    });
    const { accountUrl, container } = await stores.container(workspace, 'store');
    assert.deepEqual([accountUrl, container], ['https://lake.blob.core.windows.net', 'data']);
  });

  it('says which datastore is missing, and which kind cannot be downloaded from', async () => {
    const { stores } = setUp({
      datastoreType: 'AzureFile',
      accountName: 'acc',
      fileShareName: 'share',
      credentials: { credentialsType: 'None' },
    });
    await assert.rejects(
      stores.container(workspace, 'store'),
      catalogueError('DatastoreNotSupported', 'store', 'AzureFile'),
    );
    await assert.rejects(
      stores.container(workspace, 'none'),
      catalogueError('DatastoreNotFound', 'none', 'prod'),
    );
  });

  it('finds the output of a job; absent if there is no such job or output', async () => {
    const { arm, stores } = setUp({});
    const uri = 'azureml://datastores/workspaceblobstore/paths/azureml/job-7/model';
    arm.resources.set(`${workspacePath(workspace)}/jobs/job-7`, {
      properties: { outputs: { model: { uri, jobOutputType: 'uri_folder' }, other: null } },
    });
    assert.equal(await stores.jobOutput(workspace, 'job-7', 'model'), uri);
    assert.equal(await stores.jobOutput(workspace, 'job-7', 'other'), undefined);
    assert.equal(await stores.jobOutput(workspace, 'job-7', 'none'), undefined);
    assert.equal(await stores.jobOutput(workspace, 'job-8', 'model'), undefined);
  });
});
