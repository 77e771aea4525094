// Registered models, read through the official management package.
import {
  isRegistry,
  type ModelSource,
  sourceInWords,
  sourceNotFound,
  sourcePath,
} from '../../core/model/source.ts';
import { compareByCreation, latestVersion, type ModelVersion } from '../../core/model/version.ts';
import type { ModelRegistry } from '../../ports/model-registry.ts';
import type { ArmClientOptions } from './arm/options.ts';
import { resourceName } from './arm/resource.ts';
import { createManagementClient } from './arm/management-client.ts';
import { answerOrAbsent } from './arm/management-failure.ts';
import { modelSummary, modelVersion } from './model-shapes.ts';
import { allPages, firstPage } from './arm/pages.ts';
import { check } from './read.ts';
import { fail } from '../../core/errors/catalogue.ts';

/** Two, though one is wanted: the second shows whether the service honoured the order. */
const newestFirst = { orderBy: 'createdtime desc', top: 2 };

/** Makes the registry; it opens no connection before the first call. */
export function createModelRegistry(options: ArmClientOptions): ModelRegistry {
  const workspaces = createManagementClient(options);
  const registries = createManagementClient(options, 'registries');
  const clientOf = (source: ModelSource) => (isRegistry(source) ? registries : workspaces);
  const nameOf = (source: ModelSource, model: string) =>
    resourceName(`${sourcePath(source)}/models/${model}`);

  const readVersions = (source: ModelSource, model: string, items: readonly unknown[]) =>
    items.map((item) => check(`${nameOf(source, model)}/versions`, item, modelVersion(model)));

  const listAll = async (source: ModelSource, model: string): Promise<ModelVersion[] | undefined> => {
    const { resourceGroup, name } = source;
    const items = await answerOrAbsent(source, nameOf(source, model), () =>
      allPages(() => clientOf(source).modelVersions.list(resourceGroup, name, model)),
    );
    return items && readVersions(source, model, items).toSorted(compareByCreation).toReversed();
  };

  return {
    async listModels(source) {
      const { resourceGroup, name } = source;
      const resource = resourceName(`${sourcePath(source)}/models`);
      const items = await answerOrAbsent(source, resource, () =>
        allPages(() => clientOf(source).modelContainers.list(resourceGroup, name)),
      );
      if (items === undefined) throw sourceNotFound(source);
      return items.map((item) => check(resource, item, modelSummary));
    },

    async listVersions(source, model) {
      const versions = await listAll(source, model);
      if (versions === undefined) throw fail('ModelNotFound', { model, source: sourceInWords(source) });
      return versions;
    },

    async latestVersion(source, model) {
      const { resourceGroup, name } = source;
      const items = await answerOrAbsent(source, nameOf(source, model), () =>
        firstPage(clientOf(source).modelVersions.list(resourceGroup, name, model, newestFirst)),
      );
      if (items === undefined) return undefined;
      const found = readVersions(source, model, items);
      const trusted = isNewestFirst(found) ? found : await listAll(source, model);
      return latestVersion(trusted ?? []);
    },

    async getVersion(source, model, version) {
      const { resourceGroup, name } = source;
      const resource = `${nameOf(source, model)}/versions/${version}`;
      const item = await answerOrAbsent(source, resource, () =>
        clientOf(source).modelVersions.get(resourceGroup, name, model, version),
      );
      return item && check(resource, item, modelVersion(model));
    },
  };
}

const isNewestFirst = (versions: readonly ModelVersion[]): boolean =>
  versions.every((version, index) => {
    const before = versions[index - 1];
    return before === undefined || Date.parse(before.createdAt) >= Date.parse(version.createdAt);
  });
