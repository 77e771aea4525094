// The watcher's memory: a file of its own, or a storage account that it shares with other watchers.
import { createQuietStore } from '../../../artifact-source/quiet-store.ts';
import { createLedState } from '../../../artifact-source/led-state.ts';
import { fencedTargets } from '../../../artifact-source/fenced-targets.ts';
import { whileLeading } from '../../../artifact-source/lead.ts';
import {
  type SharedState,
  connectSharedState,
} from '../../../src/adapters/azure-storage/watch-state/shared-state.ts';
import { openWatchState } from '../../../src/adapters/sqlite/watch-state.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import type { WatchHealth } from '../../../src/core/watch/health.ts';
import type { ForwardedVersions } from '../../../src/ports/forwarded-versions.ts';
import type { FiringTargets } from '../../../src/ports/firing-targets.ts';
import type { WatchEvents } from '../../../src/ports/watch-events.ts';
import type { WatchState } from '../../../src/ports/watch-state.ts';
import { type AzureAccess, credentialFor } from '../azure.ts';
import { type StorageSection, addressesOf } from './state-section.ts';

export interface Memory {
  readonly state: WatchState;
  /** What the relay has forwarded. */
  readonly forwarded: ForwardedVersions;
  /** Another number whenever a command has written; absent where looking is not free. */
  readonly writtenByOthers?: () => number;
  readonly role: () => WatchHealth['role'];
  /** The same targets, fired only while this watcher may act. */
  guard(targets: FiringTargets): FiringTargets;
  /**
   * Runs `work` while this watcher may act; again when it may again.
   * @returns what `work` gave last; absent if it never ran, as another watcher acts
   */
  act<T>(options: ActOptions, work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined>;
  close(): void;
}

export interface ActOptions {
  readonly events: WatchEvents;
  readonly signal: AbortSignal;
  readonly once: boolean;
}

/**
 * @param file path of the state file; made if it does not exist
 * @throws WatchStateInUse, WatchStateNewer, WatchStateUnusable
 */
export function openFileMemory(file: string): Memory {
  const state = openWatchState(file);
  return {
    state: alone(state),
    forwarded: state.forwarded,
    writtenByOthers: () => state.writtenByOthers(),
    role: () => 'leader',
    guard: (targets) => targets,
    act: ({ signal }, work) => work(signal),
    close: () => state.close(),
  };
}

export interface SharedMemoryOptions {
  readonly storage: StorageSection;
  /** Instead of the sign-in. */
  readonly connectionString: string | undefined;
  readonly access: Pick<AzureAccess, 'azure' | 'signIn'>;
  readonly clock: Clock;
}

/**
 * Connects to nothing yet.
 * @throws WatchStateAccountUnusable if the connection string cannot be read
 */
export function sharedStateOf(options: SharedMemoryOptions): SharedState {
  const { storage, connectionString, clock } = options;
  const { table, container } = storage;
  const access =
    connectionString === undefined
      ? {
          kind: 'identity' as const,
          credential: credentialFor(options.access),
          ...addressesOf(storage),
        }
      : { kind: 'connection-string' as const, connectionString };
  const monotonic = () => performance.now();
  return connectSharedState({ access, table, container, clock, monotonic });
}

/** @throws WatchStateAccountUnusable if the connection string cannot be read */
export function openSharedMemory(options: SharedMemoryOptions): Memory {
  const { clock } = options;
  const shared = sharedStateOf(options);
  const { enter, confirm, ...state } = createLedState();
  let role: WatchHealth['role'] = 'undecided';
  return {
    state,
    forwarded: shared.forwarded,
    role: () => role,
    guard: (targets) => fencedTargets(targets, confirm),
    act({ events, ...how }, work) {
      const seen: WatchEvents = {
        emit(event) {
          if (event.event === 'standby') role = 'stand-by';
          events.emit(event);
        },
      };
      return whileLeading(shared.leadership, { ...how, events: seen, clock }, async (term, signal) => {
        role = 'leader';
        enter({ term, state: alone(shared.stateFor(term)) });
        try {
          return await work(signal);
        } finally {
          enter(undefined);
        }
      });
    },
    close: () => undefined,
  };
}

/** While nobody else writes: for ever in a file that is locked, for one term in an account. */
function alone(state: WatchState): WatchState {
  return { ...state, store: createQuietStore(state.store) };
}
