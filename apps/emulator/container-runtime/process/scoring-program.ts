// Runs the image of a model: the real inference server, in the image's own Python environment and files.
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProcessTable } from '../../kernel/process-table.ts';
import { spawnInferenceServer } from '../../scoring/inference-server.ts';
import type { ContainerSpec } from '../container-runtime.ts';
import { ended, type StartProgram } from '../program.ts';
import type { FolderImage } from './image-build.ts';

export interface ScoringProgramOptions {
  readonly spec: ContainerSpec;
  readonly image: FolderImage;
  /** Becomes the container's file system. */
  readonly directory: string;
  readonly baseEnv: Readonly<Record<string, string>>;
  readonly processes: ProcessTable;
}

/** The port that the server has in images of Azure Machine Learning. */
const serverPort = 5001;

/** Services of such images are started by runit, in a conda environment or without one. */
const startsServices = (command: readonly string[]): boolean => command.includes('runsvdir');

/** Starts the server; a command that the stack does not know ends with exit code 127, as in a shell. */
export function scoringProgram(options: ScoringProgramOptions): StartProgram {
  const { spec, image, directory, baseEnv, processes } = options;
  return async ({ log }) => {
    const command = spec.command ?? spec.options?.Cmd ?? image.command;
    if (!startsServices(command)) {
      log(`exec: ${command.join(' ')}: the emulator starts only runsvdir\n`);
      return ended(127);
    }
    // The container has files of its own: what it writes is not in the image.
    await mkdir(directory, { recursive: true });
    await cp(image.root, directory, { recursive: true });
    const all: Readonly<Record<string, string>> = { ...image.env, ...spec.variables };
    const {
      AML_APP_ROOT = '/var/azureml-app',
      AZUREML_ENTRY_SCRIPT = '',
      AZUREML_MODEL_DIR,
      ...variables
    } = all;
    const here = (path: string) => join(directory, path);
    const started = await spawnInferenceServer({
      name: `container ${spec.name}`,
      virtualEnvironment: image.virtualEnvironment,
      appRoot: here(AML_APP_ROOT),
      entryScript: AZUREML_ENTRY_SCRIPT,
      modelDir: AZUREML_MODEL_DIR === undefined ? undefined : here(AZUREML_MODEL_DIR),
      variables,
      ...{ baseEnv, processes, log },
    });
    if (!started) return ended(1);
    const { child, port } = started;
    return {
      exited: child.exited.then((exit) => (typeof exit === 'number' ? exit : 137)),
      portOf: (asked) => (asked === serverPort ? port : undefined),
      stop: () => child.stop(),
    };
  };
}
