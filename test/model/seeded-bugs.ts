// Mistakes that somebody could make, put between the watcher and its ports.
import { watchId } from '../../src/core/watch/watch.ts';
import type { FiringTargets } from '../../src/ports/firing-targets.ts';
import type { ModelRegistry } from '../../src/ports/model-registry.ts';
import type { WatchStore } from '../../src/ports/watch-store.ts';
import { watchOf } from '../artifact-source/support/versions.ts';

export interface WorldPorts {
  readonly registry: ModelRegistry;
  readonly targets: FiringTargets;
  readonly store: WatchStore;
}

export type SeededBug = (ports: WorldPorts) => WorldPorts;

const id = watchId(watchOf('every'));

/** Written down as done, and only then done. */
const settleBeforeCreate: SeededBug = ({ registry, targets, store }) => ({
  registry,
  store,
  targets: {
    ...methods(targets),
    async create(target, request) {
      const { version, createdAt } = request.facts;
      await store.settle(id, { version, createdAt }, { state: 'fired', reason: 'soon' });
      return targets.create(target, request);
    },
  },
});

/** How far it has looked is written before what it has seen. */
const cursorBeforeOwed: SeededBug = ({ registry, targets, store }) => ({
  registry,
  targets,
  store: {
    ...methods(store),
    async record(watch, { cursor, versions }) {
      await store.record(watch, { cursor, versions: [] });
      await store.record(watch, { cursor, versions });
    },
  },
});

/** It calls without looking whether it has called before. */
const createWithoutFind: SeededBug = ({ registry, targets, store }) => ({
  registry,
  store,
  targets: { ...methods(targets), find: () => Promise.resolve(undefined) },
});

export const seededBugs = { settleBeforeCreate, cursorBeforeOwed, createWithoutFind };

/** What a spread of a proxy gives: its methods, each still a point of the schedule. */
function methods<P extends object>(port: P): P {
  return Object.fromEntries(Object.keys(port).map((key) => [key, port[key as keyof P]])) as unknown as P;
}
