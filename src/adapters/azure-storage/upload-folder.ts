// Uploads a folder to an address that carries its own signature.
import { AnonymousCredential, BlockBlobClient } from '@azure/storage-blob';
import { fail } from '../../core/errors/catalogue.ts';
import { inParallel } from '../../core/in-parallel.ts';
import type { UploadFile } from '../../ports/deployment-assets.ts';
import type { FolderUpload } from '../../ports/folder-upload.ts';
import { pipelineOptions } from './clients.ts';
import { fileFailureReason } from './file-failure.ts';
import { storageFailure } from './storage-failure.ts';
import { md5OfFile, rangeBytes } from './verified-file.ts';

/** Six small files at once keep a connection busy; more gain nothing on one agent. */
const filesAtOnce = 6;

/**
 * The upload of the storage SDK. A file that is there already is replaced, so a broken upload is mended by the next one.
 * @throws StorageForbidden, StorageNotFound, UploadSourceUnreadable, or a "come back later" error
 */
export const uploadFolder: FolderUpload = (folderUri, files) =>
  inParallel(files, filesAtOnce, (file) => uploadFile(addressOf(folderUri, file.path), file));

async function uploadFile(address: string, { absolutePath, path }: UploadFile): Promise<void> {
  try {
    // Named by the uploader, the MD5 lets every later download prove that the file is whole.
    const blobContentMD5 = Buffer.from(await md5OfFile(absolutePath), 'base64');
    await new BlockBlobClient(address, new AnonymousCredential(), pipelineOptions).uploadFile(absolutePath, {
      blockSize: rangeBytes,
      concurrency: 3,
      blobHTTPHeaders: { blobContentMD5 },
    });
  } catch (error) {
    const reason = fileFailureReason(error);
    if (reason !== undefined) throw fail('UploadSourceUnreadable', { path, reason }, error);
    throw storageFailure(error, address);
  }
}

/** The address of a file below a folder's address: the path goes before the signature. */
export function addressOf(folderUri: string, path: string): string {
  const url = new URL(folderUri);
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${encoded}`;
  return url.toString();
}
