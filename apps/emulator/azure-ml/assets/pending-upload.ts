// startPendingUpload: a fresh container with a signature, into which a client uploads an asset before registering it.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { param, type Operation } from '../../arm/operation.ts';
import type { ResourceScope } from '../../arm/resources.ts';
import { parseBody } from '../ml-error.ts';
import { storageAccountId } from '../scope.ts';

export interface PendingUploadStorage {
  readonly accountName: string;
  readonly url: string;
  /** @param access whether anyone may read it, without a signature */
  createContainer(name: string, access?: 'private' | 'public'): Promise<void>;
  uploadSas(container: string): string;
}

export interface PendingUploadOptions {
  readonly scope: ResourceScope;
  readonly storage: PendingUploadStorage;
  readonly access?: 'private' | 'public';
  /** Told about each container that is made. */
  readonly made?: (container: string) => void;
}

const requestBody = z.strictObject({
  pendingUploadId: z.string().nullish(),
  pendingUploadType: z.enum(['None', 'TemporaryBlobReference']).optional(),
});

/** @param version the route of an asset's version, with the parameters name and version */
export function pendingUploadOperation(
  version: string,
  { scope, storage, access = 'private', made }: PendingUploadOptions,
): Operation {
  // The same asset and upload id give the same container again, so that a client can go on after a break.
  const containers = new Map<string, string>();
  return {
    method: 'POST',
    path: `${version}/startPendingUpload`,
    query: [],
    handle: async (call) => {
      const request = parseBody(requestBody, call.body);
      const id = request.pendingUploadId ?? randomUUID();
      const asset = `${param(call, 'name')}/${param(call, 'version')}/${id}`;
      const container = containers.get(asset) ?? randomUUID();
      if (!containers.has(asset)) {
        await storage.createContainer(container, access);
        containers.set(asset, container);
        made?.(container);
      }
      const blobUri = `${storage.url}/${container}`;
      return {
        status: 200,
        body: {
          pendingUploadId: id,
          pendingUploadType: 'TemporaryBlobReference',
          blobReferenceForConsumption: {
            blobUri,
            storageAccountArmId: storageAccountId(scope, storage.accountName),
            credential: { credentialType: 'SAS', sasUri: `${blobUri}?${storage.uploadSas(container)}` },
          },
        },
      };
    },
  };
}
