// A memory that several watchers share: whoever leads writes it, and commands give their orders beside.
import { randomUUID } from 'node:crypto';
import type { ForwardedVersions } from '../../../ports/forwarded-versions.ts';
import type { Leadership, Term } from '../../../ports/leadership.ts';
import type { WatchState } from '../../../ports/watch-state.ts';
import { createTableForwarded } from './forwarded-versions.ts';
import { type LeadershipOptions, leadership } from './leadership.ts';
import { blobLease } from './lease.ts';
import { type StateAccountOptions, connectStateAccount } from './state-account.ts';
import { type StateTable, stateTable } from './state-table.ts';
import { createTableControls } from './watch-controls.ts';
import { createTableDirectory } from './watch-directory.ts';
import { createTableStoreReader } from './watch-store-reader.ts';
import { createTableWatchStore } from './watch-store.ts';
import { createTableTimeline } from './watch-timeline.ts';

export interface SharedState {
  readonly leadership: Leadership;
  /** For the watcher that leads: what it writes after its term is refused. */
  stateFor(term: Term): WatchState;
  /** What relays have forwarded, whether their watcher leads or not. */
  readonly forwarded: ForwardedVersions;
  /** For a command, beside a watcher or without one: its store can be read only. */
  readonly joined: WatchState;
}

/**
 * Connects to nothing yet.
 * @throws WatchStateAccountUnusable if the connection string cannot be read; the methods of the state throw
 *   WatchStateAccountForbidden, WatchStateAccountUnusable, WatchStateAccountFailed, WatchStateTableNewer or
 *   WatchLeadershipLost
 */
export function connectSharedState(options: StateAccountOptions & LeadershipOptions): SharedState {
  const account = connectStateAccount(options);
  const table = stateTable(account.table);
  return {
    leadership: leadership(() => blobLease(account, randomUUID()), options),
    stateFor: (term) => tableState(table, term),
    forwarded: createTableForwarded(table),
    joined: joinedState(table),
  };
}

function tableState(table: StateTable, term: Term): WatchState {
  return { store: createTableWatchStore(table, term), ...aside(table, () => term.confirm()) };
}

function joinedState(table: StateTable): WatchState {
  return { store: createTableStoreReader(table), ...aside(table, () => Promise.resolve()) };
}

/** What commands write too. */
function aside(table: StateTable, allow: () => Promise<void>): Omit<WatchState, 'store'> {
  return {
    controls: createTableControls(table, allow),
    timeline: createTableTimeline(table, allow),
    directory: createTableDirectory(table, allow),
  };
}
