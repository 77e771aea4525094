// A model registry in memory that keeps the contract of the real one (test/contracts/model-registry.contract.ts).
import { fail } from '../../src/core/errors/catalogue.ts';
import type { NewModelVersion } from '../../src/core/model/registration.ts';
import { type ModelSource, sourceInWords, sourceNotFound, sourcePath } from '../../src/core/model/source.ts';
import { compareByCreation, latestVersion, type ModelVersion } from '../../src/core/model/version.ts';
import type { ModelRegistrations } from '../../src/ports/model-registrations.ts';
import type { ModelRegistry } from '../../src/ports/model-registry.ts';

export interface MemoryRegistry extends ModelRegistry {
  /** Registers a version, a second newer than the one before; later calls replace what `more` names. */
  register(model: string, version: string, more?: Partial<ModelVersion>): ModelVersion;
  /** The same versions, written (test/contracts/model-registrations.contract.ts). */
  readonly registrations: ModelRegistrations;
  /** As `registrations` does it, for registries too. */
  create(
    source: ModelSource,
    model: string,
    version: string,
    registered: NewModelVersion,
  ): Promise<ModelVersion>;
}

/** Of a request that registers a version. */
type Body = Partial<NewModelVersion> & { readonly modelUri: string; readonly modelType: string };

export function createMemoryRegistry(source: ModelSource): MemoryRegistry {
  const versions: ModelVersion[] = [];
  const requireSource = (asked: ModelSource) => {
    if (sourcePath(asked) !== sourcePath(source)) throw sourceNotFound(asked);
  };
  const ofModel = (asked: ModelSource, model: string) => {
    requireSource(asked);
    return versions.filter((version) => version.model === model);
  };
  /** The highest number that a model ever had: a deleted one is not given out again. */
  const highest = new Map<string, number>();
  const find = (asked: ModelSource, model: string, version: string) =>
    ofModel(asked, model).find((each) => each.version === version);
  const registrations: ModelRegistrations = {
    async nextVersion(asked, model) {
      requireSource(asked);
      return Promise.resolve(String((highest.get(model) ?? 0) + 1));
    },
    create: (...made) => registry.create(...made),
    async put(asked, model, version, body) {
      const { modelUri: uri, modelType: type, ...more } = (body as { properties: Body }).properties;
      return registrations.create(asked, model, version, { tags: {}, properties: {}, ...more, uri, type });
    },
    async change(asked, model, version, change) {
      const found = await Promise.resolve(find(asked, model, version));
      if (found === undefined)
        throw fail('ModelVersionNotFound', { model, version, source: sourceInWords(asked) });
      const { description, addTags, removeTags = [], addProperties = {} } = change;
      for (const [property, value] of Object.entries(addProperties))
        if ((found.properties[property] ?? value) !== value)
          throw fail('ModelPropertyFixed', { model, version, property });
      const tags = Object.entries({ ...found.tags, ...addTags }).filter(
        ([name]) => !removeTags.includes(name),
      );
      const changed: ModelVersion = {
        ...found,
        ...(description !== undefined && { description }),
        tags: Object.fromEntries(tags),
        properties: { ...found.properties, ...addProperties },
      };
      versions.splice(versions.indexOf(found), 1, changed);
      return changed;
    },
    async delete(asked, model, version) {
      const found = await Promise.resolve(find(asked, model, version));
      if (found !== undefined) versions.splice(versions.indexOf(found), 1);
    },
  };
  const registry: MemoryRegistry = {
    registrations,
    async create(asked, model, version, { uri, ...more }) {
      const found = await Promise.resolve(find(asked, model, version));
      if (found !== undefined && found.uri !== uri) throw fail('ModelVersionTaken', { model, version });
      if (found === undefined) return registry.register(model, version, { uri, ...more });
      const again: ModelVersion = { ...found, ...more };
      versions.splice(versions.indexOf(found), 1, again);
      return again;
    },
    register(model, version, more = {}) {
      if (/^\d+$/.test(version)) highest.set(model, Math.max(highest.get(model) ?? 0, Number(version)));
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
  return registry;
}
