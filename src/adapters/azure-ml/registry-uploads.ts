// New versions of a registry's models: ask where to upload, and register what was uploaded.
import * as z from 'zod';
import { parseModelUri } from '../../core/blob-uri.ts';
import { fail } from '../../core/errors/catalogue.ts';
import { isExtensionError } from '../../core/errors/extension-error.ts';
import { type Registry, sourcePath } from '../../core/model/source.ts';
import type { RegistryUploads } from '../../ports/model-copy.ts';
import type { ArmClient } from './arm/client.ts';
import { modelVersion } from './model-shapes.ts';

const pendingShape = z.object({
  blobReferenceForConsumption: z.object({
    blobUri: z.string(),
    credential: z.object({ credentialType: z.literal('SAS'), sasUri: z.string() }),
  }),
});

const pathOf = (registry: Registry, model: string, version: string): string =>
  `${sourcePath(registry)}/models/${encodeURIComponent(model)}/versions/${encodeURIComponent(version)}`;

export function createRegistryUploads(arm: ArmClient): RegistryUploads {
  return {
    async start(registry, model, version, uploadId) {
      const path = `${pathOf(registry, model, version)}/startPendingUpload`;
      const request = { pendingUploadId: uploadId, pendingUploadType: 'TemporaryBlobReference' };
      const { blobReferenceForConsumption: found } = await arm.post(path, request, pendingShape);
      const location = parseModelUri(found.blobUri);
      const [, token] = found.credential.sasUri.split('?');
      if (location?.kind !== 'blob' || token === undefined)
        throw fail('AzureAnswerUnreadable', {
          resource: `registries/${registry.name}/models/${model}`,
          problem: 'the address to upload to is none of blob storage with a signature',
        });
      const { accountUrl, container } = location;
      return {
        container: { accountUrl, container, access: { kind: 'sas', token } },
        uri: found.blobUri.replace(/\/+$/, ''),
      };
    },

    async create(registry, model, version, { uri, type, ...more }) {
      const properties = { modelUri: uri, modelType: type, ...more };
      try {
        const path = pathOf(registry, model, version);
        return await arm.put(path, { properties }, modelVersion(model));
      } catch (error) {
        const isTaken = isExtensionError(error) && error.code === 'AzureConflict';
        throw isTaken ? fail('ModelVersionTaken', { model, version }, error) : error;
      }
    },
  };
}
