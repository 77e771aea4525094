// Copies one file through this machine, in blocks: where storage can not read the source by itself, or could not be believed.
import { type BlobClient, type BlockBlobClient, RestError } from '@azure/storage-blob';
import { createHash } from 'node:crypto';
import { fail } from '../../core/errors/catalogue.ts';
import type { StoredFile } from '../../ports/model-files.ts';

/** One block of a file in memory at a time; 50,000 of them are the largest blob, 390 GiB. */
const blockBytes = 8 * 1024 * 1024;

/** Blocks of this very file that an earlier attempt brought; storage has checked each by its MD5. */
async function stagedBlocks(target: BlockBlobClient): Promise<ReadonlySet<string>> {
  try {
    const { uncommittedBlocks = [] } = await target.getBlockList('uncommitted');
    return new Set(uncommittedBlocks.map(({ name }) => name));
  } catch (error) {
    if (error instanceof RestError && error.statusCode === 404) return new Set();
    throw error;
  }
}

/** Names of blocks, all of one length as storage wants it; another file, or another state of it, has others. */
function blockNames({ size, etag }: StoredFile): (index: number) => string {
  const key = createHash('sha256').update(`${etag} ${size} ${blockBytes}`).digest('hex').slice(0, 16);
  return (index) => Buffer.from(`${key}${String(index).padStart(6, '0')}`).toString('base64');
}

/**
 * Every block is checked by storage on its way, and the whole by the MD5 that the target then keeps: that is why the source is
 * read from its beginning after an interruption, too, while blocks that are there are not sent again.
 *
 * @throws ModelFileDamaged, and errors of the storage client
 */
export async function copyThrough(
  source: BlobClient,
  file: StoredFile,
  target: BlockBlobClient,
): Promise<void> {
  const whole = createHash('md5');
  const nameOf = blockNames(file);
  const staged = await stagedBlocks(target);
  // One for all blocks: new ones pile up faster than they are collected.
  const buffer = Buffer.allocUnsafeSlow(Math.min(blockBytes, file.size));
  const ids: string[] = [];
  for (let offset = 0; offset < file.size; offset += blockBytes) {
    const block = buffer.subarray(0, Math.min(blockBytes, file.size - offset));
    await source.downloadToBuffer(block, offset, block.length, { conditions: { ifMatch: file.etag } });
    whole.update(block);
    const id = nameOf(ids.length);
    const transactionalContentMD5 = createHash('md5').update(block).digest();
    if (!staged.has(id)) await target.stageBlock(id, block, block.length, { transactionalContentMD5 });
    ids.push(id);
  }
  const md5 = whole.digest();
  if (file.md5 !== undefined && md5.toString('base64') !== file.md5)
    throw fail('ModelFileDamaged', { path: file.name, problem: 'its MD5 is not the one that storage has' });
  await target.commitBlockList(ids, { blobHTTPHeaders: { blobContentMD5: md5 } });
}
