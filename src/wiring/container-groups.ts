// Wires registry builds and container groups; loaded when a deployment config asks for them.
import { createArmClient } from '../adapters/azure-ml/arm/client.ts';
import { addArmPolicies } from '../adapters/azure-ml/arm/pipeline.ts';
import type { ArmClientOptions } from '../adapters/azure-ml/arm/options.ts';
import { createModelStores } from '../adapters/azure-ml/datastores.ts';
import { createEnvironments } from '../adapters/azure-ml/environments.ts';
import { answerOrAbsent } from '../adapters/azure-ml/arm/management-failure.ts';
import { createWorkspaceFacts } from '../adapters/azure-ml/workspace-facts.ts';
import { createModelFiles } from '../adapters/azure-storage/model-files.ts';
import { uploadFolder } from '../adapters/azure-storage/upload-folder.ts';
import { createContainerGroups } from '../adapters/container-instance/container-groups.ts';
import { createImageBuilds } from '../adapters/container-registry/image-builds.ts';
import { readLogText } from '../adapters/container-registry/read-log.ts';
import { createCheckAnswer } from '../adapters/local/check-answer.ts';
import { makeBuildFolder } from '../adapters/local/build-folder.ts';
import { createScoringService } from '../adapters/scoring/scoring-service.ts';
import { registryCredentials, registryTasks } from '../core/plan/api-versions.ts';
import type { DeployTarget } from '../flows/deploy/deploy-target.ts';
import { createRegistryImages, type RegistryImages } from '../flows/deploy/steps/registry-images.ts';
import { createContainerGroupTarget } from '../flows/deploy/targets/container-group.ts';
import type { ImageBuilds } from '../ports/image-builds.ts';
import { applicationInsightsOf } from './application-insights.ts';

export function createBuilds(options: ArmClientOptions): ImageBuilds {
  return createImageBuilds({
    ...options,
    workspaces: createArmClient(options),
    registries: createArmClient({ ...options, apiVersion: registryCredentials }),
    tasks: createArmClient({ ...options, apiVersion: registryTasks }),
    upload: uploadFolder,
    readText: readLogText,
  });
}

/** Images for every target that runs containers of its own. */
export function createImages(options: ArmClientOptions, builds: ImageBuilds): RegistryImages {
  const arm = createArmClient(options);
  return createRegistryImages({
    facts: createWorkspaceFacts(arm),
    environments: createEnvironments(arm),
    applicationInsights: applicationInsightsOf(options),
    stores: createModelStores(arm),
    modelFiles: createModelFiles(options.credential),
    folder: makeBuildFolder,
    random: options.random ?? Math.random,
    builds,
  });
}

export function createContainerGroupsTarget(options: ArmClientOptions): DeployTarget {
  const builds = createBuilds(options);
  return createContainerGroupTarget({
    images: createImages(options, builds),
    builds,
    groups: createContainerGroups({
      ...options,
      addPolicies: (pipeline) => addArmPolicies(pipeline, options),
      ask: answerOrAbsent,
    }),
    scoring: createScoringService(() => performance.now()),
    check: createCheckAnswer(process.env),
    random: options.random ?? Math.random,
    log: options.log,
  });
}
