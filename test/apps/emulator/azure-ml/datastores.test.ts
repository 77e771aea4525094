import assert from 'node:assert/strict';
import { startArmService, type ArmService } from '../support/arm-service.ts';

describe('apps/emulator/azure-ml/datastores.ts', () => {
  let arm: ArmService;
  before(async () => (arm = await startArmService()));
  after(() => arm.close());
  const list = async (query: string) =>
    ((await arm.call('GET', `datastores?${query}`)).body.value as { name: string }[]).map(({ name }) => name);

  it('lists, filters and orders', async () => {
    assert.deepEqual(await list('orderBy=name&orderByAsc=true'), [
      'identityblobstore',
      'workspaceartifactstore',
      'workspaceblobstore',
    ]);
    assert.deepEqual(await list('isDefault=true'), ['workspaceblobstore']);
    assert.deepEqual(await list('names=workspaceblobstore,other'), ['workspaceblobstore']);
    assert.deepEqual(await list('searchText=artifact'), ['workspaceartifactstore']);
    assert.deepEqual(await list('orderBy=createdtime&orderByAsc=true&count=1'), ['workspaceblobstore']);
  });

  it('shows where the blobs are, and the key only when asked for secrets', async () => {
    const { body } = await arm.call('GET', 'datastores/workspaceblobstore');
    const { endpoint, protocol, accountName, credentials } = body.properties as Record<string, unknown>;
    assert.deepEqual([endpoint, protocol, accountName], ['127.0.0.1:1', 'https', 'account']);
    assert.ok(!JSON.stringify(credentials).includes('bm90IGEga2V5'));
    assert.deepEqual((await arm.call('POST', 'datastores/workspaceblobstore/listSecrets')).body, {
      secretsType: 'AccountKey',
      key: 'bm90IGEga2V5',
    });
  });

  it('has no secret for a datastore that is opened by identity', async () => {
    const { body } = await arm.call('GET', 'datastores/identityblobstore');
    assert.deepEqual((body.properties as { credentials: unknown }).credentials, { credentialsType: 'None' });
    assert.equal((await arm.call('POST', 'datastores/identityblobstore/listSecrets')).status, 400);
    assert.equal((await arm.call('GET', 'datastores/none')).status, 404);
  });
});
