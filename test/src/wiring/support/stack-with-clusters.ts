// A stack with a model in two versions, a compute cluster and an attached Kubernetes cluster, and the deploy flow on it.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStack, type Stack } from '../../../../apps/emulator/stack.ts';
import type { StackOptions } from '../../../../apps/emulator/stack-options.ts';
import { createCredential } from '../../../../src/adapters/azure-identity/credential.ts';
import { createModelRegistry } from '../../../../src/adapters/azure-ml/model-registry.ts';
import { systemClock } from '../../../../src/adapters/local/clock.ts';
import { newKeys } from '../../../../src/adapters/local/new-keys.ts';
import { createProjectFiles } from '../../../../src/adapters/local/project-files.ts';
import type { Workspace } from '../../../../src/core/workspace.ts';
import { deployModel, type DeployReport } from '../../../../src/flows/deploy/deploy-model.ts';
import { createTargets, type TargetOptions } from '../../../../src/wiring/deploy-targets.ts';
import { batchConda, batchScript } from '../../../apps/emulator/support/batch-job.ts';
import { condaFile, echoScript, followStatus, registerModel } from '../../../apps/emulator/support/deploy.ts';
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

const root = join(import.meta.dirname, '..', '..', '..', '..');

function optionsFor(stack: Stack, log: MemoryLog): TargetOptions {
  const { identity, arm } = stack.addresses;
  const { url: armUrl, subscriptionId } = arm;
  const connection = {
    ...{ name: 'e2e', armUrl, authorityUrl: identity.authority, subscriptionId },
    ...{ audience: 'https://management.core.windows.net/', tenantId: identity.tenantId },
    signIn: { scheme: 'secret', clientId: identity.clientId, secret: identity.clientSecret } as const,
  };
  // Deletions are followed every ten seconds, as the official description demands: a test need not wait so long.
  const clock = { ...systemClock, sleep: (ms: number) => systemClock.sleep(Math.min(ms, 300)) };
  return { connection, credential: createCredential(connection), log, clock };
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
  await registerModel(client, '1', 2);
  await registerModel(client, '2', 3);
}

const projects = {
  batch: { 'score.py': batchScript, 'conda.yml': batchConda },
  online: { 'score.py': echoScript, 'conda.yml': condaFile },
};

export async function startStackWithClusters(
  wanted: Partial<Pick<StackOptions, 'containers' | 'env'>> = {},
): Promise<StackWithClusters> {
  const folder = await mkdtemp(join(tmpdir(), 'targets-'));
  const recordFile = process.env['EMULATOR_TEST_RECORD'];
  const stack = await startStack({
    ...{ cacheDir: join(root, '.cache'), env: process.env, log: () => undefined },
    ...(recordFile === undefined ? {} : { recordFile }),
    ...wanted,
  });
  trustAuthority(stack.caPem);
  await makeClusters(stack);
  for (const [name, files] of Object.entries(projects))
    await writeProject(folder, name, { ...files, 'ic.yml': 'entryScript: score.py\ncondaFile: conda.yml\n' });
  const log = createMemoryLog();
  const options = optionsFor(stack, log);
  const { subscriptionId, resourceGroup, workspace: name } = stack.addresses.arm;
  const workspace = { subscriptionId, resourceGroup, name };
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
    async close() {
      await stack.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
