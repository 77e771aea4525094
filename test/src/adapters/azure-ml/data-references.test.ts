import assert from 'node:assert/strict';
import type { ArmClient } from '../../../../src/adapters/azure-ml/arm/client.ts';
import { registryContainer } from '../../../../src/adapters/azure-ml/data-references.ts';
import { check } from '../../../../src/adapters/azure-ml/read.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';
import { modelVersion, registry } from '../../../artifact-source/support/versions.ts';

const uri = 'https://west.blob.core.windows.net/c-1/deep/model';

/** What the adapter makes of `credential`, and what it asked for. */
async function open(credential: unknown, blobUri: string | null = uri) {
  const asked: { path: string; body: unknown }[] = [];
  const arm: Pick<ArmClient, 'post'> = {
    post: (path, body, schema) => {
      asked.push({ path, body });
      return Promise.resolve().then(() =>
        check('it', { blobReferenceForConsumption: { blobUri, credential } }, schema),
      );
    },
  };
  const container = await registryContainer(arm as ArmClient, registry, { ...modelVersion('7', 1), uri });
  return { container, asked };
}

// All that the emulated registry answers with: test/tasks/download-model/v1/packaged-task.registry.e2e.test.ts.
describe('src/adapters/azure-ml/data-references.ts', () => {
  it('asks for the very version, and takes account and container from where the signature is good', async () => {
    const sasUri = 'https://north.blob.core.windows.net/c-1-copy?sv=1&sig=a%2Bb';
    const { container, asked } = await open({ credentialType: 'SAS', sasUri });
    assert.deepEqual(container, {
      accountUrl: 'https://north.blob.core.windows.net',
      container: 'c-1-copy',
      access: { kind: 'sas', token: 'sv=1&sig=a%2Bb' },
    });
    assert.match(asked[0]?.path ?? '', /\/registries\/prod\/datareferences\/fraud\/versions\/7$/);
    assert.deepEqual(asked[0]?.body, {
      assetId: 'azureml://registries/prod/models/fraud/versions/7',
      blobUri: uri,
    });
  });

  it('reads without a signature where anyone may', async () => {
    const { container } = await open({ credentialType: 'NoCredentials' });
    assert.deepEqual(container, {
      accountUrl: 'https://west.blob.core.windows.net',
      container: 'c-1',
      access: { kind: 'public' },
    });
  });

  for (const [what, credential, blobUri] of [
    ['a credential of another kind', { credentialType: 'ManagedIdentity' }, uri],
    ['a signature without an address', { credentialType: 'SAS' }, uri],
    ['an address that is none', { credentialType: 'SAS', sasUri: 'nonsense?sig=secret' }, uri],
    ['no address at all', { credentialType: 'NoCredentials' }, null],
  ] as const)
    it(`refuses ${what}, and shows no signature`, async () => {
      await assert.rejects(open(credential, blobUri), (error) => {
        catalogueError('AzureAnswerUnreadable', credential.credentialType)(error);
        assert.doesNotMatch(String(error), /secret/);
        return true;
      });
    });
});
