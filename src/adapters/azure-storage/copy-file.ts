// Copies one file from container to container: by storage itself, or through this machine in blocks.
import type { TokenCredential } from '@azure/core-auth';
import { type BlobClient, BlobSASPermissions, type BlockBlobClient, RestError } from '@azure/storage-blob';
import { createHash } from 'node:crypto';
import type { BlobContainer } from '../../core/blob-container.ts';
import { fail } from '../../core/errors/catalogue.ts';
import type { CopyFile } from '../../ports/model-copy.ts';
import type { StoredFile } from '../../ports/model-files.ts';
import { containerClient } from './clients.ts';
import { storageFailure } from './storage-failure.ts';

/** One block in memory at a time; 50,000 of them are the largest blob, 390 GiB. */
const blockBytes = 8 * 1024 * 1024;

/** A copy between regions takes its time; the signature has to outlive it. */
const signedForMs = 24 * 60 * 60 * 1000;

/** Storage looks at the source itself; these say that it can not, so the bytes have to go through here. */
const notByItself =
  /CannotVerifyCopySource|CopyAcrossAccountsNotSupported|UnauthorizedBlobOverwrite|AuthenticationFailed/i;

/** @param now what signatures begin and end by */
export function createCopyFile(credential: TokenCredential, now: () => Date): CopyFile {
  return async (from, file, to, name) => {
    const source = containerClient(from, credential).getBlobClient(file.name);
    const target = containerClient(to, credential).getBlockBlobClient(name);
    try {
      if (file.md5 !== undefined && (await isThere(target, file))) return 'kept';
      // Nothing to carry in an empty file, and without an MD5 nobody could tell whether storage did it well.
      const byItself = file.size > 0 && file.md5 !== undefined;
      const address = byItself ? await signed(source, from, now) : undefined;
      if (address === undefined || !(await copiedByStorage(address, file, target)))
        await copyThrough(source, file, target);
      return 'copied';
    } catch (error) {
      throw storageFailure(error, source.url);
    }
  };
}

async function isThere(target: BlobClient, { size, md5 }: StoredFile): Promise<boolean> {
  try {
    const { contentLength, contentMD5 } = await target.getProperties();
    return contentLength === size && base64(contentMD5) === md5;
  } catch (error) {
    if (error instanceof RestError && error.statusCode === 404) return false;
    throw error;
  }
}

const base64 = (md5: Uint8Array | undefined): string | undefined =>
  md5 && Buffer.from(md5).toString('base64');

/** An address that storage can read by itself; absent where only an identity opens the source. */
async function signed(
  source: BlobClient,
  { access }: BlobContainer,
  now: () => Date,
): Promise<string | undefined> {
  switch (access.kind) {
    case 'sas':
    case 'public':
      return source.url;
    case 'key':
      return source.generateSasUrl({
        permissions: BlobSASPermissions.parse('r'),
        expiresOn: new Date(now().getTime() + signedForMs),
      });
    case 'identity':
      return undefined;
  }
}

/** @returns false if storage can not do it */
async function copiedByStorage(address: string, file: StoredFile, target: BlockBlobClient): Promise<boolean> {
  try {
    const copy = await target.beginCopyFromURL(address, {
      intervalInMs: 1000,
      sourceConditions: { ifMatch: file.etag },
    });
    const { copyStatus } = await copy.pollUntilDone();
    if (copyStatus !== 'success') return false;
  } catch (error) {
    if (error instanceof RestError && notByItself.test(error.code ?? '')) return false;
    throw error;
  }
  if (await isThere(target, file)) return true;
  throw fail('ModelFileDamaged', { path: file.name, problem: 'the copy has another length or MD5' });
}

/** Every block is checked by storage on its way, and the whole by the MD5 that the target then keeps. */
async function copyThrough(source: BlobClient, file: StoredFile, target: BlockBlobClient): Promise<void> {
  const whole = createHash('md5');
  const ids: string[] = [];
  for (let offset = 0; offset < file.size; offset += blockBytes) {
    const count = Math.min(blockBytes, file.size - offset);
    const block = await source.downloadToBuffer(offset, count, { conditions: { ifMatch: file.etag } });
    whole.update(block);
    const id = Buffer.from(String(ids.length).padStart(6, '0')).toString('base64');
    const transactionalContentMD5 = createHash('md5').update(block).digest();
    await target.stageBlock(id, block, block.length, { transactionalContentMD5 });
    ids.push(id);
  }
  const md5 = whole.digest();
  if (file.md5 !== undefined && md5.toString('base64') !== file.md5)
    throw fail('ModelFileDamaged', { path: file.name, problem: 'its MD5 is not the one that storage has' });
  await target.commitBlockList(ids, { blobHTTPHeaders: { blobContentMD5: md5 } });
}
