// The container services of the stack: a registry that builds images, and groups that run them.
import type { Operation } from './arm/operation.ts';
import type { WorkspaceScope } from './azure-ml/scope.ts';
import { createContainerInstance } from './container-instance/container-instance.ts';
import { createPodHost } from './container-instance/pod-host.ts';
import type { ImageStore } from './container-registry/image-store.ts';
import { createContainerRegistry } from './container-registry/container-registry.ts';
import type { ContainerRuntime } from './container-runtime/container-runtime.ts';
import type { Time } from './kernel/time.ts';
import type { BlobStorage } from './storage/blob-storage.ts';

export interface ContainersOptions {
  readonly scope: WorkspaceScope;
  readonly storage: BlobStorage;
  readonly runtime: ContainerRuntime;
  readonly time: Time;
  readonly random: () => number;
  readonly operationMs: number;
  readonly log: (line: string) => void;
}

export interface Containers {
  readonly operations: readonly Operation[];
  readonly images: ImageStore;
  close(): Promise<void>;
}

export async function startContainers(options: ContainersOptions): Promise<Containers> {
  const { storage } = options;
  const registry = createContainerRegistry(options);
  for (const container of registry.containers) await storage.createContainer(container);
  const host = createPodHost({
    ...options,
    // Azure begins at ten seconds; a stack that shows the same in a fraction of that is a better teacher.
    backOffMs: options.operationMs,
  });
  const instance = createContainerInstance({ ...options, images: registry.images, host });
  return {
    images: registry.images,
    operations: [...registry.operations, ...instance.operations],
    async close() {
      await registry.close();
      await instance.close();
    },
  };
}
