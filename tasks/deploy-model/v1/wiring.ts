// Wires the adapters to the deploy flow. Loaded after the task's first log line: the SDKs are the slow part of a start.
import { createCredential } from '../../../src/adapters/azure-identity/credential.ts';
import { createArmClient } from '../../../src/adapters/azure-ml/arm-client.ts';
import { createCodeAssets } from '../../../src/adapters/azure-ml/code-assets.ts';
import { createEnvironments } from '../../../src/adapters/azure-ml/environments.ts';
import { createModelRegistry } from '../../../src/adapters/azure-ml/model-registry.ts';
import { createOnlineDeployments } from '../../../src/adapters/azure-ml/online-deployments.ts';
import { createOnlineEndpoints } from '../../../src/adapters/azure-ml/online-endpoints.ts';
import { createWorkspaceFacts } from '../../../src/adapters/azure-ml/workspace-facts.ts';
import { uploadFolder } from '../../../src/adapters/azure-storage/upload-folder.ts';
import { systemClock } from '../../../src/adapters/local/clock.ts';
import { createProjectFiles } from '../../../src/adapters/local/project-files.ts';
import { createScoringService } from '../../../src/adapters/scoring/scoring-service.ts';
import type { ServiceConnection } from '../../../src/core/service-connection.ts';
import {
  deployModel,
  type DeployModelRequest,
  type DeployReport,
} from '../../../src/flows/deploy/deploy-model.ts';
import type { Log } from '../../../src/ports/log.ts';

export async function deploy(
  connection: ServiceConnection,
  request: DeployModelRequest,
  log: Log,
): Promise<DeployReport> {
  const options = { connection, credential: createCredential(connection), log, clock: systemClock };
  const arm = createArmClient(options);
  return deployModel(request, {
    registry: createModelRegistry(options),
    facts: createWorkspaceFacts(arm),
    environments: createEnvironments(arm),
    code: createCodeAssets(arm, uploadFolder),
    endpoints: createOnlineEndpoints(arm),
    deployments: createOnlineDeployments(arm),
    scoring: createScoringService(() => performance.now()),
    files: createProjectFiles(),
    clock: systemClock,
    log,
  });
}
