// How a registry opens the files of one model version: with a signature for their container.
import * as z from 'zod';
import type { BlobContainer } from '../../core/blob-container.ts';
import { parseModelUri } from '../../core/blob-uri.ts';
import { fail } from '../../core/errors/catalogue.ts';
import { type Registry, sourcePath } from '../../core/model/source.ts';
import type { ModelVersion } from '../../core/model/version.ts';
import type { ArmClient } from './arm/client.ts';
import { resourceName } from './arm/resource.ts';

const text = z.string().nullish();

const referenceShape = z.object({
  blobReferenceForConsumption: z.object({
    blobUri: text,
    credential: z.object({ credentialType: z.string(), sasUri: text }),
  }),
});

/** @throws AzureResourceNotFound, AzureAnswerUnreadable */
export async function registryContainer(
  arm: ArmClient,
  registry: Registry,
  { model, version, uri }: ModelVersion,
): Promise<BlobContainer> {
  const [name, number] = [model, version].map(encodeURIComponent);
  const path = `${sourcePath(registry)}/datareferences/${name}/versions/${number}`;
  const assetId = `azureml://registries/${registry.name}/models/${model}/versions/${version}`;
  const answer = await arm.post(path, { assetId, blobUri: uri }, referenceShape);
  const { blobUri, credential } = answer.blobReferenceForConsumption;
  // The signature's own address counts: a registry keeps copies in several regions, and it is good for one of them.
  const address = credential.sasUri ?? (credential.credentialType === 'NoCredentials' ? blobUri : undefined);
  const location = parseModelUri(address ?? '');
  if (location?.kind !== 'blob') {
    const problem = `the credential '${credential.credentialType}' has no address that can be used`;
    throw fail('AzureAnswerUnreadable', { resource: resourceName(path), problem });
  }
  const { accountUrl, container } = location;
  const token = address?.split('?')[1];
  return { accountUrl, container, access: token === undefined ? { kind: 'public' } : { kind: 'sas', token } };
}
