// The last act of a training run, as a program of its own: uploads the model file and registers the version, through
// the unmodified official clients. It trusts the stack by NODE_EXTRA_CA_CERTS, like any other program.
//
//   register-model ADDRESSES_FILE MODEL_JSON
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { AzureMachineLearningWorkspaces } from '@azure/arm-machinelearning';
import { ClientSecretCredential } from '@azure/identity';
import { BlobServiceClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import { z } from 'zod';
import { addressesSchema } from './addresses.ts';
import { apiVersion } from './api-version.ts';

export const modelSchema = z.object({
  name: z.string(),
  version: z.string(),
  /** Path of the model file. */
  file: z.string(),
  tags: z.record(z.string(), z.string()),
});

export type ModelToRegister = z.infer<typeof modelSchema>;

const blobDatastore = z.object({
  datastoreType: z.literal('AzureBlob'),
  accountName: z.string(),
  containerName: z.string(),
  endpoint: z.string(),
  protocol: z.string(),
});

const accountKey = z.object({ secretsType: z.literal('AccountKey'), key: z.string() });

const datastore = 'workspaceblobstore';

async function registerModel(addressesFile: string, model: ModelToRegister): Promise<void> {
  const { identity, arm } = addressesSchema.parse(JSON.parse(await readFile(addressesFile, 'utf8')));
  const credential = new ClientSecretCredential(identity.tenantId, identity.clientId, identity.clientSecret, {
    authorityHost: identity.authority,
    disableInstanceDiscovery: true,
  });
  const client = new AzureMachineLearningWorkspaces(credential, arm.subscriptionId, {
    endpoint: arm.url,
    apiVersion,
  });
  const place = [arm.resourceGroup, arm.workspace] as const;
  const store = blobDatastore.parse((await client.datastores.get(...place, datastore)).properties);
  const { key } = accountKey.parse(await client.datastores.listSecrets(...place, datastore));
  const blobs = new BlobServiceClient(
    `${store.protocol}://${store.endpoint}/${store.accountName}`,
    new StorageSharedKeyCredential(store.accountName, key),
  ).getContainerClient(store.containerName);
  const path = `LocalUpload/${model.name}-${model.version}/model`;
  await blobs.getBlockBlobClient(`${path}/${basename(model.file)}`).uploadFile(model.file);
  const scope = `subscriptions/${arm.subscriptionId}/resourcegroups/${arm.resourceGroup}/workspaces/${arm.workspace}`;
  await client.modelVersions.createOrUpdate(...place, model.name, model.version, {
    properties: {
      modelUri: `azureml://${scope}/datastores/${datastore}/paths/${path}`,
      modelType: 'custom_model',
      tags: model.tags,
    },
  });
}

const [addressesFile = '', modelText = '{}'] = process.argv.slice(2);
await registerModel(addressesFile, modelSchema.parse(JSON.parse(modelText)));
