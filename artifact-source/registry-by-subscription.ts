// Leads each call to the client of the source's subscription: Azure's clients know one subscription each.
import type { ModelSource } from '../src/core/model/source.ts';
import type { ModelRegistry } from '../src/ports/model-registry.ts';

export function registryBySubscription(make: (subscriptionId: string) => ModelRegistry): ModelRegistry {
  const made = new Map<string, ModelRegistry>();
  const of = ({ subscriptionId }: ModelSource): ModelRegistry => {
    const registry = made.get(subscriptionId) ?? make(subscriptionId);
    made.set(subscriptionId, registry);
    return registry;
  };
  return {
    listModels: (source) => of(source).listModels(source),
    listVersions: (source, model) => of(source).listVersions(source, model),
    latestVersion: (source, model) => of(source).latestVersion(source, model),
    getVersion: (source, model, version) => of(source).getVersion(source, model, version),
  };
}
