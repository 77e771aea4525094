// A registry whose content the test changes, and which counts the calls.
import { fail } from '../../../src/core/errors/catalogue.ts';
import type { ExtensionError } from '../../../src/core/errors/extension-error.ts';
import { sourceInWords } from '../../../src/core/model/source.ts';
import { type ModelVersion, compareByCreation, latestVersion } from '../../../src/core/model/version.ts';
import type { ModelRegistry } from '../../../src/ports/model-registry.ts';

export interface ScriptedRegistry extends ModelRegistry {
  readonly versions: ModelVersion[];
  /** `list` and `versions MODEL`, in order. */
  readonly calls: string[];
  /** Thrown by the next call, and by those after it until it is taken away. */
  fault: ExtensionError | undefined;
}

export function createScriptedRegistry(): ScriptedRegistry {
  const called = (call: string): void => {
    registry.calls.push(call);
    if (registry.fault !== undefined) throw registry.fault;
  };
  const of = (model: string) => registry.versions.filter((version) => version.model === model);

  const registry: ScriptedRegistry = {
    versions: [],
    calls: [],
    fault: undefined,
    async listModels() {
      await Promise.resolve();
      called('list');
      return [...new Set(registry.versions.map(({ model }) => model))].map((model) => {
        const latest = of(model).toSorted(compareByCreation).at(-1);
        return { model, ...(latest === undefined ? {} : { latestVersion: latest.version }) };
      });
    },
    async listVersions(source, model) {
      await Promise.resolve();
      called(`versions ${model}`);
      if (of(model).length === 0) throw fail('ModelNotFound', { model, source: sourceInWords(source) });
      return of(model).toSorted(compareByCreation).toReversed();
    },
    latestVersion: (_, model) => Promise.resolve(latestVersion(of(model))),
    getVersion: (_, model, version) => Promise.resolve(of(model).find((each) => each.version === version)),
  };
  return registry;
}
