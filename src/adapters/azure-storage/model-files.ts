// The files of models in blob storage.
import type { TokenCredential } from '@azure/core-auth';
import { type ContainerClient, RestError } from '@azure/storage-blob';
import type { BlobContainer } from '../../core/blob-container.ts';
import { fail } from '../../core/errors/catalogue.ts';
import type { ModelFiles, StoredFile } from '../../ports/model-files.ts';
import { containerClient } from './clients.ts';
import { fileFailureReason } from './file-failure.ts';
import { storageFailure } from './storage-failure.ts';
import { isThere, writeVerified } from './verified-file.ts';

/** @param credential used where the datastore keeps no secret */
export function createModelFiles(credential: TokenCredential): ModelFiles {
  // Clients keep their connections; one for each container is enough.
  const clients = new Map<string, ContainerClient>();
  const clientOf = (container: BlobContainer): ContainerClient => {
    const key = JSON.stringify(container);
    const client = clients.get(key) ?? containerClient(container, credential);
    clients.set(key, client);
    return client;
  };
  return {
    async list(container, path) {
      const client = clientOf(container);
      try {
        const file = path === '' ? undefined : await exactFile(client, path);
        const below = await filesBelow(client, path);
        return file === undefined ? below : [file, ...below];
      } catch (error) {
        throw storageFailure(error, client.url);
      }
    },

    async fetch(container, file, target, onBytes) {
      const blob = clientOf(container).getBlobClient(file.name);
      try {
        if (await isThere(file, target)) {
          onBytes(file.size);
          return 'kept';
        }
        await writeVerified(blob, file, target, onBytes);
        return 'downloaded';
      } catch (error) {
        const reason = fileFailureReason(error);
        if (reason !== undefined) throw fail('TargetNotWritable', { path: target, reason }, error);
        throw storageFailure(error, blob.url);
      }
    },
  };
}

/** The blob that has exactly this name; absent if there is none or if it is the marker of a folder. */
async function exactFile(client: ContainerClient, name: string): Promise<StoredFile | undefined> {
  try {
    const { contentLength, contentMD5, etag, metadata } = await client.getBlobClient(name).getProperties();
    return isFolder(metadata) ? undefined : storedFile(name, contentLength, contentMD5, etag);
  } catch (error) {
    if (error instanceof RestError && error.statusCode === 404) return undefined;
    throw error;
  }
}

/** The slash bounds the prefix: `model/` does not find `model2/`. */
async function filesBelow(client: ContainerClient, path: string): Promise<StoredFile[]> {
  const files: StoredFile[] = [];
  const prefix = path === '' ? {} : { prefix: `${path}/` };
  for await (const { name, metadata, properties } of client.listBlobsFlat({
    ...prefix,
    includeMetadata: true,
  }))
    if (!isFolder(metadata) && !name.endsWith('/'))
      files.push(storedFile(name, properties.contentLength, properties.contentMD5, properties.etag));
  return files;
}

/** Data Lake accounts and mounting tools keep a folder as an empty blob with this mark. */
const isFolder = (metadata: Record<string, string> | undefined): boolean =>
  Object.entries(metadata ?? {}).some(
    ([name, value]) => name.toLowerCase() === 'hdi_isfolder' && value.toLowerCase() === 'true',
  );

function storedFile(
  name: string,
  size: number | undefined,
  md5: Uint8Array | undefined,
  etag: string | undefined,
): StoredFile {
  if (size === undefined || etag === undefined)
    throw fail('ModelFileDamaged', { path: name, problem: 'storage does not tell its length' });
  const known = md5 === undefined || md5.length === 0 ? {} : { md5: Buffer.from(md5).toString('base64') };
  return { name, size, etag: withQuotes(etag), ...known };
}

/** A listing gives etags bare, a single blob's answer gives them quoted; conditions want the quotes. */
const withQuotes = (etag: string): string =>
  etag.startsWith('"') || etag.startsWith('W/') ? etag : `"${etag}"`;
