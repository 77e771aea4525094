// The emulated Azure Container Registry: one registry, its keys, and Tasks that build images from uploaded sources.
import { join } from 'node:path';
import type { Operation } from '../arm/operation.ts';
import type { WorkspaceScope } from '../azure-ml/scope.ts';
import type { Time } from '../kernel/time.ts';
import type { PythonEnvironments } from '../scoring/python-environments.ts';
import { buildContainer, buildOperations, type BuildStorage } from './build-operations.ts';
import type { ScheduleRunRequest } from './build-schemas.ts';
import { unpackContext } from './build-context.ts';
import { buildImage } from './image-build.ts';
import { ImageStore } from './image-store.ts';
import { inContainerRegistry, registryOperations } from './registry-operations.ts';
import { containerRegistryName, loginServer } from './registry-scope.ts';
import { RunTable, type OutputImage } from './runs.ts';

export interface ContainerRegistryOptions {
  readonly scope: WorkspaceScope;
  readonly storage: BuildStorage & { read(container: string, name: string): Promise<Buffer> };
  readonly environments: PythonEnvironments;
  readonly time: Time;
  /** How long a run takes at least. Milliseconds. */
  readonly operationMs: number;
  /** Holds contexts and images. */
  readonly directory: string;
}

export interface ContainerRegistry {
  readonly operations: readonly Operation[];
  readonly images: ImageStore;
  /** Containers that must exist in the storage account. */
  readonly containers: readonly string[];
  close(): Promise<void>;
}

export function createContainerRegistry(options: ContainerRegistryOptions): ContainerRegistry {
  const { scope, storage, environments, time, directory } = options;
  const server = loginServer(scope);
  const images = new ImageStore(server, containerRegistryName(scope));
  let builds = 0;

  const build = async (
    request: ScheduleRunRequest,
    log: (text: string) => void,
    signal: AbortSignal,
  ): Promise<readonly OutputImage[]> => {
    builds += 1;
    const folder = join(directory, `build-${builds}`);
    log(`Downloading source code...\n`);
    const archive = await storage.read(buildContainer, request.sourceLocation).catch(() => {
      throw new Error(`failed to download context: there is no source at '${request.sourceLocation}'`);
    });
    await unpackContext(archive, join(folder, 'context'));
    const image = await buildImage({
      context: join(folder, 'context'),
      dockerfile: request.dockerFilePath,
      root: join(folder, 'image'),
      ...{ environments, log, signal },
    });
    if (!request.isPushEnabled) return [];
    return request.imageNames.map((name) => {
      const [repository = '', tag = 'latest'] = name.split(':');
      log(`The push refers to repository [${server}/${repository}]\n${tag}: digest: ${image.digest}\n`);
      images.push(`${repository}:${tag}`, image);
      return { registry: server, repository, tag, digest: image.digest };
    });
  };

  const runs = new RunTable({ time, minimumMs: options.operationMs, build });
  return {
    images,
    containers: [buildContainer],
    operations: inContainerRegistry(scope, [
      ...registryOperations({ scope, images, createdAt: time.now().toISOString() }),
      ...buildOperations({ scope, runs, storage }),
    ]),
    close: () => runs.close(),
  };
}
