import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlobServiceClient, ContainerClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import { createCertificateAuthority } from '../../../../apps/emulator/kernel/certificate-authority.ts';
import { ProcessTable } from '../../../../apps/emulator/kernel/process-table.ts';
import { systemTime } from '../../../../apps/emulator/kernel/time.ts';
import { startBlobStorage, type BlobStorage } from '../../../../apps/emulator/storage/blob-storage.ts';
import { trusting } from '../../../support/trusting-http-client.ts';

describe('apps/emulator/storage/blob-storage.ts', function () {
  this.timeout(60_000);
  const processes = new ProcessTable();
  let directory = '';
  let caPem = '';
  let storage: BlobStorage;

  before(async () => {
    const authority = await createCertificateAuthority(new Date());
    ({ caPem } = authority);
    directory = await mkdtemp(join(tmpdir(), 'storage-'));
    storage = await startBlobStorage({
      port: 0,
      certificate: await authority.issueForLocalhost(),
      caPem,
      directory,
      processes,
      time: systemTime,
      log: () => undefined,
    });
  });
  after(async () => {
    await processes.stopAll();
    await rm(directory, { recursive: true, force: true });
  });

  it('reads what an unmodified client wrote, whatever the names', async () => {
    await storage.createContainer('models');
    const credential = new StorageSharedKeyCredential(storage.accountName, storage.accountKey);
    const container = new BlobServiceClient(storage.url, credential, trusting(caPem)).getContainerClient(
      'models',
    );
    const names = ['a/plain.txt', 'a/space & <more>.txt', 'a/umlaut ü.txt', 'ab/other.txt'];
    for (const name of names) await container.getBlockBlobClient(name).uploadData(Buffer.from(name));
    const listed = await storage.list('models', 'a/');
    assert.deepEqual(listed.map(({ name }) => name).sort(), names.slice(0, 3).sort());
    for (const { name, bytes } of listed) {
      const content = await storage.read('models', name);
      assert.equal(content.toString(), name);
      assert.equal(bytes, content.length);
    }
  });

  it('signs addresses that open one container and no other', async () => {
    await storage.createContainer('upload');
    await storage.createContainer('private');
    const at = (container: string) =>
      new ContainerClient(`${storage.url}/${container}?${storage.uploadSas('upload')}`, undefined, {
        ...trusting(caPem),
        retryOptions: { maxTries: 1 },
      });
    await at('upload').getBlockBlobClient('code/score.py').uploadData(Buffer.from('x'));
    assert.deepEqual(
      (await storage.list('upload', '')).map(({ name }) => name),
      ['code/score.py'],
    );
    await assert.rejects(
      at('private').getBlockBlobClient('x').uploadData(Buffer.from('x')),
      /403|Authoriz|Authentic/,
    );
  });

  it('says what storage refused', async () => {
    await assert.rejects(storage.read('models', 'none'), /answered 404 to GET models\/none/);
    await assert.rejects(storage.createContainer('models'), /answered 409/);
  });
});
