// Runs deployments for real: builds the environment, mounts model and code, starts the inference server.
import { mkdir } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { OperationFailure } from '../azure-ml/long-running.ts';
import type {
  DeploymentLogs,
  DeploymentSpec,
  RunningDeployment,
  ScoringHost,
  ScriptServing,
  ServedModel,
} from '../azure-ml/online/scoring-host.ts';
import type { TelemetryAddress } from '../azure-monitor/application-insights.ts';
import type { ObservedRequest } from '../azure-monitor/metric-store.ts';
import type { ContainerRuntime } from '../container-runtime/container-runtime.ts';
import type { ServerCertificate } from '../kernel/certificate-authority.ts';
import type { GapList } from '../kernel/gap-list.ts';
import type { ProcessTable } from '../kernel/process-table.ts';
import type { Time } from '../kernel/time.ts';
import type { DeploymentFaultList } from './deployment-faults.ts';
import { failAsOrdered } from './start-fault.ts';
import { startGateway } from './gateway.ts';
import { buildImage, buildingImage, type ImageBuild } from './image-build.ts';
import { startInferenceServer } from './inference-server.ts';
import { mlflowContainer } from './mlflow/container.ts';
import { mount, type BlobReader } from './mount.ts';
import type { MountedModel } from './mounted-model.ts';
import type { PythonEnvironments } from './python-environments.ts';
import { buildEnvironment, filesBelow, startScoringContainer } from './scoring-container.ts';
import { startTriton } from './triton/triton-server.ts';

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
  /** Where the workspace's telemetry goes; absent where nothing takes it. */
  readonly telemetry?: TelemetryAddress;
  /** Serves scripts in containers when it is an engine's. */
  readonly runtime: ContainerRuntime;
  /** Told about each request that a deployment answered. */
  readonly observe?: (request: ObservedRequest) => void;
}

/** Where a script and its model were put. */
interface MountedScript {
  readonly model: MountedModel | undefined;
  /** The folder above the code. */
  readonly app: string;
  /** The folder of the code below that. */
  readonly code: string;
}

interface Making {
  readonly root: string;
  readonly logs: DeploymentLogs;
  readonly signal: AbortSignal;
}

interface Start {
  readonly spec: DeploymentSpec;
  readonly making: Making;
  readonly options: ScoringHostOptions;
  readonly build: ImageBuild;
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

/** Puts the model of a deployment in place, or fails as the service does. */
const modelMount =
  ({ deployment }: DeploymentSpec, { root, logs }: Making, { storage }: ScoringHostOptions) =>
  ({ name, version, location }: ServedModel): Promise<MountedModel> => {
    const log = (text: string) => logs.add('StorageInitializer', text);
    return initializing(deployment, log, async () => {
      const directory = join(appOf(root), 'azureml-models', name, version);
      log(`Mounting model ${name}:${version}\n`);
      await mount(location, directory, storage, log);
      return { name, version, directory, folder: posix.basename(location.path) };
    });
  };

const appOf = (root: string): string => join(root, 'var', 'azureml-app');

async function mountScript({ model, code }: ScriptServing, start: Start): Promise<MountedScript> {
  const { spec, making, options } = start;
  const mounted = model && (await modelMount(spec, making, options)(model));
  const log = (text: string) => making.logs.add('StorageInitializer', text);
  const app = appOf(making.root);
  return initializing(spec.deployment, log, async () => {
    log('Mounting code\n');
    await mount(code.location, app, options.storage, log);
    return { model: mounted, app, code: posix.basename(code.location.path) };
  });
}

/** The names that the inference server and its exporter read. */
const telemetryOf = (
  { sendsTelemetry }: DeploymentSpec,
  { telemetry }: ScoringHostOptions,
): Readonly<Record<string, string>> =>
  sendsTelemetry && telemetry
    ? {
        AML_APP_INSIGHTS_ENABLED: 'true',
        AML_APP_INSIGHTS_KEY: telemetry.instrumentationKey,
        APPLICATIONINSIGHTS_CONNECTION_STRING: telemetry.connectionString,
      }
    : {};

/** The same places as in the process's own folder, in a container. */
async function startInContainer(serving: ScriptServing, start: Start): Promise<RunningDeployment> {
  const { spec, making, options, build } = start;
  const { environment } = serving;
  const image = await buildingImage(environment, build.log, () =>
    buildEnvironment(environment, options.runtime, build),
  );
  const { model, app, code } = await mountScript(serving, start);
  const root = '/var/azureml-app';
  const modelDir = model && `${root}/azureml-models/${model.name}/${model.version}`;
  return startScoringContainer(
    {
      ...{ name: `${spec.endpoint}/${spec.deployment}`, image, log: build.log },
      variables: {
        AML_APP_ROOT: posix.join(root, code),
        AZUREML_ENTRY_SCRIPT: serving.code.scoringScript,
        ...(modelDir !== undefined && { AZUREML_MODEL_DIR: modelDir }),
        // Nothing of the stack reports to Microsoft how its telemetry fares.
        APPLICATIONINSIGHTS_STATSBEAT_DISABLED_ALL: 'true',
        ...telemetryOf(spec, options),
        ...spec.environmentVariables,
      },
      // Copied, as scripts may write beside themselves; what a container's own user writes here nobody else could remove.
      // Code that is a whole blob container has no folder of its own: the model lies below it.
      files: await filesBelow(join(app, code), posix.join(root, code), model?.directory),
      ...(model && modelDir !== undefined && { folders: new Map([[modelDir, model.directory]]) }),
      ...(spec.limits && { limits: spec.limits }),
      ...{ readyWithinMs: spec.readyWithinMs, time: options.time, signal: making.signal },
    },
    options.runtime,
  );
}

async function startServer(start: Start): Promise<RunningDeployment> {
  const { spec, making, options, build } = start;
  const { root, signal } = making;
  const { processes, time, environments } = options;
  const common = {
    name: `deployment ${spec.endpoint}/${spec.deployment}`,
    variables: { ...telemetryOf(spec, options), ...spec.environmentVariables },
    baseEnv: environments.baseEnv,
    readyWithinMs: spec.readyWithinMs,
    ...{ processes, time, signal, log: build.log },
  };
  const { serving } = spec;
  if (serving.kind === 'script') {
    if (options.runtime.kind === 'docker') return startInContainer(serving, start);
    const virtualEnvironment = await buildImage(serving.environment, build);
    const { model, app, code } = await mountScript(serving, start);
    return startInferenceServer({
      ...{ ...common, virtualEnvironment, modelDir: model?.directory, appRoot: join(app, code) },
      entryScript: serving.code.scoringScript,
    });
  }
  const model = await modelMount(spec, making, options)(serving.model);
  if (serving.kind === 'triton')
    return startTriton({ ...common, model, build, directory: join(root, 'triton') });
  const container = await mlflowContainer(
    model,
    { kind: 'online', appRoot: join(appOf(root), 'mlflow') },
    build,
  );
  const variables = { ...container.variables, ...common.variables };
  return startInferenceServer({ ...common, ...container, variables, modelDir: model.directory });
}

export function createScoringHost(options: ScoringHostOptions): ScoringHost {
  let started = 0;
  return {
    openGateway: (place, view) => startGateway({ ...options, place, view }),
    async start(spec, logs, signal) {
      // Each start has a directory of its own: what served before keeps its files until it is stopped.
      started += 1;
      await failAsOrdered(spec, options.faults, { logs, time: options.time, signal });
      const root = join(options.directory, `${spec.endpoint}-${spec.deployment}-${started}`);
      await mkdir(dirname(root), { recursive: true });
      const log = (text: string) => logs.add('InferenceServer', text);
      const build = { environments: options.environments, log, signal };
      return startServer({ spec, options, build, making: { root, logs, signal } });
    },
  };
}
