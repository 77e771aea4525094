// The emulated Azure Container Registry: one registry, its keys, and Tasks that build images from uploaded sources.
import type { Operation } from '../arm/operation.ts';
import type { WorkspaceScope } from '../azure-ml/scope.ts';
import type { ContainerRuntime } from '../container-runtime/container-runtime.ts';
import type { Time } from '../kernel/time.ts';
import { buildContainer, buildOperations, type BuildStorage } from './build-operations.ts';
import type { ScheduleRunRequest } from './build-schemas.ts';
import { ImageStore } from './image-store.ts';
import { inContainerRegistry, registryOperations } from './registry-operations.ts';
import { containerRegistryName, loginServer } from './registry-scope.ts';
import { RunTable, type OutputImage } from './runs.ts';

export interface ContainerRegistryOptions {
  readonly scope: WorkspaceScope;
  readonly storage: BuildStorage & { read(container: string, name: string): Promise<Buffer> };
  readonly runtime: Pick<ContainerRuntime, 'build'>;
  readonly time: Time;
  /** How long a run takes at least. Milliseconds. */
  readonly operationMs: number;
}

export interface ContainerRegistry {
  readonly operations: readonly Operation[];
  readonly images: ImageStore;
  /** Containers that must exist in the storage account. */
  readonly containers: readonly string[];
  close(): Promise<void>;
}

const withTag = (name: string): string => (name.includes(':') ? name : `${name}:latest`);

export function createContainerRegistry(options: ContainerRegistryOptions): ContainerRegistry {
  const { scope, storage, runtime, time } = options;
  const server = loginServer(scope);
  const images = new ImageStore(server, containerRegistryName(scope));

  const build = async (
    request: ScheduleRunRequest,
    log: (text: string) => void,
    signal: AbortSignal,
  ): Promise<readonly OutputImage[]> => {
    log(`Downloading source code...\n`);
    const archive = await storage.read(buildContainer, request.sourceLocation).catch(() => {
      throw new Error(`failed to download context: there is no source at '${request.sourceLocation}'`);
    });
    const pushed = request.isPushEnabled ? request.imageNames.map(withTag) : [];
    const names = pushed.map((name) => `${server}/${name}`);
    const digest = await runtime.build({ archive, request, names, log, signal });
    return pushed.map((name) => {
      const [repository = '', tag = ''] = name.split(':');
      log(`The push refers to repository [${server}/${repository}]\n${tag}: digest: ${digest}\n`);
      images.push(name, digest);
      return { registry: server, repository, tag, digest };
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
