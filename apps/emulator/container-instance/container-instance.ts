// The emulated Azure Container Instances: container groups, as operations for the ARM server.
import type { Operation } from '../arm/operation.ts';
import type { ResourceScope } from '../arm/resources.ts';
import type { Time } from '../kernel/time.ts';
import { containerGroupOperations } from './group-operations.ts';
import { GroupStore } from './group-store.ts';
import { GroupOperations } from './operation-status.ts';
import type { PodHost } from './pod.ts';
import type { ImageSources } from './pull.ts';

export interface ContainerInstanceOptions extends ImageSources {
  readonly scope: ResourceScope;
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
  const { scope, images, runtime, host, time, operationMs, log } = options;
  const store = new GroupStore();
  const tracker = new GroupOperations({ scope, time, minimumMs: operationMs, log });
  return {
    operations: [
      ...containerGroupOperations({ scope, store, tracker, sources: { images, runtime }, host }),
      ...tracker.operations(),
    ],
    async close() {
      await tracker.close();
      await Promise.all(store.all().map(async ({ pod }) => pod?.stop()));
    },
  };
}
