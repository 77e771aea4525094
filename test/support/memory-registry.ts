// A model registry in memory that keeps the contract of the real one (test/contracts/model-registry.contract.ts).
import { fail } from '../../src/core/errors/catalogue.ts';
import { type ModelSource, sourceInWords, sourceNotFound, sourcePath } from '../../src/core/model-source.ts';
import { compareByCreation, latestVersion, type ModelVersion } from '../../src/core/model-version.ts';
import type { ModelRegistry } from '../../src/ports/model-registry.ts';

export interface MemoryRegistry extends ModelRegistry {
  /** Registers a version, a second newer than the one before; later calls replace what `more` names. */
  register(model: string, version: string, more?: Partial<ModelVersion>): ModelVersion;
}

export function createMemoryRegistry(source: ModelSource): MemoryRegistry {
  const versions: ModelVersion[] = [];
  const requireSource = (asked: ModelSource) => {
    if (sourcePath(asked) !== sourcePath(source)) throw sourceNotFound(asked);
  };
  const ofModel = (asked: ModelSource, model: string) => {
    requireSource(asked);
    return versions.filter((version) => version.model === model);
  };
  return {
    register(model, version, more = {}) {
      const registered: ModelVersion = {
        model,
        version,
        id: `${sourcePath(source)}/models/${model}/versions/${version}`,
        createdAt: new Date(Date.UTC(2026, 0, 1, 0, 0, versions.length)).toISOString(),
        uri: `azureml://datastores/workspaceblobstore/paths/${model}/${version}`,
        isArchived: false,
        tags: {},
        properties: {},
        ...more,
      };
      versions.push(registered);
      return registered;
    },
    async listModels(asked) {
      requireSource(asked);
      const names = [...new Set(versions.map(({ model }) => model))];
      return Promise.resolve(names.map((model) => ({ model })));
    },
    async listVersions(asked, model) {
      const found = await Promise.resolve(ofModel(asked, model));
      if (found.length === 0) throw fail('ModelNotFound', { model, source: sourceInWords(asked) });
      return found
        .filter(({ isArchived }) => !isArchived)
        .toSorted(compareByCreation)
        .toReversed();
    },
    async latestVersion(asked, model) {
      return Promise.resolve(latestVersion(ofModel(asked, model)));
    },
    async getVersion(asked, model, version) {
      return Promise.resolve(ofModel(asked, model).find((each) => each.version === version));
    },
  };
}
