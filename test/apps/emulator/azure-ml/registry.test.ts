import assert from 'node:assert/strict';
import { message, startOnlineService, type OnlineService } from '../support/online-service.ts';
import { startArmService, type ArmService, type Reply } from '../support/arm-service.ts';

interface Reference {
  readonly blobReferenceForConsumption: {
    readonly blobUri: string;
    readonly credential: { readonly credentialType: string; readonly sasUri?: string };
  };
}

const names = ({ body }: Reply): string[] =>
  (body as { value?: { name: string }[] }).value?.map(({ name }) => name) ?? [];
const reference = ({ body }: Reply) => (body as unknown as Reference).blobReferenceForConsumption;

const uploadTo = async (arm: ArmService, name: string, version = '1'): Promise<string> => {
  const path = `${arm.registry}/models/${name}/versions/${version}/startPendingUpload`;
  const reply = await arm.call('POST', path, { pendingUploadType: 'TemporaryBlobReference' });
  return `${reference(reply).blobUri}/files/model`;
};

// Valid calls of each operation: test/apps/emulator/azure-ml/azure-ml.test.ts.
describe('apps/emulator/azure-ml/registry.ts', () => {
  let online: OnlineService;
  let arm: ArmService;
  before(async () => {
    online = await startOnlineService();
    ({ arm } = online);
  });
  after(() => arm.close());

  const register = async (name: string, version: string, more: Record<string, unknown> = {}) =>
    online.put(`${arm.registry}/models/${name}/versions/${version}`, {
      properties: { modelUri: await uploadTo(arm, name, version), ...more },
    });
  const list = async (query = '') =>
    names(await arm.call('GET', `${arm.registry}/models/ordered/versions?api-version=2024-04-01${query}`));

  it('shows nothing of the workspace, which has the same name, and the other way round', async () => {
    await register('apart', '1');
    assert.equal((await arm.call('GET', 'models/apart')).status, 404);
    assert.equal((await arm.call('GET', `${arm.registry}/models/m`)).status, 404);
    assert.deepEqual(names(await arm.call('GET', `${arm.registry}/models`)), ['apart']);
  });

  it('shows a new version when its operation has succeeded, and none before', async () => {
    const path = `${arm.registry}/models/slow/versions/1`;
    const properties = { modelUri: await uploadTo(arm, 'slow') };
    arm.time.passes = false;
    const begun = await arm.call('PUT', path, { properties });
    assert.equal(begun.status, 201);
    assert.equal((begun.body.properties as { provisioningState: string }).provisioningState, 'Creating');
    assert.equal((await arm.call('GET', path)).status, 404);
    await online.resume();
    await online.settled(begun);
    assert.equal((await arm.call('GET', path)).status, 200);
    const again = await arm.call('PUT', path, { properties: { ...properties, isArchived: true } });
    assert.equal(again.status, 200);
    assert.equal(again.headers['azure-asyncoperation'], undefined);
    assert.equal((await online.settled(await arm.call('DELETE', path))).httpStatus, 204);
    assert.equal((await arm.call('DELETE', path)).status, 204);
  });

  it('orders, bounds, filters and pages versions as a workspace does', async () => {
    for (const version of ['2', '10', '1']) await register('ordered', version, { tags: { at: version } });
    await register('ordered', '3', { isArchived: true });
    assert.deepEqual(await list('&$orderBy=createdtime%20desc'), ['1', '10', '2']);
    assert.deepEqual(await list('&$orderBy=createdtime%20desc&$top=2'), ['1', '10']);
    assert.deepEqual(await list('&tags=at%3D10'), ['10']);
    assert.deepEqual(await list('&listViewType=ArchivedOnly'), ['3']);
    assert.deepEqual(await list('&$skip=2'), ['2']);
    assert.equal(
      ((await arm.call('GET', `${arm.registry}/models/ordered`)).body.properties as Record<string, unknown>)
        .latestVersion,
      '3',
    );
  });

  it('refuses what a registry does not take, though a workspace does', async () => {
    const { registry } = arm;
    const versions = `${registry}/models/ordered/versions`;
    for (const [path, status] of [
      [`${versions}?offset=1`, 400],
      [`${versions}?feed=x`, 400],
      [`${registry}/models?count=1`, 400],
      [`${registry.slice(0, registry.lastIndexOf('/'))}?$skip=1`, 400],
      [`${registry}/codes`, 501],
      [`${registry}/nonsense`, 404],
    ] as const)
      assert.equal((await arm.call('GET', path)).status, status, path);
    const old = await arm.call('GET', registry, undefined, { apiVersion: '2022-10-01' });
    assert.match(message(old), /'2023|2024-04-01/);
    assert.equal(old.status, 400);
  });

  it('takes a path in a container that it handed out only', async () => {
    for (const modelUri of [
      'azureml://datastores/workspaceblobstore/paths/x',
      'https://127.0.0.1:1/account/foreign/x',
      'https://elsewhere.blob.core.windows.net/c/x',
    ]) {
      const reply = await arm.call('PUT', `${arm.registry}/models/bad/versions/1`, {
        properties: { modelUri },
      });
      assert.ok(reply.status === 400 || reply.status === 404, `${modelUri}: ${reply.status}`);
    }
    assert.equal((await arm.call('GET', `${arm.registry}/models/bad`)).status, 404);
  });

  it('answers for another registry as Azure does', async () => {
    const other = arm.registry.replace(/test$/, 'gone');
    for (const path of [other, `${other}/models`, `${other}/models/m/versions`]) {
      const reply = await arm.call('GET', path);
      assert.equal(reply.status, 404);
      assert.match(
        message(reply),
        /'Microsoft.MachineLearningServices\/registries\/gone' under resource group/,
      );
    }
  });

  it('signs the container of the very version that is asked for', async () => {
    await register('signed', '1');
    const path = `${arm.registry}/datareferences/signed/versions/1`;
    const { properties } = (await arm.call('GET', `${arm.registry}/models/signed/versions/1`)).body as {
      properties: { modelUri: string };
    };
    const assetId = 'azureml://registries/test/models/signed/versions/1';
    const { blobUri, credential } = reference(
      await arm.call('POST', path, { assetId, blobUri: properties.modelUri }),
    );
    assert.equal(blobUri, properties.modelUri);
    const container = properties.modelUri.replace('/files/model', '');
    const signature = `sig=to-read-${container.split('/').at(-1) ?? ''}`;
    assert.deepEqual(credential, { credentialType: 'SAS', sasUri: `${container}?${signature}` });
    for (const [body, status] of [
      [{ assetId: assetId.replace('signed', 'apart'), blobUri }, 400],
      [{ assetId, blobUri: `${container}/other` }, 400],
      [{ assetId }, 400],
      [{ assetId, blobUri, more: 1 }, 400],
    ] as const)
      assert.equal((await arm.call('POST', path, body)).status, status, JSON.stringify(body));
    assert.equal((await arm.call('POST', path.replace(/1$/, '2'), { assetId, blobUri })).status, 404);
  });

  for (const [dataReference, expected] of [
    ['pathSas', /\/files\/model\?sig=to-read-/],
    ['noCredentials', undefined],
  ] as const) {
    it(`answers with ${dataReference} where it is told to`, async () => {
      const other = await startArmService({ dataReference });
      try {
        const blobUri = await uploadTo(other, 'm');
        const properties = { modelUri: blobUri };
        await other.call('PUT', `${other.registry}/models/m/versions/1`, { properties });
        await other.time.release();
        const assetId = 'azureml://registries/test/models/m/versions/1';
        const path = `${other.registry}/datareferences/m/versions/1`;
        const { credential } = reference(await other.call('POST', path, { assetId, blobUri }));
        if (expected === undefined) assert.deepEqual(credential, { credentialType: 'NoCredentials' });
        else assert.match(credential.sasUri ?? '', expected);
      } finally {
        await other.close();
      }
    });
  }
});
