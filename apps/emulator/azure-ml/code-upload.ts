// startPendingUpload: a fresh container with a signature, into which a client uploads code before registering it.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { param, type Operation } from '../arm/operation.ts';
import { parseBody } from './ml-error.ts';
import { workspaceRoute, type WorkspaceScope } from './scope.ts';

export interface PendingUploadStorage {
  readonly accountName: string;
  readonly url: string;
  createContainer(name: string): Promise<void>;
  uploadSas(container: string): string;
}

const requestBody = z.strictObject({
  pendingUploadId: z.string().nullish(),
  pendingUploadType: z.enum(['None', 'TemporaryBlobReference']).optional(),
});

export function pendingUploadOperation(scope: WorkspaceScope, storage: PendingUploadStorage): Operation {
  // The same asset and upload id give the same container again, so that a client can go on after a break.
  const containers = new Map<string, string>();
  return {
    method: 'POST',
    path: `${workspaceRoute}/codes/:name/versions/:version/startPendingUpload`,
    query: [],
    handle: async (call) => {
      const request = parseBody(requestBody, call.body);
      const id = request.pendingUploadId ?? randomUUID();
      const asset = `${param(call, 'name')}/${param(call, 'version')}/${id}`;
      const container = containers.get(asset) ?? randomUUID();
      if (!containers.has(asset)) {
        await storage.createContainer(container);
        containers.set(asset, container);
      }
      const blobUri = `${storage.url}/${container}`;
      return {
        status: 200,
        body: {
          pendingUploadId: id,
          pendingUploadType: 'TemporaryBlobReference',
          blobReferenceForConsumption: {
            blobUri,
            storageAccountArmId: `/subscriptions/${scope.subscriptionId}/resourceGroups/${scope.resourceGroup}/providers/Microsoft.Storage/storageAccounts/${storage.accountName}`,
            credential: { credentialType: 'SAS', sasUri: `${blobUri}?${storage.uploadSas(container)}` },
          },
        },
      };
    },
  };
}
