// Images as folders and containers as processes of this machine: for machines without a Docker Engine, and for speed.
import { join } from 'node:path';
import type { ProcessTable } from '../../kernel/process-table.ts';
import type { PythonEnvironments } from '../../scoring/python-environments.ts';
import type { ContainerRuntime, ContainerSpec } from '../container-runtime.ts';
import type { StartProgram } from '../program.ts';
import { unpackContext } from './build-context.ts';
import { buildImage, type FolderImage } from './image-build.ts';
import { scoringProgram } from './scoring-program.ts';

export interface ProcessRuntimeOptions {
  readonly environments: PythonEnvironments;
  readonly processes: ProcessTable;
  /** Holds build contexts, images, and the files of containers. */
  readonly directory: string;
}

export function createProcessRuntime(options: ProcessRuntimeOptions): ContainerRuntime {
  const { environments, processes, directory } = options;
  const images = new Map<string, FolderImage>();
  let builds = 0;
  let containers = 0;

  const container = (spec: ContainerSpec): StartProgram => {
    const image = images.get(spec.image.digest);
    if (!image) throw new Error(`No such image: ${spec.image.name}`);
    containers += 1;
    const folder = `container-${containers}-${spec.name.replaceAll('/', '-')}`;
    return scoringProgram({
      ...{ spec, image, processes, baseEnv: environments.baseEnv },
      directory: join(directory, folder),
    });
  };

  return {
    kind: 'process',
    hostAddress: '127.0.0.1',
    async build({ archive, request, log, signal }) {
      builds += 1;
      const folder = join(directory, `build-${builds}`);
      await unpackContext(archive, join(folder, 'context'));
      const image = await buildImage({
        context: join(folder, 'context'),
        dockerfile: request.dockerFilePath,
        root: join(folder, 'image'),
        ...{ environments, log, signal },
      });
      images.set(image.digest, image);
      return image.digest;
    },
    pull: () => Promise.resolve(undefined),
    container,
    // Processes of one machine share its localhost anyway.
    share: () => Promise.resolve({ container, close: () => Promise.resolve() }),
    close: () => Promise.resolve(),
  };
}
