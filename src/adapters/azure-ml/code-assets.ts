// Code versions: ask the service where to upload, upload, register what was uploaded.
import * as z from 'zod';
import { workspacePath } from '../../core/workspace.ts';
import type { CodeAssets } from '../../ports/deployment-assets.ts';
import type { FolderUpload } from '../../ports/folder-upload.ts';
import type { ArmClient } from './arm/client.ts';

const codeShape = z.object({ id: z.string() });

const pendingUploadShape = z.object({
  blobReferenceForConsumption: z.object({
    blobUri: z.string(),
    credential: z.object({ credentialType: z.literal('SAS'), sasUri: z.string() }),
  }),
});

export function createCodeAssets(arm: ArmClient, uploadFolder: FolderUpload): CodeAssets {
  return {
    async exists(workspace, name, version) {
      const path = `${workspacePath(workspace)}/codes/${name}/versions/${version}`;
      return (await arm.get(path, codeShape)) !== undefined;
    },

    async upload(workspace, { name, version }, files) {
      const path = `${workspacePath(workspace)}/codes/${name}/versions/${version}`;
      const request = { pendingUploadType: 'TemporaryBlobReference' };
      const pending = await arm.post(`${path}/startPendingUpload`, request, pendingUploadShape);
      const { blobUri, credential } = pending.blobReferenceForConsumption;
      await uploadFolder(credential.sasUri, files);
      await arm.put(path, { properties: { codeUri: blobUri } }, codeShape);
    },
  };
}
