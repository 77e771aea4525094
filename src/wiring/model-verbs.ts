// Wires adapters to the flows about registered models: register, find, list, change, delete, download.
import { createArmClient, type ArmClientOptions } from '../adapters/azure-ml/arm/client.ts';
import { createModelStores } from '../adapters/azure-ml/datastores.ts';
import { createEnvironments } from '../adapters/azure-ml/environments.ts';
import { createModelRegistrations } from '../adapters/azure-ml/model-registrations.ts';
import { createModelRegistry } from '../adapters/azure-ml/model-registry.ts';
import { createModelSources } from '../adapters/azure-ml/model-sources.ts';
import { createModelFiles } from '../adapters/azure-storage/model-files.ts';
import { createContainerUpload } from '../adapters/azure-storage/upload-folder.ts';
import { findOccupied } from '../adapters/local/find-occupied.ts';
import { readLocalModel } from '../adapters/local/local-model.ts';
import { writeContext } from '../adapters/local/write-context.ts';
import { writeText } from '../adapters/local/write-text.ts';
import type { ModelSource } from '../core/model/source.ts';
import type { RegisterModelPorts } from '../flows/models/register-model.ts';
import type { WriteContext } from '../ports/build-context.ts';
import type { Environments } from '../ports/deployment-assets.ts';
import type { ModelRegistry } from '../ports/model-registry.ts';
import type { ModelSources } from '../ports/model-sources.ts';

/** Everything that the verbs of `azureml-release model` and the tasks about models call. */
export interface ModelPorts extends RegisterModelPorts {
  readonly sources: ModelSources;
  readonly environments: Environments;
  readonly writeContext: WriteContext;
  readonly writeText: typeof writeText;
  readonly findOccupied: typeof findOccupied;
}

/** Azure's clients know one subscription each, and a model's ARM id may name another one. */
function registryOf(options: ArmClientOptions): ModelRegistry {
  const made = new Map<string, ModelRegistry>();
  const of = ({ subscriptionId }: ModelSource): ModelRegistry => {
    const connection = { ...options.connection, subscriptionId };
    const registry = made.get(subscriptionId) ?? createModelRegistry({ ...options, connection });
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

/** Opens no connection before the first call. */
export function createModelPorts(options: ArmClientOptions): ModelPorts {
  const arm = createArmClient(options);
  const { credential, clock, log } = options;
  return {
    ...{ clock, log, random: Math.random, writeText, writeContext, findOccupied },
    registry: registryOf(options),
    registrations: createModelRegistrations(arm),
    sources: createModelSources(arm),
    environments: createEnvironments(arm),
    stores: createModelStores(arm),
    files: createModelFiles(credential),
    upload: createContainerUpload(credential),
    readModel: readLocalModel,
  };
}
