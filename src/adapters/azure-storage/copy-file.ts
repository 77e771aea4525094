// Copies one file from container to container: by storage itself, or through this machine in blocks.
import type { TokenCredential } from '@azure/core-auth';
import { type BlobClient, BlobSASPermissions, type BlockBlobClient, RestError } from '@azure/storage-blob';
import type { BlobContainer } from '../../core/blob-container.ts';
import { fail } from '../../core/errors/catalogue.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CopyFile } from '../../ports/model-copy.ts';
import type { StoredFile } from '../../ports/model-files.ts';
import { containerClient } from './clients.ts';
import { copyThrough } from './copy-through.ts';
import { storageFailure } from './storage-failure.ts';

/** Between two looks at a copy that storage is making. */
const pollMs = 1000;

/** A copy between regions takes its time; the signature has to outlive it. */
const signedForMs = 24 * 60 * 60 * 1000;

/** Storage looks at the source itself; these say that it can not, so the bytes have to go through here. */
const notByItself =
  /CannotVerifyCopySource|CopyAcrossAccountsNotSupported|UnauthorizedBlobOverwrite|AuthenticationFailed/i;

/** @param clock what signatures begin and end by, and what a copy of storage's own is waited for with */
export function createCopyFile(credential: TokenCredential, clock: Clock): CopyFile {
  return async (from, file, to, name) => {
    const source = containerClient(from, credential).getBlobClient(file.name);
    const target = containerClient(to, credential).getBlockBlobClient(name);
    try {
      if (file.md5 !== undefined && (await isThere(target, file))) return 'kept';
      // Nothing to carry in an empty file, and without an MD5 nobody could tell whether storage did it well.
      const byItself = file.size > 0 && file.md5 !== undefined;
      const address = byItself ? await signed(source, from, clock) : undefined;
      if (address === undefined || !(await copiedByStorage(address, file, target, clock)))
        await copyThrough(source, file, target);
      return 'copied';
    } catch (error) {
      throw storageFailure(error, source.url);
    }
  };
}

async function isThere(target: BlobClient, { size, md5 }: StoredFile): Promise<boolean> {
  try {
    const { contentLength, contentMD5, copyStatus = 'success' } = await target.getProperties();
    return copyStatus === 'success' && contentLength === size && base64(contentMD5) === md5;
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
  clock: Clock,
): Promise<string | undefined> {
  switch (access.kind) {
    case 'sas':
    case 'public':
      return source.url;
    case 'key':
      return source.generateSasUrl({
        permissions: BlobSASPermissions.parse('r'),
        expiresOn: new Date(clock.now().getTime() + signedForMs),
      });
    case 'identity':
      return undefined;
  }
}

/** @returns false if storage can not do it */
async function copiedByStorage(
  address: string,
  file: StoredFile,
  target: BlockBlobClient,
  clock: Clock,
): Promise<boolean> {
  for (;;)
    try {
      const copy = await target.beginCopyFromURL(address, {
        intervalInMs: pollMs,
        sourceConditions: { ifMatch: file.etag },
      });
      const { copyStatus } = await copy.pollUntilDone();
      if (copyStatus !== 'success') return false;
      if (await isThere(target, file)) return true;
      throw fail('ModelFileDamaged', { path: file.name, problem: 'the copy has another length or MD5' });
    } catch (error) {
      const code = error instanceof RestError ? (error.code ?? '') : '';
      if (notByItself.test(code)) return false;
      if (code !== 'PendingCopyOperation') throw error;
      // Storage is still at what a command that has ended told it to copy.
      await clock.sleep(pollMs);
      if (await isThere(target, file)) return true;
    }
}
