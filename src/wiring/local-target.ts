// Wires adapters to the target that is this machine. Loaded only for it: the Docker client is large.
import type { ArmClient, ArmClientOptions } from '../adapters/azure-ml/arm/client.ts';
import { createModelStores } from '../adapters/azure-ml/datastores.ts';
import { createEnvironments } from '../adapters/azure-ml/environments.ts';
import { createModelFiles } from '../adapters/azure-storage/model-files.ts';
import { createContainerEngine } from '../adapters/docker/container-engine.ts';
import { createCheckAnswer } from '../adapters/local/check-answer.ts';
import { homeFolder } from '../adapters/local/home-folder.ts';
import { createWorkFolder } from '../adapters/local/work-folder.ts';
import { createServerProcesses } from '../adapters/processes/server-processes.ts';
import { healthProbe } from '../adapters/scoring/health-probe.ts';
import { createScoringService } from '../adapters/scoring/scoring-service.ts';
import type { DeployTarget } from '../flows/deploy/deploy-target.ts';
import { createLocalTarget } from '../flows/deploy/targets/local.ts';
import { applicationInsightsOf } from './application-insights.ts';

export function localTarget(arm: ArmClient, options: ArmClientOptions): DeployTarget {
  const { credential, clock, log } = options;
  const folder = homeFolder(process.env);
  return createLocalTarget({
    environments: createEnvironments(arm),
    applicationInsights: applicationInsightsOf(options),
    stores: createModelStores(arm),
    modelFiles: createModelFiles(credential),
    containers: createContainerEngine(),
    processes: createServerProcesses({ folder, env: process.env }),
    folder: createWorkFolder(folder),
    probe: healthProbe,
    scoring: createScoringService(() => performance.now()),
    check: createCheckAnswer(process.env),
    random: Math.random,
    clock,
    log,
  });
}
