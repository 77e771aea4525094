// Serves a Triton model repository with the real tritonserver, as a process of this machine.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunningDeployment } from '../../azure-ml/online/scoring-host.ts';
import { freePort } from '../../kernel/free-port.ts';
import type { ProcessTable } from '../../kernel/process-table.ts';
import { OperationFailure } from '../../azure-ml/long-running.ts';
import { buildingImage, curatedImage, type ImageBuild } from '../image-build.ts';
import type { MountedModel } from '../mounted-model.ts';
import { whenHealthy, type ReadyWithin } from '../when-healthy.ts';
import { layOutBackends, pythonOf } from './backends.ts';

/** The package brings tritonserver 2.51.0 of release 24.10, for x86-64 and glibc 2.35 or newer. */
export const tritonPackages: readonly string[] = ['nvidia-pytriton==0.7.0', 'onnxruntime==1.31.1'];

export interface TritonServerOptions extends ReadyWithin {
  readonly name: string;
  /** Its folder is the model repository: `MODEL/VERSION/model.onnx`, and perhaps `MODEL/config.pbtxt`. */
  readonly model: MountedModel;
  /** Where the server's own files go. */
  readonly directory: string;
  /** The variables of the deployment. */
  readonly variables: Readonly<Record<string, string>>;
  /** What the container has of its own: PATH, HOME, LANG. */
  readonly baseEnv: Readonly<Record<string, string>>;
  readonly processes: ProcessTable;
  readonly build: ImageBuild;
  readonly log: (text: string) => void;
}

/** @throws OperationFailure when there is no folder of a model in it: Triton would start and serve nothing */
async function repositoryOf({ name, version, directory, folder }: MountedModel): Promise<string> {
  const repository = join(directory, folder);
  const entries = await readdir(repository, { withFileTypes: true }).catch(() => []);
  if (entries.some((entry) => entry.isDirectory())) return repository;
  throw new OperationFailure(
    'BadArgument',
    `The Triton model '${name}:${version}' cannot be served: '${folder}' is no model repository. Register the folder that holds <model>/<version>/<file>.`,
  );
}

/** @throws OperationFailure when it cannot be installed, or ends: one model that does not load ends it, as in Azure */
export async function startTriton(options: TritonServerOptions): Promise<RunningDeployment> {
  const { baseEnv, processes, model } = options;
  const repository = await repositoryOf(model);
  const { environments, log, signal } = options.build;
  const image = curatedImage('triton', model);
  const { virtualEnvironment, python, backends } = await buildingImage(image, log, async () => {
    const virtualEnvironment = await environments.build('', tritonPackages, log, signal);
    const python = await pythonOf(virtualEnvironment, { processes, env: baseEnv });
    return { virtualEnvironment, python, backends: await layOutBackends(python, options.directory) };
  });
  const bin = join(virtualEnvironment, 'bin');
  const port = await freePort();
  const child = processes.start({
    name: options.name,
    command: join(python.packages, 'pytriton', 'tritonserver', 'bin', 'tritonserver'),
    args: [
      ...[`--model-repository=${repository}`, `--backend-directory=${backends}`],
      ...['--http-address=127.0.0.1', `--http-port=${port}`, '--allow-grpc=false', '--allow-metrics=false'],
      // The process table gives a server five seconds.
      '--exit-timeout-secs=3',
    ],
    cwd: repository,
    env: {
      ...baseEnv,
      PATH: `${bin}:${baseEnv.PATH ?? ''}`,
      VIRTUAL_ENV: virtualEnvironment,
      LD_LIBRARY_PATH: `${join(python.packages, 'nvidia_pytriton.libs')}:${python.libraries}`,
      PYTHONUNBUFFERED: '1',
      AZUREML_MODEL_DIR: model.directory,
      ...options.variables,
      EMULATOR_TRITON_REPOSITORY: repository,
    },
    onOutput: options.log,
  });
  return whenHealthy({ port, child, path: '/v2/health/ready', protocol: 'triton' }, options);
}
