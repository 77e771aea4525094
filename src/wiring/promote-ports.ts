// Wires adapters to the flow that promotes models.
import { createArmClient, type ArmClientOptions } from '../adapters/azure-ml/arm/client.ts';
import { createRegistryUploads } from '../adapters/azure-ml/registry-uploads.ts';
import { createCopyFile } from '../adapters/azure-storage/copy-file.ts';
import type { writeText } from '../adapters/local/write-text.ts';
import type { PromotePorts } from '../flows/promote-model.ts';
import { createModelPorts } from './model-verbs.ts';

export function createPromotePorts(
  options: ArmClientOptions,
): PromotePorts & { readonly writeText: typeof writeText } {
  const { registry, registrations, stores, files, log, writeText: write } = createModelPorts(options);
  return {
    ...{ registry, registrations, stores, files, log },
    uploads: createRegistryUploads(createArmClient(options)),
    copy: createCopyFile(options.credential, options.clock),
    writeText: write,
  };
}
