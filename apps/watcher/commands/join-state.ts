// Opens the watcher's state for a command, while the watcher may be running.
import { joinWatchState } from '../../../src/adapters/sqlite/watch-state.ts';
import { isLockedByWatcher } from '../../../src/adapters/sqlite/watcher-lock.ts';
import type { WatchState } from '../../../src/ports/watch-state.ts';
import type { CommandArguments } from './arguments.ts';

export interface JoinedState extends WatchState {
  isWatcherRunning(): boolean;
  close(): void;
}

/** @throws WatchStateMissing, WatchStateOlder, WatchStateInUse, WatchStateNewer, WatchStateUnusable */
export function joinState({ state: file }: Pick<CommandArguments, 'state'>): JoinedState {
  return { ...joinWatchState(file), isWatcherRunning: () => isLockedByWatcher(file) };
}
