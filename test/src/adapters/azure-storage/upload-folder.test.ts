// Uploads to a real blob service by a signed address.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addressOf, uploadFolder } from '../../../../src/adapters/azure-storage/upload-folder.ts';
import { isExtensionError } from '../../../../src/core/errors/extension-error.ts';
import { type BlobService, startBlobService } from '../../../support/blob-service.ts';

describe('src/adapters/azure-storage/upload-folder.ts', () => {
  let service: BlobService;
  let started = false;
  let folder = '';
  before(async function () {
    this.timeout(60_000);
    service = await startBlobService();
    started = true;
    folder = await mkdtemp(join(tmpdir(), 'upload-folder-'));
  });
  after(async () => {
    if (started) await service.close();
    if (folder !== '') await rm(folder, { recursive: true, force: true });
  });

  it('puts the path before the signature', () => {
    assert.equal(
      addressOf('https://acc.blob.core.windows.net/c/dir/?sv=1&sig=a%2Bb', 'sub dir/ä#?.py'),
      'https://acc.blob.core.windows.net/c/dir/sub%20dir/%C3%A4%23%3F.py?sv=1&sig=a%2Bb',
    );
  });

  it('uploads every file with its MD5, below the folder of the address, and again without complaint', async () => {
    const { client } = await service.container('code');
    const uploads = ['score.py', 'sub dir/ümläut.py', 'empty'];
    const files = await Promise.all(
      uploads.map(async (path, index) => {
        const absolutePath = join(folder, String(index));
        await writeFile(absolutePath, path === 'empty' ? '' : `# ${path}`);
        return { path, absolutePath };
      }),
    );
    await uploadFolder(service.signedFolder('code', 'LocalUpload/1'), files);
    await uploadFolder(service.signedFolder('code', 'LocalUpload/1'), files);
    const names: string[] = [];
    for await (const { name } of client.listBlobsFlat()) names.push(name);
    assert.deepEqual(names.toSorted(), uploads.map((path) => `LocalUpload/1/${path}`).toSorted());
    const blob = client.getBlobClient('LocalUpload/1/sub dir/ümläut.py');
    assert.equal((await blob.downloadToBuffer()).toString('utf8'), '# sub dir/ümläut.py');
    const wanted = createHash('md5').update('# sub dir/ümläut.py').digest('base64');
    assert.equal(Buffer.from((await blob.getProperties()).contentMD5 ?? []).toString('base64'), wanted);
  });

  it('says which file cannot be read, and what storage refuses, without the signature', async () => {
    await service.container('refusing');
    const target = service.signedFolder('refusing', 'x');
    await assert.rejects(
      uploadFolder(target, [{ path: 'gone.py', absolutePath: join(folder, 'gone.py') }]),
      (error) =>
        isExtensionError(error) &&
        error.code === 'UploadSourceUnreadable' &&
        /'gone\.py'.*does not exist/.test(error.message),
    );
    const absolutePath = join(folder, 'there');
    await writeFile(absolutePath, 'x');
    await assert.rejects(
      uploadFolder(target.replace(/sig=[^&]+/, 'sig=d3Jvbmc%3D'), [{ path: 'a', absolutePath }]),
      (error) =>
        isExtensionError(error) &&
        error.code === 'StorageForbidden' &&
        !/sig=/.test(error.message + String(error.cause)),
    );
  });
});
