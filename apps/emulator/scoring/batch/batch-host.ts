// Runs batch jobs for real: builds the environment, brings model, code and input, calls the user's run(), stores the output.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, posix, relative } from 'node:path';
import type { BlobLocation } from '../../azure-ml/assets/asset-path.ts';
import type { BatchHost, BatchJobSpec, RunPhase } from '../../azure-ml/batch/batch-host.ts';
import { OperationFailure } from '../../azure-ml/long-running.ts';
import { parseCondaFile } from '../conda-file.ts';
import { mount, type BlobReader } from '../mount.ts';
import type { ScoringHostOptions } from '../scoring-host.ts';
import { startBatchGateway } from './batch-gateway.ts';
import { runDriver } from './run-driver.ts';

export interface BlobWriter extends BlobReader {
  write(container: string, name: string, content: Buffer): Promise<void>;
}

export interface BatchHostOptions extends Omit<ScoringHostOptions, 'storage' | 'random'> {
  readonly storage: BlobWriter;
}

/** What every environment of a batch deployment must bring; the driver here stands in for it. */
const runner = /^azureml-(core|defaults|dataset-runtime)\b/i;

/** Where a job finds and leaves its files. */
interface Room {
  readonly root: string;
  readonly model: string;
  readonly app: string;
  readonly input: string;
  readonly output: string;
  readonly logs: string;
}

const roomIn = (root: string): Room => ({
  root,
  ...{ model: join(root, 'model'), app: join(root, 'app'), input: join(root, 'input') },
  ...{ output: join(root, 'output'), logs: join(root, 'logs') },
});

async function filesBelow(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Uploads what lies below `directory`; a blob that is there already is left as it is, as the service does. */
async function store(directory: string, to: BlobLocation, storage: BlobWriter): Promise<readonly string[]> {
  const there = new Set((await storage.list(to.container, to.path)).map(({ name }) => name));
  const kept: string[] = [];
  for (const file of await filesBelow(directory)) {
    const name = posix.join(to.path, relative(directory, file));
    if (there.has(name)) kept.push(name);
    else await storage.write(to.container, name, await readFile(file));
  }
  return kept;
}

/** Builds the environment without what the driver stands in for, and without what only conda installs. */
async function buildEnvironment(
  { environment }: BatchJobSpec,
  { environments }: BatchHostOptions,
  log: (text: string) => void,
  signal: AbortSignal,
): Promise<string> {
  const { pip, notInstalled } = parseCondaFile(environment.condaFile ?? '');
  if (!pip.some((requirement) => runner.test(requirement.trim())))
    throw new OperationFailure(
      'UserError',
      "No module named 'azureml'. The environment of a batch deployment needs the packages azureml-core and azureml-dataset-runtime[fuse].",
    );
  log(`Image build of environment ${environment.id} from ${environment.image}\n`);
  if (notInstalled.length > 0) log(`Not installed, because there is no conda: ${notInstalled.join(', ')}\n`);
  const isRunner = (requirement: string) => runner.test(requirement.trim());
  log(`Not installed, the emulator stands in for it: ${pip.filter(isRunner).join(', ')}\n`);
  try {
    const requirements = pip.filter((requirement) => !isRunner(requirement));
    return await environments.build('', requirements, log, signal);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown reason';
    log(`Image build failed: ${reason}\n`);
    throw new OperationFailure(
      'ImageBuildFailure',
      `Image build of environment '${environment.id}' failed: ${reason}.`,
    );
  }
}

async function bring(what: string, location: BlobLocation, directory: string, storage: BlobReader) {
  try {
    await mount(location, directory, storage, () => undefined);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown reason';
    throw new OperationFailure(
      'UserError',
      `Dataset initialization failed: UserErrorException: Message: Can't mount the ${what}: ${reason}. Source of the dataset is either not accessible or doesn't contain any data.`,
    );
  }
}

async function score(
  spec: BatchJobSpec,
  room: Room,
  venv: string,
  { options, signal }: { readonly options: BatchHostOptions; readonly signal: AbortSignal },
): Promise<void> {
  const { name, version } = spec.model;
  const appRoot = join(room.app, posix.basename(spec.code.location.path));
  const failure = await runDriver({
    ...{ spec, directory: room.root, signal, virtualEnvironment: venv, processes: options.processes },
    script: join(appRoot, spec.code.scoringScript),
    files: await filesBelow(room.input),
    ...{ output: room.output, logs: room.logs },
    env: {
      ...options.environments.baseEnv,
      AZUREML_MODEL_DIR: join(room.model, name, version),
      AZUREML_BI_OUTPUT_PATH: room.output,
      AZUREML_RUN_ID: spec.job,
      ...spec.environmentVariables,
    },
  });
  if (failure !== undefined)
    throw new OperationFailure(
      'UserError',
      `User program failed with Exception: Run failed: ${failure}. Please check logs for details. You can check logs/readme.txt for the layout of logs.`,
    );
}

async function runIn(
  directory: string,
  spec: BatchJobSpec,
  context: {
    readonly options: BatchHostOptions;
    readonly reached: (phase: RunPhase) => void;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const { options, reached, signal } = context;
  const { storage } = options;
  const room = roomIn(directory);
  for (const folder of [room.output, room.logs]) await mkdir(folder, { recursive: true });
  let buildLog = '';
  try {
    reached('Preparing');
    const log = (text: string) => void (buildLog += text);
    const venv = await buildEnvironment(spec, options, log, signal);
    const modelDir = join(room.model, spec.model.name, spec.model.version);
    await bring('model', spec.model.location, modelDir, storage);
    await bring('code', spec.code.location, room.app, storage);
    await bring('input data', spec.input, room.input, storage);
    signal.throwIfAborted();
    reached('Running');
    await score(spec, room, venv, { options, signal });
    reached('Finalizing');
    const kept = await store(room.output, spec.output, storage);
    if (kept.length > 0) buildLog += `Not written, because it is there already: ${kept.join(', ')}\n`;
  } finally {
    const file = join(room.logs, 'azureml-logs', '20_image_build_log.txt');
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, buildLog);
    await store(room.logs, spec.logs, storage);
  }
}

export function createBatchHost(options: BatchHostOptions): BatchHost {
  return {
    openGateway: (endpoint, front) => startBatchGateway({ ...options, endpoint, front }),
    async run(spec, reached, signal) {
      const directory = join(options.directory, spec.job);
      await mkdir(directory, { recursive: true });
      try {
        await runIn(directory, spec, { options, reached, signal });
      } finally {
        await rm(directory, { recursive: true, force: true });
      }
    },
  };
}
