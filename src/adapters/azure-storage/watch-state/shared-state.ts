// A memory that several watchers share: who leads gets the store.
import { randomUUID } from 'node:crypto';
import type { Leadership, Term } from '../../../ports/leadership.ts';
import type { WatchStore } from '../../../ports/watch-store.ts';
import { type LeadershipOptions, leadership } from './leadership.ts';
import { blobLease } from './lease.ts';
import { type StateAccountOptions, connectStateAccount } from './state-account.ts';
import { stateTable } from './state-table.ts';
import { createTableWatchStore } from './watch-store.ts';

export interface SharedState {
  readonly leadership: Leadership;
  /** The store of a term: what it writes after that term is refused. */
  storeFor(term: Term): WatchStore;
}

/** @throws WatchStateAccountUnusable if the connection string cannot be read */
export function connectSharedState(options: StateAccountOptions & LeadershipOptions): SharedState {
  const account = connectStateAccount(options);
  const table = stateTable(account.table);
  return {
    leadership: leadership(() => blobLease(account, randomUUID()), options),
    storeFor: (term) => createTableWatchStore(table, term),
  };
}
