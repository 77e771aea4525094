// What the deploy flow is given, whoever starts it.
import { createModelRegistry } from '../adapters/azure-ml/model-registry.ts';
import { newKeys } from '../adapters/local/new-keys.ts';
import type { DeployPorts } from '../flows/deploy/deploy-model.ts';
import type { ProjectFiles } from '../ports/project-files.ts';
import { createTargets, type TargetOptions } from './deploy-targets.ts';

export const createDeployPorts = (options: TargetOptions, files: ProjectFiles): DeployPorts => ({
  registry: createModelRegistry(options),
  files,
  target: createTargets(options),
  newKeys,
  clock: options.clock,
  log: options.log,
});
