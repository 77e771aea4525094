// Uploads a folder: to an address that carries its own signature, or into a container of a datastore.
import type { TokenCredential } from '@azure/core-auth';
import { AnonymousCredential, BlockBlobClient } from '@azure/storage-blob';
import { createHash } from 'node:crypto';
import { fail } from '../../core/errors/catalogue.ts';
import { inParallel } from '../../core/in-parallel.ts';
import type { UploadFile } from '../../ports/deployment-assets.ts';
import type { ContainerUpload, FolderUpload } from '../../ports/folder-upload.ts';
import { containerClient, pipelineOptions } from './clients.ts';
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
  inParallel(files, filesAtOnce, (file) =>
    uploadFile(
      new BlockBlobClient(addressOf(folderUri, file.path), new AnonymousCredential(), pipelineOptions),
      file,
    ),
  );

/** @param credential used where the datastore keeps no secret */
export function createContainerUpload(credential: TokenCredential): ContainerUpload {
  return (container, folder, files) => {
    const client = containerClient(container, credential);
    return inParallel(files, filesAtOnce, (file) =>
      uploadFile(client.getBlockBlobClient(`${folder}/${file.path}`), file),
    );
  };
}

// Named by the uploader, the MD5 lets every later download prove that the file is whole.
async function uploadFile(blob: BlockBlobClient, file: UploadFile): Promise<void> {
  try {
    if ('text' in file) {
      const bytes = Buffer.from(file.text, 'utf8');
      const blobContentMD5 = createHash('md5').update(bytes).digest();
      await blob.uploadData(bytes, { blobHTTPHeaders: { blobContentMD5 } });
      return;
    }
    const blobContentMD5 = Buffer.from(await md5OfFile(file.absolutePath), 'base64');
    await blob.uploadFile(file.absolutePath, {
      blockSize: rangeBytes,
      concurrency: 3,
      blobHTTPHeaders: { blobContentMD5 },
    });
  } catch (error) {
    const reason = fileFailureReason(error);
    if (reason !== undefined) throw fail('UploadSourceUnreadable', { path: file.path, reason }, error);
    throw storageFailure(error, blob.url);
  }
}

/** The address of a file below a folder's address: the path goes before the signature. */
export function addressOf(folderUri: string, path: string): string {
  const url = new URL(folderUri);
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${encoded}`;
  return url.toString();
}
