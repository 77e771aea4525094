// The container services of the stack: a registry that builds images, and groups that run them.
import type { Operation } from './arm/operation.ts';
import type { WorkspaceScope } from './azure-ml/scope.ts';
import { createContainerInstance } from './container-instance/container-instance.ts';
import { createPodHost } from './container-instance/pod-host.ts';
import type { ImageStore } from './container-registry/image-store.ts';
import { createContainerRegistry } from './container-registry/container-registry.ts';
import { chooseRuntime, type RuntimeOptions } from './container-runtime/choose-runtime.ts';
import type { ContainerRuntime } from './container-runtime/container-runtime.ts';
import type { Time } from './kernel/time.ts';
import type { BlobStorage } from './storage/blob-storage.ts';

export interface ContainersOptions extends RuntimeOptions {
  readonly scope: WorkspaceScope;
  readonly storage: BlobStorage;
  readonly time: Time;
  readonly random: () => number;
  readonly operationMs: number;
}

export interface Containers {
  readonly operations: readonly Operation[];
  readonly images: ImageStore;
  /** Runs what IoT Edge devices have, too. */
  readonly runtime: ContainerRuntime;
  close(): Promise<void>;
}

export async function startContainers(options: ContainersOptions): Promise<Containers> {
  const { storage } = options;
  const runtime = await chooseRuntime(options);
  const registry = createContainerRegistry({ ...options, runtime });
  for (const container of registry.containers) await storage.createContainer(container);
  const host = createPodHost({
    ...{ ...options, runtime },
    // Azure begins at ten seconds; a stack that shows the same in a fraction of that is a better teacher.
    backOffMs: options.operationMs,
  });
  const instance = createContainerInstance({ ...options, runtime, images: registry.images, host });
  return {
    ...{ runtime, images: registry.images },
    operations: [...registry.operations, ...instance.operations],
    async close() {
      try {
        await registry.close();
        await instance.close();
      } finally {
        await runtime.close();
      }
    },
  };
}
