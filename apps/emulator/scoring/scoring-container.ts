// Serves a script in a container of the engine: on the image of its environment, with code and model mounted.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, posix, relative } from 'node:path';
import { pack } from 'tar-stream';
import type { RunningDeployment, ServedEnvironment } from '../azure-ml/online/scoring-host.ts';
import type { ContainerRuntime, ContainerSpec, Image } from '../container-runtime/container-runtime.ts';
import { whenHealthy, type ReadyWithin } from './when-healthy.ts';

/** The port that the server has in images of Azure Machine Learning. */
const serverPort = 5001;
const environment = 'inf-conda-env';

/** The server's services start as the base image says; the conda environment goes before its own Python. */
export function environmentFiles({ image, condaFile }: ServedEnvironment): Readonly<Record<string, string>> {
  const python = `/opt/miniconda/envs/${environment}/bin`;
  const conda = [
    'COPY conda.yml /var/azureml-app/conda.yml',
    `RUN conda env create -n ${environment} -f conda.yml`,
    `ENV AZUREML_INFERENCE_PYTHON_PATH=${python}`,
  ];
  const Dockerfile = [
    `FROM ${image}`,
    'WORKDIR /var/azureml-app/',
    ...(condaFile === undefined ? [] : conda),
    `EXPOSE ${serverPort}`,
    'CMD ["runsvdir", "/var/runit"]',
    '',
  ].join('\n');
  return { Dockerfile, ...(condaFile !== undefined && { 'conda.yml': condaFile }) };
}

async function archiveOf(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const tar = pack();
  for (const [name, text] of Object.entries(files)) tar.entry({ name }, text);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/**
 * The image of an environment: the same one for the same content.
 *
 * @throws Error with the reason; the log has what the engine did
 */
export async function buildEnvironment(
  served: ServedEnvironment,
  runtime: Pick<ContainerRuntime, 'build'>,
  { log, signal }: { readonly log: (text: string) => void; readonly signal: AbortSignal },
): Promise<Image> {
  const files = environmentFiles(served);
  const hash = createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 32);
  // As the service calls them in the workspace's registry.
  const name = `azureml/azureml_${hash}:latest`;
  const digest = await runtime.build({
    archive: await archiveOf(files),
    request: { dockerFilePath: 'Dockerfile', noCache: false },
    ...{ names: [name], log, signal },
  });
  return { name, digest };
}

/**
 * Every file of a folder, by the path that it gets below `place`.
 *
 * @param except a folder in it that is left out
 */
export async function filesBelow(
  folder: string,
  place: string,
  except: string | undefined,
): Promise<ReadonlyMap<string, Buffer>> {
  const all = await readdir(folder, { recursive: true, withFileTypes: true });
  const entries = all.filter(
    ({ parentPath }) => except === undefined || !`${parentPath}/`.startsWith(`${except}/`),
  );
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const pairs = files.map(
    async (file) => [posix.join(place, relative(folder, file)), await readFile(file)] as const,
  );
  return new Map(await Promise.all(pairs));
}

export interface ScoringContainer extends ReadyWithin, Pick<ContainerSpec, 'files' | 'folders' | 'limits'> {
  readonly name: string;
  readonly image: Image;
  /** Those of the scoring contract and of the deployment. */
  readonly variables: Readonly<Record<string, string>>;
  readonly log: (text: string) => void;
}

/**
 * Starts the container and resolves once it answers on `/`.
 *
 * @throws OperationFailure ResourceNotReady when it ends or stays unhealthy
 */
export async function startScoringContainer(
  options: ScoringContainer,
  runtime: Pick<ContainerRuntime, 'container'>,
): Promise<RunningDeployment> {
  const { log } = options;
  const start = runtime.container({ ...options, ports: [serverPort] });
  const program = await start({ ip: '127.0.0.1', portOf: () => undefined, log });
  let exit: number | undefined;
  void program.exited.then((code) => (exit = code));
  const child = { exit: () => exit, stop: () => program.stop() };
  // One that could not be started has no port; that it has ended is what is looked at then.
  const port = program.portOf(serverPort) ?? 0;
  return whenHealthy({ ...{ port, child, path: '/' }, protocol: 'script' }, options);
}
