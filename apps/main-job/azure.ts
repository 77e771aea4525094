// What the main job does with Azure ML: let a training run register its model, and, at the end, what a caller of the
// model does: ask for a key and send a request. All through the unmodified official clients.
import { request as httpsRequest } from 'node:https';
import { join } from 'node:path';
import { AzureMachineLearningWorkspaces } from '@azure/arm-machinelearning';
import { ClientSecretCredential } from '@azure/identity';
import { apiVersion } from './api-version.ts';
import { MainJobFailure } from './failure.ts';
import type { ModelToRegister } from './register-model.ts';
import { runCommand } from './run-command.ts';
import type { Stack } from './stack.ts';

export interface Azure {
  /** Uploads the model file and registers the version. */
  register(model: ModelToRegister): Promise<void>;
  /** Sends `body` to the endpoint with its key. */
  score(endpoint: string, body: string): Promise<Scored>;
}

export interface Scored {
  readonly scoringUri: string;
  readonly answer: string;
}

const registerProgram = join(import.meta.dirname, 'register-model.ts');

export function connectAzure({ addresses, addressesFile, ca }: Stack): Azure {
  const { identity, arm, caFile } = addresses;
  const tlsOptions = { ca };
  const credential = new ClientSecretCredential(identity.tenantId, identity.clientId, identity.clientSecret, {
    authorityHost: identity.authority,
    disableInstanceDiscovery: true,
    tlsOptions,
  });
  const client = new AzureMachineLearningWorkspaces(credential, arm.subscriptionId, {
    endpoint: arm.url,
    apiVersion,
    tlsOptions,
  });
  const place = [arm.resourceGroup, arm.workspace] as const;

  return {
    async register(model) {
      const args = ['--import', 'tsx', registerProgram, addressesFile, JSON.stringify(model)];
      const env = { ...process.env, NODE_EXTRA_CA_CERTS: caFile };
      await runCommand(process.execPath, args, { env, remedy: 'Look at the stack.log beside it.' });
    },

    async score(endpoint, body) {
      const { properties } = await client.onlineEndpoints.get(...place, endpoint);
      const { primaryKey = '' } = await client.onlineEndpoints.listKeys(...place, endpoint);
      const { scoringUri = '' } = properties;
      return { scoringUri, answer: await post(scoringUri, primaryKey, body, ca) };
    },
  };
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
