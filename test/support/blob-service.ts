// Azurite as the storage account of a test, over HTTPS and with a key of its own.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlobServiceClient, type ContainerClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import { createCertificateAuthority } from '../../apps/emulator/kernel/certificate-authority.ts';
import { ProcessTable } from '../../apps/emulator/kernel/process-table.ts';
import { systemTime } from '../../apps/emulator/kernel/time.ts';
import { startBlobStorage } from '../../apps/emulator/storage/blob-storage.ts';
import type { BlobContainer } from '../../src/core/blob-container.ts';
import { trustAuthority } from './trust-authority.ts';

export interface BlobService {
  /** A new container, with the key that opens it. */
  container(name: string): Promise<{ client: ContainerClient; store: BlobContainer }>;
  /** An address of `folder` in the container that carries a signature for an hour. */
  signedFolder(container: string, folder: string): string;
  /** The certificate that other processes have to trust. */
  readonly caPem: string;
  close(): Promise<void>;
}

export async function startBlobService(): Promise<BlobService> {
  const authority = await createCertificateAuthority(new Date());
  trustAuthority(authority.caPem);
  const directory = await mkdtemp(join(tmpdir(), 'blob-service-'));
  const processes = new ProcessTable();
  const options = {
    port: 0,
    certificate: await authority.issueForLocalhost(),
    caPem: authority.caPem,
    directory,
    processes,
    time: systemTime,
    log: () => undefined,
  };
  // A start that fails half-way must not leave a server behind.
  const storage = await startBlobStorage(options).catch(async (error: unknown) => {
    await processes.stopAll();
    throw error;
  });
  const { accountName, accountKey: key, url } = storage;
  const account = new BlobServiceClient(url, new StorageSharedKeyCredential(accountName, key));
  return {
    async container(name) {
      const client = account.getContainerClient(name);
      await client.create();
      return {
        client,
        store: { accountUrl: url, container: name, access: { kind: 'key', accountName, key } },
      };
    },
    caPem: authority.caPem,
    signedFolder: (container, folder) => `${url}/${container}/${folder}?${storage.uploadSas(container)}`,
    async close() {
      await storage.close();
      await processes.stopAll();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
