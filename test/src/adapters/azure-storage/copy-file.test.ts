// Copies between containers of a real blob service, and what storage says that Azurite never does, by a server that says it.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { ContainerClient } from '@azure/storage-blob';
import { createCopyFile } from '../../../../src/adapters/azure-storage/copy-file.ts';
import { copyThrough } from '../../../../src/adapters/azure-storage/copy-through.ts';
import type { BlobContainer } from '../../../../src/core/blob-container.ts';
import type { StoredFile } from '../../../../src/ports/model-files.ts';
import { createAutoClock } from '../../../support/auto-clock.ts';
import { type BlobService, startBlobService } from '../../../support/blob-service.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';
import { startHttpServer } from '../../../support/http-server.ts';

const mebibyte = 2 ** 20;
/** Above the 256 MiB that storage takes in one piece. */
const largeSize = 264 * mebibyte + 5;
const nobody = { getToken: () => Promise.resolve(null) };
const md5Of = (content: Buffer): Buffer => createHash('md5').update(content).digest();

describe('src/adapters/azure-storage/copy-file.ts', function () {
  this.timeout(120_000);
  let service: BlobService | undefined;
  let folder = '';
  let caFile = '';
  let source: { client: ContainerClient; store: BlobContainer };

  before(async () => {
    service = await startBlobService();
    folder = await mkdtemp(join(tmpdir(), 'copy-file-'));
    caFile = join(folder, 'ca.pem');
    await writeFile(caFile, service.caPem);
    source = await service.container('source');
  });
  after(async () => {
    await service?.close();
    if (folder !== '') await rm(folder, { recursive: true, force: true });
  });

  const target = (name: string) => {
    assert.ok(service);
    return service.container(name);
  };

  /** Uploads in blocks, after which storage knows no MD5, or says the one that it is told. */
  async function put(name: string, content: Buffer, md5?: Buffer): Promise<StoredFile> {
    const blob = source.client.getBlockBlobClient(name);
    const options = { blockSize: 32 * mebibyte, maxSingleShotSize: mebibyte };
    const { etag = '' } = await blob.uploadData(content, {
      ...options,
      ...(md5 && { blobHTTPHeaders: { blobContentMD5: md5 } }),
    });
    return { name, size: content.length, etag, ...(md5 && { md5: md5.toString('base64') }) };
  }

  const arguments_ = (file: StoredFile, to: BlobContainer) => {
    const script = join(import.meta.dirname, 'support/copy-once.ts');
    return ['--import', 'tsx', script, JSON.stringify({ from: source.store, to, file })];
  };
  const env = () => ({ ...process.env, NODE_EXTRA_CA_CERTS: caFile });

  async function copyOnce(file: StoredFile, to: BlobContainer) {
    const { stdout } = await promisify(execFile)(process.execPath, arguments_(file, to), { env: env() });
    return JSON.parse(stdout) as { blocks: number; megabytes: number };
  }

  it('lets storage copy what it can open and compare, and copies it once', async () => {
    const content = randomBytes(100_000);
    const file = await put('small', content, md5Of(content));
    const { client, store } = await target('by-storage');
    const copy = createCopyFile(nobody, createAutoClock(new Date().toISOString()));
    assert.equal(await copy(source.store, file, store, 'a/b'), 'copied');
    assert.equal(await copy(source.store, file, store, 'a/b'), 'kept');
    assert.deepEqual(await client.getBlobClient('a/b').downloadToBuffer(), content);
  });

  it('brings a large file through in blocks with little memory, and says its MD5 afterwards', async () => {
    const content = randomBytes(largeSize);
    const file = await put('large', content);
    const { client, store } = await target('large');
    const large = await copyOnce(file, store);
    const small = await copyOnce(await put('tiny', randomBytes(10)), (await target('tiny')).store);
    const growth = large.megabytes - small.megabytes;
    process.stdout.write(
      `      ${largeSize} bytes in ${large.blocks} blocks: ${large.megabytes.toFixed(0)} MiB of memory, ${growth.toFixed(0)} MiB more than for ten bytes\n`,
    );
    assert.equal(large.blocks, 34);
    assert.ok(growth < 100, `${growth} MiB`);
    const { contentMD5, contentLength } = await client.getBlobClient('copy').getProperties();
    assert.equal(contentLength, largeSize);
    assert.deepEqual(Buffer.from(contentMD5 ?? []), md5Of(content));
    assert.ok((await client.getBlobClient('copy').downloadToBuffer()).equals(content));
  });

  it('goes on with the blocks that a killed copy has brought', async () => {
    const content = randomBytes(64 * mebibyte);
    const file = await put('broken', content);
    const { client, store } = await target('broken');
    const blob = client.getBlockBlobClient('copy');
    const staged = async (): Promise<number> =>
      (await blob.getBlockList('uncommitted').catch(() => undefined))?.uncommittedBlocks?.length ?? 0;
    const child = spawn(process.execPath, arguments_(file, store), { env: env(), stdio: 'ignore' });
    const ended = new Promise((resolve) => child.once('close', resolve));
    while ((await staged()) < 2) await sleep(5);
    child.kill('SIGKILL');
    await ended;
    const left = await staged();
    const { blocks } = await copyOnce(file, store);
    assert.equal(left + blocks, 8, `${left} and ${blocks}`);
    assert.ok((await blob.downloadToBuffer()).equals(content));
  });

  it('takes no block of another state of the file', async () => {
    const before = await put('changing', Buffer.alloc(9 * mebibyte, 'a'));
    const { client, store } = await target('changing');
    const blob = client.getBlockBlobClient('copy');
    const copy = createCopyFile(nobody, createAutoClock());
    const now = await put('changing', Buffer.alloc(9 * mebibyte, 'b'));
    await assert.rejects(
      copy(source.store, before, store, 'copy'),
      catalogueError('StorageChanged', 'changing'),
    );
    await blob.stageBlock(Buffer.from('0'.repeat(22)).toString('base64'), Buffer.from('foreign'), 7);
    await copy(source.store, now, store, 'copy');
    assert.ok((await blob.downloadToBuffer()).equals(Buffer.alloc(9 * mebibyte, 'b')));
  });

  it('refuses bytes that are not those of the MD5 that storage has', async () => {
    const content = Buffer.from('what is there');
    await put('damaged', content);
    const blob = source.client.getBlockBlobClient('damaged');
    const md5 = md5Of(Buffer.from('what was meant'));
    const { etag = '' } = await blob.setHTTPHeaders({ blobContentMD5: md5 });
    const { client } = await target('damaged');
    const file = { name: 'damaged', size: content.length, etag, md5: md5.toString('base64') };
    await assert.rejects(
      copyThrough(blob, file, client.getBlockBlobClient('copy')),
      catalogueError('ModelFileDamaged', 'damaged', 'its MD5 is not the one that storage has'),
    );
    assert.equal(await client.getBlobClient('copy').exists(), false);
  });

  it('waits for the copy that storage is still making for a command that has ended', async () => {
    const content = Buffer.from('weights');
    const looks = ['absent', 'pending', 'pending', 'success'];
    let refused = 0;
    const server = await startHttpServer(({ method }) => {
      if (method === 'PUT') {
        refused += 1;
        const code = 'PendingCopyOperation';
        const headers = { 'content-type': 'application/xml', 'x-ms-error-code': code };
        return { status: 409, headers, body: `<Error><Code>${code}</Code><Message>m</Message></Error>` };
      }
      const status = looks.shift();
      if (status === 'absent') return { status: 404, body: '' };
      const md5 = md5Of(content).toString('base64');
      const headers = { 'content-length': '7', 'content-md5': md5, 'x-ms-copy-status': status ?? '' };
      return { status: 200, headers, body: '' };
    });
    const store: BlobContainer = { accountUrl: server.origin, container: 'c', access: { kind: 'public' } };
    const clock = createAutoClock();
    const file = { name: 'f', size: 7, etag: '"1"', md5: md5Of(content).toString('base64') };
    try {
      assert.equal(await createCopyFile(nobody, clock)(store, file, store, 'copy'), 'copied');
    } finally {
      await server.close();
    }
    assert.deepEqual([refused, clock.slept, looks], [3, [1000, 1000, 1000], []]);
  });
});
