import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import { AzureMachineLearningWorkspaces } from '@azure/arm-machinelearning';
import { ClientCertificateCredential, ClientSecretCredential, type TokenCredential } from '@azure/identity';
import { BlobServiceClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import { httpsCall } from '../../../apps/emulator/kernel/https-client.ts';
import type { Stack } from '../../../apps/emulator/stack.ts';
import { startTestStack } from '../../support/test-stack.ts';
import { trusting } from '../../support/trusting-http-client.ts';

describe('apps/emulator/stack.ts', function () {
  this.timeout(60_000);
  let stack: Stack;
  let credential: TokenCredential;
  let client: AzureMachineLearningWorkspaces;

  before(async () => {
    stack = await startTestStack();
    const { identity, arm } = stack.addresses;
    const options = {
      authorityHost: identity.authority,
      disableInstanceDiscovery: true,
      ...trusting(stack.caPem),
    };
    credential = new ClientSecretCredential(
      identity.tenantId,
      identity.clientId,
      identity.clientSecret,
      options,
    );
    client = new AzureMachineLearningWorkspaces(credential, arm.subscriptionId, {
      endpoint: arm.url,
      ...trusting(stack.caPem),
    });
  });
  after(() => stack.close());

  it('signs in with a certificate', async () => {
    const { identity } = stack.addresses;
    const token = await new ClientCertificateCredential(
      identity.tenantId,
      identity.clientId,
      { certificatePath: identity.certificateFile },
      { authorityHost: identity.authority, disableInstanceDiscovery: true, ...trusting(stack.caPem) },
    ).getToken('https://management.azure.com/.default');
    assert.ok(token.token);
  });

  it('registers a model whose bytes lie in the default datastore', async () => {
    const { resourceGroup, workspace } = stack.addresses.arm;
    const secrets = await client.datastores.listSecrets(resourceGroup, workspace, 'workspaceblobstore');
    assert.equal(secrets.secretsType, 'AccountKey');
    const key = (secrets as { key?: string }).key ?? '';
    const blobs = new BlobServiceClient(
      stack.addresses.blob.url,
      new StorageSharedKeyCredential(stack.addresses.blob.accountName, key),
      trusting(stack.caPem),
    );
    const { properties } = await client.datastores.get(resourceGroup, workspace, 'workspaceblobstore');
    const container = blobs.getContainerClient((properties as { containerName: string }).containerName);
    await container.getBlockBlobClient('LocalUpload/abc/model.pkl').uploadData(Buffer.from('model'));
    const created = await client.modelVersions.createOrUpdate(resourceGroup, workspace, 'fraud', '1', {
      properties: { modelUri: 'azureml://datastores/workspaceblobstore/paths/LocalUpload/abc/model.pkl' },
    });
    assert.equal(created.name, '1');
    assert.ok(created.systemData?.createdAt instanceof Date);
  });
  it('opens an identity-based datastore to a caller’s own token, and to no token at all', async () => {
    const { resourceGroup, workspace } = stack.addresses.arm;
    const { properties } = await client.datastores.get(resourceGroup, workspace, 'identityblobstore');
    const { containerName } = properties as { containerName: string };
    const open = (as?: TokenCredential) =>
      new BlobServiceClient(stack.addresses.blob.url, as, {
        ...trusting(stack.caPem),
        retryOptions: { maxTries: 1 },
      })
        .getContainerClient(containerName)
        .getBlockBlobClient('model.pkl');
    await open(credential).uploadData(Buffer.from('model'));
    assert.equal((await open(credential).downloadToBuffer()).toString(), 'model');
    await assert.rejects(open().downloadToBuffer());
  });

  it('shakes hands for an event subscription, and refuses one whose address does not answer', async () => {
    const { arm } = stack.addresses;
    const token = await credential.getToken('https://management.azure.com/.default');
    const scope = `/subscriptions/${arm.subscriptionId}/resourceGroups/${arm.resourceGroup}/providers/Microsoft.MachineLearningServices/workspaces/${arm.workspace}`;
    const call = (method: string, name: string, body?: unknown) =>
      httpsCall({
        method,
        url: `${arm.url}${scope}/providers/Microsoft.EventGrid/eventSubscriptions${name}?api-version=2022-06-15`,
        headers: { Authorization: `Bearer ${token?.token ?? ''}`, 'Content-Type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        caPem: stack.caPem,
        timeoutMs: 10_000,
        maxBytes: 1024 * 1024,
      });
    const destination = { endpointType: 'WebHook', properties: { endpointUrl: `${arm.url}/nothing` } };
    const refused = await call('PUT', '/hook', { properties: { destination } });
    assert.equal(refused.status, 400);
    assert.match(refused.body.toString(), /Url validation/);
    const listed = await call('GET', '');
    assert.deepEqual([listed.status, listed.body.toString()], [200, '{"value":[]}']);
  });

  it('keeps the addresses file to its owner', async () => {
    const file = stack.addresses.caFile.replace(/ca\.pem$/, 'addresses.json');
    assert.deepEqual(JSON.parse(await readFile(file, 'utf8')), stack.addresses);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
  });
});
