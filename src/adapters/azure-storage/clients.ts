// Clients of the storage SDK for one container.
import type { TokenCredential } from '@azure/core-auth';
import {
  AnonymousCredential,
  ContainerClient,
  type StoragePipelineOptions,
  StorageSharedKeyCredential,
} from '@azure/storage-blob';
import type { BlobContainer } from '../../core/blob-container.ts';

/** Four tries as everywhere; 120 s for one try, so that an 8 MiB block still passes at half a megabit a second. */
export const pipelineOptions: StoragePipelineOptions = {
  retryOptions: { maxTries: 4, retryDelayInMs: 1000, maxRetryDelayInMs: 60_000, tryTimeoutInMs: 120_000 },
};

export function containerClient(
  { accountUrl, container, access }: BlobContainer,
  credential: TokenCredential,
): ContainerClient {
  const url = `${accountUrl}/${encodeURIComponent(container)}`;
  switch (access.kind) {
    case 'key':
      return new ContainerClient(
        url,
        new StorageSharedKeyCredential(access.accountName, access.key),
        pipelineOptions,
      );
    case 'sas':
      return new ContainerClient(`${url}?${access.token}`, new AnonymousCredential(), pipelineOptions);
    case 'public':
      return new ContainerClient(url, new AnonymousCredential(), pipelineOptions);
    case 'identity':
      return new ContainerClient(url, credential, pipelineOptions);
  }
}
