import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stack } from '../../apps/emulator/stack.ts';
import { adapterOptions, workspaceOf } from '../support/stack-connection.ts';
import { startTestStack } from '../support/test-stack.ts';
import { createArmClient } from '../../src/adapters/azure-ml/arm/client.ts';
import { createCodeAssets } from '../../src/adapters/azure-ml/code-assets.ts';
import { createEnvironments } from '../../src/adapters/azure-ml/environments.ts';
import { createOnlineDeployments } from '../../src/adapters/azure-ml/online-deployments.ts';
import { createOnlineEndpoints } from '../../src/adapters/azure-ml/online-endpoints.ts';
import { createWorkspaceFacts } from '../../src/adapters/azure-ml/workspace-facts.ts';
import { uploadFolder } from '../../src/adapters/azure-storage/upload-folder.ts';
import { createProjectFiles } from '../../src/adapters/local/project-files.ts';
import { createScoringService } from '../../src/adapters/scoring/scoring-service.ts';
import { workspacePath } from '../../src/core/workspace.ts';
import { condaFile, echoScript, registerModel } from '../apps/emulator/support/deploy.ts';
import { connect } from '../apps/emulator/support/workspace-client.ts';
import { createFakeAzureMl } from '../support/fake-azure-ml.ts';
import { createMemoryRegistry } from '../support/memory-registry.ts';
import { trustAuthority } from '../support/trust-authority.ts';
import { writeProject } from '../tasks/support/scoring-project.ts';
import { onlineServiceContract } from './online-service.contract.ts';

describe('contracts/online-service (fake)', () => {
  onlineServiceContract(() => {
    const workspace = { subscriptionId: 's', resourceGroup: 'ml', name: 'prod' };
    const registry = createMemoryRegistry(workspace);
    const { id: modelId } = registry.register('weight', '1');
    return Promise.resolve({
      ...{ service: createFakeAzureMl(registry), workspace, modelId, condaFile, scoringScript: 'score.py' },
      ...{ request: '{"x": 2}', source: [] },
    });
  });
});

describe('contracts/online-service (emulator)', function () {
  // The first run builds the virtual environment from the package registry.
  this.timeout(300_000);
  let stack: Stack;
  let folder = '';

  after(async () => {
    await stack.close();
    await rm(folder, { recursive: true, force: true });
  });

  onlineServiceContract(async () => {
    folder = await mkdtemp(join(tmpdir(), 'online-service-'));
    stack = await startTestStack();
    trustAuthority(stack.caPem);
    await registerModel(connect(stack), '1', 2);
    const workspace = workspaceOf(stack);
    const options = adapterOptions(stack);
    const arm = createArmClient(options);
    const project = await writeProject(folder, 'source', { 'score.py': echoScript });
    return {
      service: {
        facts: createWorkspaceFacts(arm),
        environments: createEnvironments(arm),
        code: createCodeAssets(arm, uploadFolder),
        endpoints: createOnlineEndpoints(arm),
        deployments: createOnlineDeployments(arm),
        scoring: createScoringService(() => performance.now()),
      },
      ...{ workspace, condaFile, scoringScript: 'score.py', request: '{"x": 2}' },
      modelId: `${workspacePath(workspace)}/models/weight/versions/1`,
      source: await createProjectFiles().listTree(project),
    };
  });
});
