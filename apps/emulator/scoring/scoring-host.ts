// Runs deployments for real: builds the environment, mounts model and code, starts the inference server.
import { mkdir } from 'node:fs/promises';
import { dirname, join, posix, resolve } from 'node:path';
import { OperationFailure } from '../azure-ml/long-running.ts';
import type { DeploymentLogs, DeploymentSpec, ScoringHost } from '../azure-ml/scoring-host.ts';
import type { ServerCertificate } from '../kernel/certificate-authority.ts';
import type { GapList } from '../kernel/gap-list.ts';
import type { ProcessTable } from '../kernel/process-table.ts';
import type { Time } from '../kernel/time.ts';
import { parseCondaFile } from './conda-file.ts';
import { startGateway } from './gateway.ts';
import { startInferenceServer } from './inference-server.ts';
import { mount, type BlobReader } from './mount.ts';
import { findPython, type Python } from './python.ts';
import { virtualEnvironment } from './virtual-environment.ts';

export interface ScoringHostOptions {
  readonly storage: BlobReader;
  readonly certificate: ServerCertificate;
  readonly gaps: GapList;
  readonly processes: ProcessTable;
  readonly time: Time;
  readonly random: () => number;
  /** Holds the files of the deployments. */
  readonly directory: string;
  /** Holds virtual environments across runs. */
  readonly cacheDir: string;
  readonly python: string | undefined;
  /** The environment of the emulator; containers get PATH, HOME and LANG of it, pip its own settings besides. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

const containerVariables = ['PATH', 'HOME', 'LANG'];
const pipVariables = /^(PIP_.*|SSL_CERT_FILE|SSL_CERT_DIR|REQUESTS_CA_BUNDLE|TMPDIR|(HTTPS?|NO|ALL)_PROXY)$/i;

function pick(
  env: ScoringHostOptions['env'],
  wanted: (name: string) => boolean,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value !== undefined && wanted(name) ? [[name, value]] : [],
    ),
  );
}

async function buildEnvironment(
  { environment }: DeploymentSpec,
  log: (text: string) => void,
  options: ScoringHostOptions & { readonly findPython: () => Promise<Python>; readonly signal: AbortSignal },
): Promise<string> {
  try {
    const conda = parseCondaFile(environment.condaFile ?? '');
    const python = await options.findPython();
    log(`Image build of environment ${environment.id} from ${environment.image}\n`);
    log(`The emulator installs the pip part with Python ${python.version}.\n`);
    if (conda.notInstalled.length > 0)
      log(`Not installed, because there is no conda: ${conda.notInstalled.join(', ')}\n`);
    return await virtualEnvironment({
      requirements: conda.pip,
      python,
      cacheDir: join(resolve(options.cacheDir), 'venvs'),
      env: pick(options.env, (name) => containerVariables.includes(name) || pipVariables.test(name)),
      processes: options.processes,
      time: options.time,
      signal: options.signal,
      log,
    });
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
  const baseEnv = pick(options.env, (name) => containerVariables.includes(name));
  let python: Promise<Python> | undefined;
  let started = 0;
  const search = () =>
    (python ??= findPython({
      processes,
      preferred: options.python,
      env: baseEnv,
      cwd: options.directory,
    }));
  return {
    openGateway: (place, view) => startGateway({ ...options, place, view }),
    async start(spec, logs, signal) {
      const log = (text: string) => logs.add('InferenceServer', text);
      // Each start has a directory of its own: what served before keeps its files until it is stopped.
      started += 1;
      const root = join(options.directory, `${spec.endpoint}-${spec.deployment}-${started}`);
      await mkdir(dirname(root), { recursive: true });
      const venv = await buildEnvironment(spec, log, { ...options, findPython: search, signal });
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
