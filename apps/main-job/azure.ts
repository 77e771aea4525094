// What a training run does with Azure ML, through the unmodified official clients: upload, register; and, at the end,
// what a caller of the model does: ask for a key and send a request.
import { request as httpsRequest } from 'node:https';
import { AzureMachineLearningWorkspaces } from '@azure/arm-machinelearning';
import { convertHttpClient } from '@azure/core-http-compat';
import { createDefaultHttpClient } from '@azure/core-rest-pipeline';
import { ClientSecretCredential } from '@azure/identity';
import { BlobServiceClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import { z } from 'zod';
import type { Addresses } from './addresses.ts';
import { MainJobFailure } from './failure.ts';

export interface Azure {
  /** Uploads the model file and registers it as `version`. */
  register(version: ModelToRegister): Promise<void>;
  /** Sends `body` to the endpoint with its key and returns the answer. */
  score(endpoint: string, body: string): Promise<string>;
}

export interface ModelToRegister {
  readonly name: string;
  readonly version: string;
  readonly folder: string;
  readonly file: string;
  readonly tags: Readonly<Record<string, string>>;
}

const blobDatastore = z.object({
  datastoreType: z.literal('AzureBlob'),
  accountName: z.string(),
  containerName: z.string(),
  endpoint: z.string(),
  protocol: z.string(),
});

const accountKey = z.object({ secretsType: z.literal('AccountKey'), key: z.string() });

const datastoreName = 'workspaceblobstore';

/** @param ca certificate of the stack's authority, PEM */
export function connectAzure({ identity, arm }: Addresses, ca: string): Azure {
  const tlsOptions = { ca };
  const credential = new ClientSecretCredential(identity.tenantId, identity.clientId, identity.clientSecret, {
    authorityHost: identity.authority,
    disableInstanceDiscovery: true,
    tlsOptions,
  });
  const client = new AzureMachineLearningWorkspaces(credential, arm.subscriptionId, {
    endpoint: arm.url,
    tlsOptions,
  });
  const place = [arm.resourceGroup, arm.workspace] as const;

  async function container(): Promise<ReturnType<BlobServiceClient['getContainerClient']>> {
    const { properties } = await client.datastores.get(...place, datastoreName);
    const { accountName, containerName, endpoint, protocol } = blobDatastore.parse(properties);
    const { key } = accountKey.parse(await client.datastores.listSecrets(...place, datastoreName));
    const account = new StorageSharedKeyCredential(accountName, key);
    const service = new BlobServiceClient(`${protocol}://${endpoint}/${accountName}`, account, {
      httpClient: trusting(ca),
    });
    return service.getContainerClient(containerName);
  }

  return {
    async register({ name, version, folder, file, tags }) {
      const path = `LocalUpload/${name}-${version}/model`;
      const blobs = await container();
      await blobs.getBlockBlobClient(`${path}/${file}`).uploadFile(`${folder}/${file}`);
      const scope = `subscriptions/${arm.subscriptionId}/resourcegroups/${arm.resourceGroup}/workspaces/${arm.workspace}`;
      const modelUri = `azureml://${scope}/datastores/${datastoreName}/paths/${path}`;
      const properties = { modelUri, modelType: 'custom_model', tags, properties: {} };
      await client.modelVersions.createOrUpdate(...place, name, version, { properties });
    },

    async score(endpoint, body) {
      const { properties } = await client.onlineEndpoints.get(...place, endpoint);
      const { primaryKey = '' } = await client.onlineEndpoints.listKeys(...place, endpoint);
      return post(properties.scoringUri ?? '', primaryKey, body, ca);
    },
  };
}

/** The storage client takes no TLS options of its own; its transport does. */
function trusting(ca: string): ReturnType<typeof convertHttpClient> {
  const transport = createDefaultHttpClient();
  return convertHttpClient({
    sendRequest: (request) => transport.sendRequest(Object.assign(request, { tlsSettings: { ca } })),
  });
}

async function post(url: string, key: string, body: string, ca: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const outgoing = httpsRequest(url, { method: 'POST', headers, ca }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        if (incoming.statusCode === 200) resolve(text);
        else {
          const status = incoming.statusCode ?? 0;
          reject(
            new MainJobFailure(`The endpoint answered ${status}: ${text}`, 'Look at the release above.'),
          );
        }
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
