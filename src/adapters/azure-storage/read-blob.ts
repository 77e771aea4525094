// The text of a small file in blob storage.
import type { TokenCredential } from '@azure/core-auth';
import type { BlobContainer } from '../../core/blob-container.ts';
import { containerClient } from './clients.ts';
import { storageFailure } from './storage-failure.ts';

/** @param credential used where the datastore keeps no secret */
export function createReadBlob(
  credential: TokenCredential,
): (container: BlobContainer, name: string) => Promise<string> {
  return async (container, name) => {
    const blob = containerClient(container, credential).getBlobClient(name);
    try {
      return (await blob.downloadToBuffer()).toString('utf8');
    } catch (error) {
      throw storageFailure(error, blob.url);
    }
  };
}
