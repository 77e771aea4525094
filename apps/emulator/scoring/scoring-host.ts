// Runs deployments for real: builds the environment, mounts model and code, starts the inference server.
import { mkdir } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { OperationFailure } from '../azure-ml/long-running.ts';
import type { DeploymentLogs, DeploymentSpec, ScoringHost } from '../azure-ml/scoring-host.ts';
import type { ObservedRequest } from '../azure-monitor/metric-store.ts';
import type { ServerCertificate } from '../kernel/certificate-authority.ts';
import type { GapList } from '../kernel/gap-list.ts';
import type { ProcessTable } from '../kernel/process-table.ts';
import type { Time } from '../kernel/time.ts';
import type { DeploymentFaultList } from './deployment-faults.ts';
import { failAsOrdered } from './start-fault.ts';
import { startGateway } from './gateway.ts';
import { startInferenceServer } from './inference-server.ts';
import { mount, type BlobReader } from './mount.ts';
import type { PythonEnvironments } from './python-environments.ts';

export interface ScoringHostOptions {
  readonly storage: BlobReader;
  readonly certificate: ServerCertificate;
  readonly gaps: GapList;
  readonly processes: ProcessTable;
  readonly time: Time;
  readonly random: () => number;
  /** Failures that were ordered. */
  readonly faults: DeploymentFaultList;
  /** Holds the files of the deployments. */
  readonly directory: string;
  readonly environments: PythonEnvironments;
  /** Told about each request that a deployment answered. */
  readonly observe?: (request: ObservedRequest) => void;
}

async function buildEnvironment(
  { environment }: DeploymentSpec,
  log: (text: string) => void,
  options: ScoringHostOptions & { readonly signal: AbortSignal },
): Promise<string> {
  try {
    log(`Image build of environment ${environment.id} from ${environment.image}\n`);
    return await options.environments.build(environment.condaFile ?? '', [], log, options.signal);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown reason';
    log(`Image build failed: ${reason}\n`);
    throw new OperationFailure(
      'ImageBuildFailure',
      `Image build of environment '${environment.id}' failed: ${reason}. Please see troubleshooting guide, available here: https://aka.ms/oe-tsg#error-imagebuildfailure`,
    );
  }
}

async function mountAssets(spec: DeploymentSpec, root: string, storage: BlobReader, logs: DeploymentLogs) {
  const log = (text: string) => logs.add('StorageInitializer', text);
  try {
    const { model, code } = spec;
    const modelDir = model && join(root, 'var', 'azureml-app', 'azureml-models', model.name, model.version);
    if (model && modelDir !== undefined) {
      log(`Mounting model ${model.name}:${model.version}\n`);
      await mount(model.location, modelDir, storage, log);
    }
    log('Mounting code\n');
    const app = join(root, 'var', 'azureml-app');
    await mount(code.location, app, storage, log);
    return { modelDir, appRoot: join(app, posix.basename(code.location.path)) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown reason';
    log(`Failed: ${reason}\n`);
    throw new OperationFailure(
      'ResourceNotFound',
      `The storage initializer of deployment '${spec.deployment}' failed: ${reason}. Please see troubleshooting guide, available here: https://aka.ms/oe-tsg#error-resourcenotfound`,
    );
  }
}

export function createScoringHost(options: ScoringHostOptions): ScoringHost {
  const { processes, time } = options;
  const { baseEnv } = options.environments;
  let started = 0;
  return {
    openGateway: (place, view) => startGateway({ ...options, place, view }),
    async start(spec, logs, signal) {
      const log = (text: string) => logs.add('InferenceServer', text);
      // Each start has a directory of its own: what served before keeps its files until it is stopped.
      started += 1;
      await failAsOrdered(spec, options.faults, { logs, time: options.time, signal });
      const root = join(options.directory, `${spec.endpoint}-${spec.deployment}-${started}`);
      await mkdir(dirname(root), { recursive: true });
      const venv = await buildEnvironment(spec, log, { ...options, signal });
      const { modelDir, appRoot } = await mountAssets(spec, root, options.storage, logs);
      return startInferenceServer({
        name: `deployment ${spec.endpoint}/${spec.deployment}`,
        virtualEnvironment: venv,
        appRoot,
        entryScript: spec.code.scoringScript,
        modelDir,
        variables: spec.environmentVariables,
        baseEnv,
        readyWithinMs: spec.readyWithinMs,
        processes,
        time,
        signal,
        log,
      });
    },
  };
}
