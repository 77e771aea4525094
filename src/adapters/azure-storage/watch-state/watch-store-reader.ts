// The watcher's memory in a table, for a command that runs beside the watcher: it reads, and owns nothing.
import { fail } from '../../../core/errors/catalogue.ts';
import { compareByCreation } from '../../../core/model/version.ts';
import type { WatchStore } from '../../../ports/watch-store.ts';
import { endOfPast, headKey, livePrefix, partitionOf, pastPrefix } from './keys.ts';
import { readHead, readVersion } from './rows.ts';
import type { StateTable } from './state-table.ts';

/** @returns a store whose methods that write throw WatchLeadershipLost */
export function createTableStoreReader(table: StateTable): WatchStore {
  const versions = async (id: string, below: string) =>
    (await table.rows(partitionOf(id), livePrefix, below)).map(readVersion).toSorted(compareByCreation);
  const refuse = (id: string): Promise<never> =>
    Promise.reject(fail('WatchLeadershipLost', { what: `the state of the watch ${id}` }));
  return {
    async cursor(id) {
      const [head] = await table.rows(partitionOf(id), headKey, livePrefix);
      return head === undefined ? undefined : readHead(head).cursor;
    },
    known: (id) => versions(id, endOfPast),
    owed: async (id) => (await versions(id, pastPrefix)).filter(({ state }) => state === 'owed'),
    record: refuse,
    settle: refuse,
    reopen: refuse,
  };
}
