// datareferences: how a client of a registry gets at the bytes of a version that it knows the address of.
import { z } from 'zod';
import { param, type Operation } from '../../arm/operation.ts';
import type { ModelProperties } from './asset-schemas.ts';
import type { AssetRegistry } from './asset.ts';
import { mlErrors, parseBody } from '../ml-error.ts';
import { registryRoute, storageAccountId, type WorkspaceScope } from '../scope.ts';

/**
 * What stands in for the credential; the service's own choice is not documented.
 * - `containerSas`: a signature of the container, on the address of the container (what the Python SDK relies on)
 * - `pathSas`: the same signature, on the address of the model itself
 * - `noCredentials`: none, because anyone may read the container
 */
export type DataReference = 'containerSas' | 'pathSas' | 'noCredentials';

export interface DataReferenceOptions {
  readonly scope: WorkspaceScope;
  readonly models: AssetRegistry<ModelProperties>;
  readonly storage: {
    readonly accountName: string;
    readonly url: string;
    /** A signature that lets its bearer read and list in `container` for an hour. */
    readonly readSas: (container: string) => string;
  };
  readonly kind: DataReference;
}

const requestBody = z.strictObject({ assetId: z.string().nullish(), blobUri: z.url().nullish() });

export function dataReferenceOperation({ scope, models, storage, kind }: DataReferenceOptions): Operation {
  return {
    method: 'POST',
    path: `${registryRoute}/datareferences/:name/versions/:version`,
    query: [],
    handle: (call) => {
      const { assetId, blobUri } = parseBody(requestBody, call.body);
      const [name, version] = [param(call, 'name'), param(call, 'version')];
      const stored = models.version(name, version);
      if (!stored) throw mlErrors.versionNotFound('Model', name, version);
      const wanted = `azureml://registries/${scope.registry}/models/${name}/versions/${version}`;
      if (assetId?.toLowerCase() !== wanted.toLowerCase())
        throw mlErrors.badRequest(`The asset id '${assetId ?? ''}' is not that of the asset, '${wanted}'.`);
      const uri = stored.properties.modelUri ?? '';
      if (!blobUri || blobUri !== uri)
        throw mlErrors.badRequest(`The blob uri '${blobUri ?? ''}' is not that of the asset.`);
      const container = `${storage.url}/${uri.slice(storage.url.length + 1).split('/')[0] ?? ''}`;
      const signature = storage.readSas(container.slice(storage.url.length + 1));
      const credential =
        kind === 'noCredentials'
          ? { credentialType: 'NoCredentials' }
          : { credentialType: 'SAS', sasUri: `${kind === 'pathSas' ? uri : container}?${signature}` };
      return {
        status: 200,
        body: {
          blobReferenceForConsumption: {
            blobUri: uri,
            storageAccountArmId: storageAccountId(scope, storage.accountName),
            credential,
          },
        },
      };
    },
  };
}
