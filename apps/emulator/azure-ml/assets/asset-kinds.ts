// The three kinds of assets: what each takes, refuses and never changes.
import { isDeepStrictEqual } from 'node:util';
import {
  codeVersionBody,
  environmentVersionBody,
  environmentVersionBody2026,
  modelVersionBody,
  modelVersionBody2026,
  type CodeProperties,
  type EnvironmentProperties,
  type ModelProperties,
} from './asset-schemas.ts';
import { versionFilter, type AssetKind } from './asset-operations.ts';
import type { AssetRegistry } from './asset.ts';
import { blobLocation, checkAssetPath, type AssetPathContext } from './asset-path.ts';
import { mlErrors, parseBody } from '../ml-error.ts';

// The pattern of 2024-04-01. It forbids a dot, which v1 allowed and the types of 2026 no longer mention.
const strictName = /^[a-zA-Z0-9][a-zA-Z0-9\-_]{0,254}$/;
const nameWithDots = /^[a-zA-Z0-9][a-zA-Z0-9\-_.]{0,254}$/;

const workspaceContainerQuery = ['$skip', 'count', 'listViewType'];

export function modelKind(
  registry: AssetRegistry<ModelProperties>,
  paths: AssetPathContext,
  allowDotsInModelNames: boolean,
): AssetKind<ModelProperties> {
  return {
    kind: 'Model',
    segment: 'models',
    registry,
    namePattern: allowDotsInModelNames ? nameWithDots : strictName,
    containerQuery: workspaceContainerQuery,
    listQuery: [
      ...[
        '$orderBy',
        '$top',
        '$skip',
        'version',
        'description',
        'offset',
        'tags',
        'properties',
        'listViewType',
      ],
      'feed',
    ],
    filter: (call) => {
      if (call.query('feed') !== undefined) throw mlErrors.notEmulated("The query parameter 'feed'");
      return versionFilter(call);
    },
    parse: (body, apiVersion) => {
      const schema = apiVersion >= '2024-10-01' ? modelVersionBody2026 : modelVersionBody;
      return parseBody(schema, body).properties;
    },
    checkNew: ({ modelUri }) => {
      if (!modelUri) throw mlErrors.badRequest("The property 'modelUri' is required.");
      checkAssetPath(modelUri, paths);
    },
    checkUpdate: (existing, next) => {
      if (next.modelUri !== existing.modelUri) throw mlErrors.assetPathImmutable();
    },
    served: ({ modelType }) => ({ modelType: modelType ?? 'custom_model', provisioningState: 'Succeeded' }),
  };
}

/**
 * Models of a registry: their bytes lie in containers that the registry handed out for them.
 *
 * @param isOurs whether the registry handed out `container`
 */
export function registryModelKind(
  registry: AssetRegistry<ModelProperties>,
  paths: AssetPathContext,
  allowDotsInModelNames: boolean,
  isOurs: (container: string) => boolean,
): AssetKind<ModelProperties> {
  const ofWorkspace = modelKind(registry, paths, allowDotsInModelNames);
  return {
    ...ofWorkspace,
    containerQuery: ['$skip', 'listViewType'],
    listQuery: ofWorkspace.listQuery.filter((name) => name !== 'offset' && name !== 'feed'),
    checkNew: (properties) => {
      ofWorkspace.checkNew(properties);
      const { modelUri } = properties;
      const { container } = blobLocation(modelUri ?? '', paths);
      if (!isOurs(container))
        throw mlErrors.badRequest(
          `The path '${modelUri ?? ''}' is in no container of this registry: ask startPendingUpload for one.`,
        );
    },
  };
}

export function codeKind(
  registry: AssetRegistry<CodeProperties>,
  paths: AssetPathContext,
): AssetKind<CodeProperties> {
  return {
    kind: 'Code',
    segment: 'codes',
    registry,
    namePattern: strictName,
    containerQuery: workspaceContainerQuery,
    listQuery: ['$orderBy', '$top', '$skip', 'hash', 'hashVersion'],
    filter: (call) => {
      const hash = call.query('hash');
      const hashVersion = call.query('hashVersion');
      // Clients write both into the properties when they register the code.
      return ({ properties: { properties: own } }) =>
        (hash === undefined || own?.hash_sha256 === hash) &&
        (hashVersion === undefined || own?.hash_version === hashVersion);
    },
    parse: (body) => parseBody(codeVersionBody, body).properties,
    checkNew: ({ codeUri }) => {
      if (!codeUri) throw mlErrors.badRequest("The property 'codeUri' is required.");
      checkAssetPath(codeUri, paths);
    },
    checkUpdate: (existing, next) => {
      if (next.codeUri !== existing.codeUri) throw mlErrors.assetPathImmutable();
    },
    served: () => ({ provisioningState: 'Succeeded' }),
  };
}

export function environmentKind(
  registry: AssetRegistry<EnvironmentProperties>,
): AssetKind<EnvironmentProperties> {
  return {
    kind: 'Environment',
    segment: 'environments',
    registry,
    namePattern: strictName,
    containerQuery: workspaceContainerQuery,
    listQuery: ['$orderBy', '$top', '$skip', 'listViewType'],
    filter: versionFilter,
    parse: (body, apiVersion) => {
      const schema = apiVersion >= '2024-10-01' ? environmentVersionBody2026 : environmentVersionBody;
      return parseBody(schema, body).properties;
    },
    checkNew: ({ image, build, condaFile }) => {
      if (!image && !build)
        throw mlErrors.badRequest("An environment version needs one of 'image' and 'build'.");
      if (image && build) throw mlErrors.badRequest("'image' and 'build' exclude each other.");
      if (condaFile !== undefined && build)
        throw mlErrors.badRequest("'condaFile' goes with 'image'; a build context brings its own files.");
    },
    checkUpdate: (existing, next, name) => {
      for (const property of ['image', 'condaFile', 'build', 'inferenceConfig', 'osType'] as const)
        if (!isDeepStrictEqual(existing[property], next[property]))
          throw mlErrors.immutable('Environment', name, property);
    },
    served: () => ({ environmentType: 'UserCreated', provisioningState: 'Succeeded' }),
  };
}
