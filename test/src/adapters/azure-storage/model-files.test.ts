// Downloads from a real blob service, and what happens when storage misbehaves.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ContainerClient, RestError } from '@azure/storage-blob';
import { createModelFiles } from '../../../../src/adapters/azure-storage/model-files.ts';
import { storageFailure } from '../../../../src/adapters/azure-storage/storage-failure.ts';
import { rangeBytes } from '../../../../src/adapters/azure-storage/verified-file.ts';
import type { BlobContainer } from '../../../../src/core/blob-container.ts';
import { isExtensionError } from '../../../../src/core/errors/extension-error.ts';
import type { StoredFile } from '../../../../src/ports/model-files.ts';
import { type BlobService, startBlobService } from '../../../support/blob-service.ts';
import { startHttpsFake } from '../../../support/https-fake.ts';

const credential = {
  getToken: () => Promise.resolve({ token: 't', expiresOnTimestamp: Date.now() + 3_600_000 }),
};
const ignore = () => undefined;
const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest();
const refuses = (code: string, words: RegExp) => (error: unknown) => {
  assert.ok(isExtensionError(error), String(error));
  assert.equal(error.code, code);
  assert.match(error.message, words);
  assert.doesNotMatch(`${error.message} ${String(error.cause)}`, /sig=/);
  return true;
};

describe('src/adapters/azure-storage/model-files.ts', () => {
  let service: BlobService;
  let started = false;
  let client: ContainerClient;
  let store: BlobContainer;
  let folder = '';
  const files = createModelFiles(credential);
  const put = (name: string, bytes: Buffer, metadata: Record<string, string> = {}) =>
    client.getBlockBlobClient(name).upload(bytes, bytes.length, { metadata });
  const only = async (path: string): Promise<StoredFile> => {
    const [file, ...rest] = await files.list(store, path);
    assert.ok(file !== undefined && rest.length === 0);
    return file;
  };

  before(async function () {
    this.timeout(60_000);
    service = await startBlobService();
    started = true;
    ({ client, store } = await service.container('models'));
    folder = await mkdtemp(join(tmpdir(), 'model-files-'));
  });
  after(async () => {
    if (started) await service.close();
    if (folder !== '') await rm(folder, { recursive: true, force: true });
  });

  it('lists a folder without its neighbours, its markers and its twins', async () => {
    for (const name of ['list/model/a', 'list/model/sub/b', 'list/model2/c', 'list/model.txt'])
      await put(name, Buffer.from(name));
    await put('list/model', Buffer.alloc(0), { hdi_isfolder: 'true' });
    await put('list/model/sub', Buffer.alloc(0), { Hdi_isfolder: 'True' });
    const found = await files.list(store, 'list/model');
    assert.deepEqual(found.map(({ name }) => name).toSorted(), ['list/model/a', 'list/model/sub/b']);
    assert.deepEqual(
      found.map(({ md5: known }) => known),
      [md5(Buffer.from('list/model/a')), md5(Buffer.from('list/model/sub/b'))].map((sum) =>
        sum.toString('base64'),
      ),
    );
    assert.deepEqual(await files.list(store, 'list/none'), []);
    assert.equal((await only('list/model.txt')).size, 14);
  });

  it('downloads a file of several ranges and an empty one, leaving nothing else behind', async function () {
    this.timeout(60_000);
    const bytes = randomBytes(rangeBytes * 4 + 12_345);
    await client.getBlockBlobClient('large/model.bin').uploadData(bytes, {
      blockSize: rangeBytes,
      blobHTTPHeaders: { blobContentMD5: md5(bytes) },
    });
    await put('empty', Buffer.alloc(0));
    let arrived = 0;
    const target = join(folder, 'one', 'two', 'model.bin');
    const outcome = await files.fetch(
      store,
      await only('large/model.bin'),
      target,
      (more) => (arrived += more),
    );
    assert.equal(outcome, 'downloaded');
    assert.equal(arrived, bytes.length);
    assert.ok((await readFile(target)).equals(bytes));
    assert.deepEqual(await readdir(join(folder, 'one', 'two')), ['model.bin']);
    await files.fetch(store, await only('empty'), join(folder, 'empty'), ignore);
    assert.equal((await stat(join(folder, 'empty'))).size, 0);
  });

  it('keeps a file that is there and right, and replaces one that is not', async () => {
    await put('kept', Buffer.from('right'));
    const file = await only('kept');
    const target = join(folder, 'kept');
    assert.equal(await files.fetch(store, file, target, ignore), 'downloaded');
    await utimes(target, 1, 1);
    assert.equal(await files.fetch(store, file, target, ignore), 'kept');
    assert.equal((await stat(target)).mtimeMs, 1000);
    await writeFile(target, 'wrong');
    assert.equal(await files.fetch(store, file, target, ignore), 'downloaded');
    assert.equal(await readFile(target, 'utf8'), 'right');
  });

  it('refuses bytes whose MD5 is not the one that storage names, and leaves the old file', async () => {
    const blob = client.getBlockBlobClient('damaged');
    await blob.upload('some bytes', 10);
    await blob.setHTTPHeaders({ blobContentMD5: md5(Buffer.from('other bytes')) });
    const target = join(folder, 'damaged');
    await writeFile(target, 'as before');
    await assert.rejects(
      files.fetch(store, await only('damaged'), target, ignore),
      refuses('ModelFileDamaged', /'damaged' arrived damaged: its MD5/),
    );
    assert.equal(await readFile(target, 'utf8'), 'as before');
    assert.ok((await readdir(folder)).every((name) => !name.includes('part')));
  });

  it('says when a file was changed or deleted after it was listed', async () => {
    await put('moving', Buffer.from('one'));
    const file = await only('moving');
    await put('moving', Buffer.from('two'));
    const target = join(folder, 'moving');
    await assert.rejects(
      files.fetch(store, file, target, ignore),
      refuses('StorageChanged', /models\/moving/),
    );
    await client.deleteBlob('moving');
    // Azure looks for the blob first (404), Azurite at the condition first (412).
    await assert.rejects(
      files.fetch(store, file, target, ignore),
      (error) => isExtensionError(error) && ['StorageNotFound', 'StorageChanged'].includes(error.code),
    );
  });

  it('says why a file of this machine cannot be written', async () => {
    await put('there', Buffer.from('x'));
    const file = await only('there');
    await writeFile(join(folder, 'in-the-way'), '');
    await assert.rejects(
      files.fetch(store, file, join(folder, 'in-the-way', 'file'), ignore),
      refuses('TargetNotWritable', /a file is in the way of a folder/),
    );
    await mkdir(join(folder, 'a-folder', 'with-content'), { recursive: true });
    await assert.rejects(
      files.fetch(store, file, join(folder, 'a-folder'), ignore),
      refuses('TargetNotWritable', /a folder is in the way/),
    );
    // Root may write everywhere.
    if (process.getuid?.() === 0) return;
    await mkdir(join(folder, 'closed'));
    await chmod(join(folder, 'closed'), 0o500);
    await assert.rejects(
      files.fetch(store, file, join(folder, 'closed', 'file'), ignore),
      refuses('TargetNotWritable', /access is denied/),
    );
  });

  for (const [status, storageCode, code, words] of [
    [403, 'AuthenticationFailed', 'StorageForbidden', /'https:\/\/[^']+\/acc\/c': AuthenticationFailed/],
    [400, 'InvalidResourceName', 'StorageRejected', /\(400\): InvalidResourceName/],
    [404, 'ContainerNotFound', 'StorageNotFound', /\/acc\/c'/],
  ] as const)
    it(`turns ${storageCode} (${status}) into ${code}`, async () => {
      const server = await startHttpsFake(() => ({
        status,
        headers: { 'x-ms-error-code': storageCode, 'content-type': 'application/xml' },
        body: `<?xml version="1.0"?><Error><Code>${storageCode}</Code><Message>no</Message></Error>`,
      }));
      try {
        const access = { kind: 'sas', token: 'sv=1&sig=secret' } as const;
        const at = { accountUrl: `${server.origin}/acc`, container: 'c', access };
        await assert.rejects(files.list(at, 'a'), refuses(code, words));
      } finally {
        await server.close();
      }
    });

  it('says that storage cannot be reached', () => {
    // The road through the SDK would wait for its own retries in real time.
    const address = 'https://acc.blob.core.windows.net/c/a?sv=1&sig=secret';
    const broken = new RestError('connect ECONNREFUSED, GET sig=secret', { code: 'ECONNREFUSED' });
    const origin = /'https:\/\/acc\.blob\.core\.windows\.net': ECONNREFUSED/;
    refuses('StorageNotReachable', origin)(storageFailure(broken, address));
    const busy = new RestError('sig=secret', { code: 'ServerBusy', statusCode: 503 });
    refuses('StorageFailed', /\/c\/a' with 503: ServerBusy/)(storageFailure(busy, address));
    const aborted = Object.assign(new Error('sig=secret'), { name: 'AbortError' });
    refuses('StorageNotReachable', /no answer in time/)(storageFailure(aborted, address));
  });

  it("uses the signature of a datastore, and the caller's own identity where there is none", async () => {
    const asked: string[] = [];
    const server = await startHttpsFake(({ url, headers }) => {
      asked.push(`${String(headers['authorization'])} ${url}`);
      return { status: 404, headers: { 'x-ms-error-code': 'BlobNotFound' } };
    });
    try {
      const at = { accountUrl: `${server.origin}/acc`, container: 'c' };
      await assert.rejects(
        files.list({ ...at, access: { kind: 'sas', token: 'sv=1&sig=secret' } }, 'a'),
        refuses('StorageNotFound', /acc\/c'/),
      );
      await assert.rejects(
        files.list({ ...at, access: { kind: 'identity' } }, 'a'),
        refuses('StorageNotFound', /acc\/c'/),
      );
      assert.match(asked[0] ?? '', /^undefined \/acc\/c\/a\?.*sig=secret/);
      assert.match(asked.at(-1) ?? '', /^Bearer t \/acc\/c\?/);
    } finally {
      await server.close();
    }
  });
});
