// Two workspaces and a registry in memory, and a model in the first one that is promoted.
import type { ModelSource, Registry } from '../../../../src/core/model/source.ts';
import { sourcePath } from '../../../../src/core/model/source.ts';
import type { BlobContainer } from '../../../../src/core/blob-container.ts';
import { parseModelUri } from '../../../../src/core/blob-uri.ts';
import type { ModelVersion } from '../../../../src/core/model/version.ts';
import { locateModel } from '../../../../src/flows/locate-model.ts';
import type { PromotePorts } from '../../../../src/flows/promote-model.ts';
import type { CopyFile } from '../../../../src/ports/model-copy.ts';
import type { ModelFiles, ModelStores } from '../../../../src/ports/model-files.ts';
import type { ModelRegistry } from '../../../../src/ports/model-registry.ts';
import { createMemoryLog } from '../../../support/memory-log.ts';
import { createMemoryModelFiles } from '../../../support/memory-model-files.ts';
import { createMemoryRegistry } from '../../../support/memory-registry.ts';

export const dev = { subscriptionId: 's', resourceGroup: 'ml', name: 'dev' };
export const prod = { subscriptionId: 's', resourceGroup: 'ml', name: 'prod' };
export const shared: Registry = {
  kind: 'registry',
  subscriptionId: 's',
  resourceGroup: 'ml',
  name: 'shared',
};

const account = 'https://shared.blob.core.windows.net';

export const weights: Readonly<Record<string, string>> = {
  'model.onnx': 'weights',
  'notes/a b%20.txt': 'kept',
  empty: '',
};

export interface Promotions {
  readonly ports: PromotePorts;
  /** Registers a version with files in the first workspace. */
  register(version: string, files?: Readonly<Record<string, string>>): ModelVersion;
  /** Puts an archived version there, which no list shows. */
  archive(source: ModelSource, version: string): void;
  versions(source: ModelSource): Promise<readonly ModelVersion[]>;
  /** Path below the version's folder -> content. */
  bytesOf(source: ModelSource, version: ModelVersion): Promise<Readonly<Record<string, string>>>;
}

/** @param knowsMd5 false: as of files that were uploaded in blocks */
export function createPromotions(knowsMd5 = true): Promotions {
  const memory = createMemoryModelFiles();
  const homes = [dev, prod, shared].map((source) => ({ source, registry: createMemoryRegistry(source) }));
  const at = (source: ModelSource) => {
    const home = homes.find((one) => sourcePath(one.source) === sourcePath(source));
    if (home === undefined) throw new Error(`There is no ${sourcePath(source)}.`);
    return home.registry;
  };
  const registry: ModelRegistry = {
    listModels: (source) => at(source).listModels(source),
    listVersions: (source, model) => at(source).listVersions(source, model),
    latestVersion: (source, model) => at(source).latestVersion(source, model),
    getVersion: (source, model, version) => at(source).getVersion(source, model, version),
  };
  const opened = (container: string): BlobContainer => ({
    ...{ accountUrl: account, container, access: { kind: 'sas', token: 'sig=x' } },
  });
  const stores: ModelStores = {
    ...memory,
    container: (workspace, datastore) => Promise.resolve(opened(`${workspace.name}-${datastore}`)),
    registryContainer: (_, { uri }) => {
      const location = parseModelUri(uri);
      return Promise.resolve(opened(location?.kind === 'blob' ? location.container : ''));
    },
  };
  const files: Pick<ModelFiles, 'list'> = {
    list: async (container, path) => {
      const found = await memory.list(container, path);
      return knowsMd5 ? found : found.map(({ name, size, etag }) => ({ name, size, etag }));
    },
  };
  const copy: CopyFile = (from, file, to, name) => {
    const [source, target] = [`${from.container}/${file.name}`, `${to.container}/${name}`];
    const content = memory.blobs.get(source) ?? '';
    if (file.md5 !== undefined && memory.blobs.get(target) === content) return Promise.resolve('kept');
    memory.blobs.set(target, content);
    return Promise.resolve('copied');
  };
  return {
    ports: {
      ...{ registry, stores, files, copy, log: createMemoryLog() },
      registrations: {
        nextVersion: (workspace, model) => at(workspace).registrations.nextVersion(workspace, model),
        create: (workspace, ...made) => at(workspace).registrations.create(workspace, ...made),
      },
      uploads: {
        start: (_, model, version, id) => {
          const container = `${model}-${version}-${id}`;
          return Promise.resolve({ container: opened(container), uri: `${account}/${container}` });
        },
        create: (home, ...made) => at(home).create(home, ...made),
      },
    },
    register(version, content = weights) {
      const folder = `LocalUpload/v${version}/model`;
      for (const [path, text] of Object.entries(content))
        memory.blobs.set(`dev-workspaceblobstore/${folder}/${path}`, text);
      return at(dev).register('fraud', version, {
        ...{ type: 'custom_model', description: 'a model', jobName: 'brave_fox' },
        uri: `azureml://datastores/workspaceblobstore/paths/${folder}`,
        ...{ tags: { quality: 'good' }, properties: { area: '0.93' } },
      });
    },
    archive: (source, version) =>
      void at(source).register('fraud', version, { isArchived: true, uri: 'elsewhere' }),
    versions: async (source) => registry.listVersions(source, 'fraud').catch(() => []),
    async bytesOf(source, version) {
      const { container, path } = await locateModel(stores, source, version);
      const found = await memory.list(container, path);
      return Object.fromEntries(
        found.map(({ name }) => [
          name.slice(path.length + 1),
          memory.blobs.get(`${container.container}/${name}`) ?? '',
        ]),
      );
    },
  };
}
