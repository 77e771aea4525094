// A stack with a model in two versions, a compute cluster and an attached Kubernetes cluster, and the deploy flow on it.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Stack } from '../../../../apps/emulator/stack.ts';
import type { StackOptions } from '../../../../apps/emulator/stack-options.ts';
import { adapterOptions, workspaceOf } from '../../../support/stack-connection.ts';
import { startStackAndFolder } from '../../../support/test-stack.ts';
import { createModelRegistry } from '../../../../src/adapters/azure-ml/model-registry.ts';
import { systemClock } from '../../../../src/adapters/local/clock.ts';
import { newKeys } from '../../../../src/adapters/local/new-keys.ts';
import { createProjectFiles } from '../../../../src/adapters/local/project-files.ts';
import type { Workspace } from '../../../../src/core/workspace.ts';
import { deployModel, type DeployReport } from '../../../../src/flows/deploy/deploy-model.ts';
import { createTargets, type TargetOptions } from '../../../../src/wiring/deploy-targets.ts';
import { batchConda, batchScript } from '../../../apps/emulator/support/batch-job.ts';
import {
  condaFile,
  echoScript,
  followStatus,
  registerTwoVersions,
} from '../../../apps/emulator/support/deploy.ts';
import { connect } from '../../../apps/emulator/support/workspace-client.ts';
import { createMemoryLog, type MemoryLog } from '../../../support/memory-log.ts';
import { trustAuthority } from '../../../support/trust-authority.ts';
import { writeProject } from '../../../tasks/support/scoring-project.ts';

export interface Wanted {
  readonly script: 'batch' | 'online';
  readonly service: string;
  readonly version: string;
  /** The deployment config, as YAML. */
  readonly config: string;
  /** The test request. */
  readonly test?: unknown;
}

export interface StackWithClusters {
  readonly stack: Stack;
  readonly workspace: Workspace;
  readonly options: TargetOptions;
  readonly log: MemoryLog;
  /** For whatever a test writes. */
  readonly folder: string;
  deploy(wanted: Wanted): Promise<DeployReport>;
  close(): Promise<void>;
}

function optionsFor(stack: Stack, log: MemoryLog): TargetOptions {
  // Deletions are followed every ten seconds, as the official description demands: a test need not wait so long.
  const clock = { ...systemClock, sleep: (ms: number) => systemClock.sleep(Math.min(ms, 300)) };
  return { ...adapterOptions(stack, log), clock };
}

/** A cluster `nightly` for jobs, and `k8s` with an instance type that has a GPU. */
async function makeClusters(stack: Stack): Promise<void> {
  const client = connect(stack);
  const group = client.id.split('/providers/')[0] ?? '';
  const gpu = {
    nodeSelector: { pool: 'gpu' },
    resources: {
      requests: { cpu: '1', memory: '4Gi' },
      limits: { cpu: '2', memory: '8Gi', 'nvidia.com/gpu': '1' },
    },
  };
  const computes = {
    nightly: {
      computeType: 'AmlCompute',
      properties: { vmSize: 'Standard_DS3_v2', scaleSettings: { maxNodeCount: 2 } },
    },
    k8s: {
      computeType: 'Kubernetes',
      resourceId: `${group}/providers/Microsoft.ContainerService/managedClusters/prod`,
      properties: { namespace: 'scoring', instanceTypes: { gpu } },
    },
  };
  for (const [name, properties] of Object.entries(computes)) {
    const reply = await client.arm('PUT', `computes/${name}`, { properties });
    assert.equal((await followStatus(client, reply)).status, 'Succeeded');
  }
  await registerTwoVersions(client);
}

const projects = {
  batch: { 'score.py': batchScript, 'conda.yml': batchConda },
  online: { 'score.py': echoScript, 'conda.yml': condaFile },
};

export async function startStackWithClusters(
  wanted: Partial<Pick<StackOptions, 'containers' | 'env'>> = {},
): Promise<StackWithClusters> {
  const { stack, folder, close } = await startStackAndFolder('targets', wanted);
  trustAuthority(stack.caPem);
  await makeClusters(stack);
  for (const [name, files] of Object.entries(projects))
    await writeProject(folder, name, { ...files, 'ic.yml': 'entryScript: score.py\ncondaFile: conda.yml\n' });
  const log = createMemoryLog();
  const options = optionsFor(stack, log);
  const workspace = workspaceOf(stack);
  return {
    ...{ stack, workspace, options, log, folder },
    async deploy({ script, service, version, config, test }) {
      const given = await writeProject(folder, 'given', {
        'dc.yml': config,
        'request.json': JSON.stringify(test ?? null),
      });
      const request = {
        ...{ workspace, service, model: 'weight', version },
        inferenceConfig: join(folder, script, 'ic.yml'),
        deploymentConfig: join(given, 'dc.yml'),
        ...(test !== undefined && { testRequest: join(given, 'request.json') }),
        ...{ overwrite: true, rolloutInputs: {}, lineage: {} },
      };
      return deployModel(request, {
        registry: createModelRegistry(options),
        files: createProjectFiles(),
        target: createTargets(options),
        ...{ newKeys, clock: options.clock, log },
      });
    },
    close,
  };
}
