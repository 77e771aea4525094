// Registers a model in the emulated registry as a client does: asks for a container, uploads, registers, waits.
import assert from 'node:assert/strict';
import { AnonymousCredential, ContainerClient } from '@azure/storage-blob';
import type { Stack } from '../../../../apps/emulator/stack.ts';
import { trusting } from '../../../support/trusting-http-client.ts';
import { followStatus } from './deploy.ts';
import { connect } from './workspace-client.ts';

export interface RegistryModel {
  readonly name: string;
  readonly version: string;
  /** Path below the model's folder `model` -> content. */
  readonly files: Readonly<Record<string, string>>;
  readonly properties?: Readonly<Record<string, unknown>>;
}

export async function registerInRegistry(
  stack: Stack,
  { name, version, files, properties = {} }: RegistryModel,
): Promise<void> {
  const { arm } = stack.addresses;
  const client = connect(stack);
  const path = `${client.id.replace(/\/workspaces\/.*/, `/registries/${arm.registry}`)}/models/${name}/versions/${version}`;
  const pending = await client.arm('POST', `${path}/startPendingUpload`, {
    pendingUploadType: 'TemporaryBlobReference',
  });
  const { blobReferenceForConsumption: reference } = JSON.parse(pending.text) as {
    blobReferenceForConsumption: { blobUri: string; credential: { sasUri: string } };
  };
  const container = new ContainerClient(
    reference.credential.sasUri,
    new AnonymousCredential(),
    trusting(stack.caPem),
  );
  for (const [file, content] of Object.entries(files))
    await container.getBlockBlobClient(`model/${file}`).uploadData(Buffer.from(content));
  const reply = await client.arm('PUT', path, {
    properties: { modelUri: `${reference.blobUri}/model`, modelType: 'custom_model', ...properties },
  });
  assert.equal(reply.status, 201, reply.text);
  assert.equal((await followStatus(client, reply)).status, 'Succeeded');
}
