// The container services of the stack: a registry that builds images, and groups that run them.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Operation } from './arm/operation.ts';
import type { WorkspaceScope } from './azure-ml/scope.ts';
import { createContainerInstance } from './container-instance/container-instance.ts';
import { createPodHost } from './container-instance/pod-host.ts';
import type { ImageStore } from './container-registry/image-store.ts';
import { createContainerRegistry } from './container-registry/container-registry.ts';
import type { ProcessTable } from './kernel/process-table.ts';
import type { Time } from './kernel/time.ts';
import type { PythonEnvironments } from './scoring/python-environments.ts';
import type { BlobStorage } from './storage/blob-storage.ts';

export interface ContainersOptions {
  readonly scope: WorkspaceScope;
  readonly storage: BlobStorage;
  readonly environments: PythonEnvironments;
  readonly processes: ProcessTable;
  readonly time: Time;
  readonly random: () => number;
  /** Holds build contexts, images and the files of containers. */
  readonly directory: string;
  readonly operationMs: number;
  readonly log: (line: string) => void;
}

export interface Containers {
  readonly operations: readonly Operation[];
  readonly images: ImageStore;
  close(): Promise<void>;
}

export async function startContainers(options: ContainersOptions): Promise<Containers> {
  const { storage, environments, directory } = options;
  await mkdir(directory, { recursive: true });
  const registry = createContainerRegistry(options);
  for (const container of registry.containers) await storage.createContainer(container);
  const host = createPodHost({
    ...options,
    directory: join(directory, 'groups'),
    baseEnv: environments.baseEnv,
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
