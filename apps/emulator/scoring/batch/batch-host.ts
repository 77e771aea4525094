// Runs batch jobs for real: builds the environment, brings model, code and input, calls the user's run(), stores the output.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, posix, relative } from 'node:path';
import type { BlobLocation } from '../../azure-ml/assets/asset-path.ts';
import type { BatchHost, BatchJobSpec, RunPhase } from '../../azure-ml/batch/batch-host.ts';
import { OperationFailure } from '../../azure-ml/long-running.ts';
import { mount, type BlobReader } from '../mount.ts';
import type { ScoringHostOptions } from '../scoring-host.ts';
import { startBatchGateway } from './batch-gateway.ts';
import { prepareMlflow, prepareScript, type PreparedScript } from './prepare-script.ts';
import { runDriver } from './run-driver.ts';

export interface BlobWriter extends BlobReader {
  write(container: string, name: string, content: Buffer): Promise<void>;
}

export interface BatchHostOptions extends Omit<ScoringHostOptions, 'storage' | 'random' | 'runtime'> {
  readonly storage: BlobWriter;
}

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
  prepared: PreparedScript,
  { options, signal }: { readonly options: BatchHostOptions; readonly signal: AbortSignal },
): Promise<void> {
  const { name, version } = spec.model;
  const { virtualEnvironment, script, variables, isFlat } = prepared;
  const files = await filesBelow(room.input);
  const failure = await runDriver({
    ...{ spec, directory: room.root, signal, virtualEnvironment, script, processes: options.processes },
    files: isFlat ? files.filter((file) => isOnTop(file, spec.input, room.input)) : files,
    ...{ output: room.output, logs: room.logs },
    env: {
      ...options.environments.baseEnv,
      AZUREML_MODEL_DIR: join(room.model, name, version),
      AZUREML_BI_OUTPUT_PATH: room.output,
      AZUREML_RUN_ID: spec.job,
      ...variables,
      ...spec.environmentVariables,
    },
  });
  if (failure !== undefined)
    throw new OperationFailure(
      'UserError',
      `User program failed with Exception: Run failed: ${failure}. Please check logs for details. You can check logs/readme.txt for the layout of logs.`,
    );
}

/** Whether a file lies in the input folder itself, which was mounted by its own name. */
const isOnTop = (file: string, { path }: BlobLocation, input: string): boolean =>
  [input, join(input, posix.basename(path))].includes(dirname(file));

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
    const { name, version, location } = spec.model;
    const directory = join(room.model, name, version);
    await bring('model', location, directory, storage);
    const model = { name, version, directory, folder: posix.basename(location.path) };
    const build = { environments: options.environments, log, signal };
    const { scoring } = spec;
    const prepared =
      scoring.kind === 'mlflow'
        ? await prepareMlflow(model, room.app, build)
        : await prepareScript(scoring, room.app, build);
    if (scoring.kind === 'script') await bring('code', scoring.code.location, room.app, storage);
    await bring('input data', spec.input, room.input, storage);
    signal.throwIfAborted();
    reached('Running');
    await score(spec, room, prepared, { options, signal });
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
