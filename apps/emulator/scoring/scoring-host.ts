// Runs deployments for real: builds the environment, mounts model and code, starts the inference server.
import { mkdir } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { OperationFailure } from '../azure-ml/long-running.ts';
import type {
  DeploymentLogs,
  DeploymentSpec,
  ScoringHost,
  ServedModel,
} from '../azure-ml/online/scoring-host.ts';
import type { ObservedRequest } from '../azure-monitor/metric-store.ts';
import type { ServerCertificate } from '../kernel/certificate-authority.ts';
import type { GapList } from '../kernel/gap-list.ts';
import type { ProcessTable } from '../kernel/process-table.ts';
import type { Time } from '../kernel/time.ts';
import type { DeploymentFaultList } from './deployment-faults.ts';
import { failAsOrdered } from './start-fault.ts';
import { startGateway } from './gateway.ts';
import { buildImage, type ImageBuild } from './image-build.ts';
import { startInferenceServer } from './inference-server.ts';
import { mlflowContainer } from './mlflow/container.ts';
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

/** What the inference server is started on. */
interface Container {
  readonly virtualEnvironment: string;
  readonly modelDir: string | undefined;
  readonly appRoot: string;
  readonly entryScript: string;
}

interface Making {
  readonly root: string;
  readonly logs: DeploymentLogs;
  readonly signal: AbortSignal;
}

/** @throws OperationFailure as the service says it when `work`, which puts files in place, fails */
async function initializing<T>(
  deployment: string,
  log: (text: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown reason';
    log(`Failed: ${reason}\n`);
    throw new OperationFailure(
      'ResourceNotFound',
      `The storage initializer of deployment '${deployment}' failed: ${reason}. Please see troubleshooting guide, available here: https://aka.ms/oe-tsg#error-resourcenotfound`,
    );
  }
}

async function containerOf(
  spec: DeploymentSpec,
  making: Making,
  options: ScoringHostOptions,
): Promise<Container> {
  const { root, logs, signal } = making;
  const { serving } = spec;
  const { storage, environments } = options;
  const log = (text: string) => logs.add('StorageInitializer', text);
  const build: ImageBuild = { environments, log: (text) => logs.add('InferenceServer', text), signal };
  const app = join(root, 'var', 'azureml-app');
  const mountModel = async ({ name, version, location }: ServedModel) => {
    const directory = join(app, 'azureml-models', name, version);
    log(`Mounting model ${name}:${version}\n`);
    await mount(location, directory, storage, log);
    return { name, version, directory, folder: posix.basename(location.path) };
  };
  if (serving.kind === 'mlflow') {
    const mounted = await initializing(spec.deployment, log, () => mountModel(serving.model));
    return { ...(await mlflowContainer(mounted, join(app, 'mlflow'), build)), modelDir: mounted.directory };
  }
  const { model, code, environment } = serving;
  const virtualEnvironment = await buildImage(environment, build);
  return initializing(spec.deployment, log, async () => {
    const mounted = model && (await mountModel(model));
    log('Mounting code\n');
    await mount(code.location, app, storage, log);
    const appRoot = join(app, posix.basename(code.location.path));
    return { virtualEnvironment, modelDir: mounted?.directory, appRoot, entryScript: code.scoringScript };
  });
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
      const container = await containerOf(spec, { root, logs, signal }, options);
      return startInferenceServer({
        name: `deployment ${spec.endpoint}/${spec.deployment}`,
        ...container,
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
