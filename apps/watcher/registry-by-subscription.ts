// Leads each call to the client of the workspace's subscription: Azure's clients know one subscription each.
import type { Workspace } from '../../src/core/workspace.ts';
import type { ModelRegistry } from '../../src/ports/model-registry.ts';

export function registryBySubscription(make: (subscriptionId: string) => ModelRegistry): ModelRegistry {
  const made = new Map<string, ModelRegistry>();
  const of = ({ subscriptionId }: Workspace): ModelRegistry => {
    const registry = made.get(subscriptionId) ?? make(subscriptionId);
    made.set(subscriptionId, registry);
    return registry;
  };
  return {
    listModels: (workspace) => of(workspace).listModels(workspace),
    listVersions: (workspace, model) => of(workspace).listVersions(workspace, model),
    latestVersion: (workspace, model) => of(workspace).latestVersion(workspace, model),
    getVersion: (workspace, model, version) => of(workspace).getVersion(workspace, model, version),
  };
}
