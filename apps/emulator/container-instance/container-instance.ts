// The emulated Azure Container Instances: container groups, as operations for the ARM server.
import type { Operation } from '../arm/operation.ts';
import type { ResourceScope } from '../arm/resources.ts';
import type { ImageStore } from '../container-registry/image-store.ts';
import type { Time } from '../kernel/time.ts';
import { containerGroupOperations } from './group-operations.ts';
import { GroupStore } from './group-store.ts';
import { GroupOperations } from './operation-status.ts';
import type { PodHost } from './pod.ts';

export interface ContainerInstanceOptions {
  readonly scope: ResourceScope;
  readonly images: ImageStore;
  readonly host: PodHost;
  readonly time: Time;
  /** How long every operation takes at least. Milliseconds. */
  readonly operationMs: number;
  readonly log: (line: string) => void;
}

export interface ContainerInstance {
  readonly operations: readonly Operation[];
  /** Ends operations and groups. */
  close(): Promise<void>;
}

export function createContainerInstance(options: ContainerInstanceOptions): ContainerInstance {
  const { scope, images, host, time, operationMs, log } = options;
  const store = new GroupStore();
  const tracker = new GroupOperations({ scope, time, minimumMs: operationMs, log });
  return {
    operations: [
      ...containerGroupOperations({ scope, store, tracker, images, host }),
      ...tracker.operations(),
    ],
    async close() {
      await tracker.close();
      await Promise.all(store.all().map(async ({ pod }) => pod?.stop()));
    },
  };
}
