// Where bytes are kept: a workspace's datastores with their secrets, the outputs of jobs, a registry's containers.
import * as z from 'zod';
import { accountUrlOf } from '../../core/blob-uri.ts';
import type { StorageAccess } from '../../core/blob-container.ts';
import { fail } from '../../core/errors/catalogue.ts';
import { workspacePath } from '../../core/workspace.ts';
import type { ModelStores } from '../../ports/model-files.ts';
import type { ArmClient } from './arm/client.ts';
import { registryContainer } from './data-references.ts';

const text = z
  .string()
  .nullish()
  .transform((value) => (value === null || value === '' ? undefined : value));

const datastoreShape = z.object({
  properties: z.object({
    datastoreType: z.string(),
    accountName: text,
    containerName: text,
    filesystem: text,
    endpoint: text,
    protocol: text,
    credentials: z.object({ credentialsType: z.string() }),
  }),
});

const secretsShape = z.object({ secretsType: z.string(), key: text, sasToken: text });

const jobShape = z.object({
  properties: z.object({ outputs: z.record(z.string(), z.object({ uri: text }).nullish()).nullish() }),
});

/** Makes the port on an ARM client. */
export function createModelStores(arm: ArmClient): ModelStores {
  return {
    async container(workspace, datastore) {
      const path = `${workspacePath(workspace)}/datastores/${encodeURIComponent(datastore)}`;
      const found = await arm.get(path, datastoreShape);
      if (found === undefined) throw fail('DatastoreNotFound', { datastore, workspace: workspace.name });
      const { datastoreType, accountName, credentials, ...rest } = found.properties;
      // A Data Lake account answers the blob protocol as well; its file system is the container.
      const container = datastoreType === 'AzureDataLakeGen2' ? rest.filesystem : rest.containerName;
      if (!/^(AzureBlob|AzureDataLakeGen2)$/.test(datastoreType) || !accountName || !container)
        throw fail('DatastoreNotSupported', { datastore, type: datastoreType });
      const { protocol = 'https', endpoint = 'core.windows.net' } = rest;
      const keepsSecret = /^(AccountKey|Sas)$/.test(credentials.credentialsType);
      const secrets = keepsSecret
        ? await arm.post(`${path}/listSecrets`, undefined, secretsShape)
        : undefined;
      return {
        accountUrl: accountUrlOf({ protocol, endpoint, accountName }),
        container,
        access: accessOf(accountName, secrets),
      };
    },

    async jobOutput(workspace, job, output) {
      const path = `${workspacePath(workspace)}/jobs/${encodeURIComponent(job)}`;
      const found = await arm.get(path, jobShape);
      return found?.properties.outputs?.[output]?.uri;
    },

    registryContainer: (registry, model) => registryContainer(arm, registry, model),
  };
}

/** No secret, or one for another service (a service principal's): the caller's own identity, as the Python SDK does. */
function accessOf(accountName: string, secrets: z.infer<typeof secretsShape> | undefined): StorageAccess {
  if (secrets?.key !== undefined) return { kind: 'key', accountName, key: secrets.key };
  if (secrets?.sasToken !== undefined) return { kind: 'sas', token: secrets.sasToken.replace(/^\?/, '') };
  return { kind: 'identity' };
}
