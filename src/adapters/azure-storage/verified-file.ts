// One blob onto the disk: in ranges, checked, under a temporary name until it is whole.
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { BlobClient } from '@azure/storage-blob';
import { fail } from '../../core/errors/catalogue.ts';
import type { StoredFile } from '../../ports/model-files.ts';

/** 8 MiB: large enough that a request's latency hardly counts, small enough to hold a few for each file. */
export const rangeBytes = 8 * 1024 * 1024;
/** Ranges of one file under way at once; with six files at once at most 144 MiB are held. */
const rangesAtOnce = 3;

/** True if `target` is the file already; without an MD5 to compare it never is. */
export async function isThere(file: StoredFile, target: string): Promise<boolean> {
  if (file.md5 === undefined) return false;
  const found = await stat(target).catch(() => undefined);
  if (found?.isFile() !== true || found.size !== file.size) return false;
  return (await md5OfFile(target)) === file.md5;
}

export async function md5OfFile(path: string): Promise<string> {
  const hash = createHash('md5');
  await pipeline(createReadStream(path), hash);
  return hash.digest('base64');
}

/**
 * Downloads `file` to `target`. Every range is bound to the file's etag, so that all of them are of one version.
 * @throws ModelFileDamaged, and whatever SDK and file system throw
 */
export async function writeVerified(
  blob: BlobClient,
  file: StoredFile,
  target: string,
  onBytes: (bytes: number) => void,
): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  // A fixed name: what a broken run left behind is overwritten, and no rubbish piles up.
  const part = join(dirname(target), `.${basename(target)}.azureml-part`);
  try {
    const hash = createHash('md5');
    const handle = await open(part, 'w');
    try {
      for await (const { bytes, offset } of rangesInOrder(blob, file)) {
        await handle.write(bytes, 0, bytes.length, offset);
        hash.update(bytes);
        onBytes(bytes.length);
      }
    } finally {
      await handle.close();
    }
    await check(file, part, hash);
    await rename(part, target);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

async function* rangesInOrder(
  blob: BlobClient,
  { size, etag }: StoredFile,
): AsyncGenerator<{ bytes: Buffer; offset: number }> {
  const underWay: Promise<{ bytes: Buffer; offset: number }>[] = [];
  let next = 0;
  const start = () => {
    const offset = next;
    const count = Math.min(rangeBytes, size - offset);
    next += count;
    const range = blob
      .downloadToBuffer(offset, count, {
        blockSize: rangeBytes,
        concurrency: 1,
        maxRetryRequestsPerBlock: 3,
        conditions: { ifMatch: etag },
      })
      .then((bytes) => ({ bytes, offset }));
    // Handled when its turn comes; until then a failure must not count as unhandled.
    range.catch(() => undefined);
    underWay.push(range);
  };
  while (next < size || underWay.length > 0) {
    while (next < size && underWay.length < rangesAtOnce) start();
    const first = underWay.shift();
    if (first !== undefined) yield await first;
  }
}

async function check(file: StoredFile, part: string, hash: Hash): Promise<void> {
  const { size } = await stat(part);
  if (size !== file.size)
    throw fail('ModelFileDamaged', { path: file.name, problem: `${size} of ${file.size} bytes arrived` });
  if (file.md5 !== undefined && hash.digest('base64') !== file.md5)
    throw fail('ModelFileDamaged', { path: file.name, problem: 'its MD5 is not the one that storage names' });
}
