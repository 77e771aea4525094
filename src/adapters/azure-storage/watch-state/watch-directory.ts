// Which watches a table belongs to: a list of any length, replaced as a whole by naming another one the current one.
import { randomUUID } from 'node:crypto';
import type { TransactionAction } from '@azure/data-tables';
import * as z from 'zod';
import { type WatchListing, watchListingSchema } from '../../../core/watch/listing.ts';
import type { WatchDirectory } from '../../../ports/watch-directory.ts';
import { packJson, unpackJson } from './packed-json.ts';
import type { Row, StateTable } from './state-table.ts';

const partitionKey = 'directory';
/** Before all lists, which are named by GUIDs. */
const currentKey = '!current';
const transactionSize = 100;

/** @param allow throws if this program may not write any more */
export function createTableDirectory(table: StateTable, allow: () => Promise<void>): WatchDirectory {
  async function read(): Promise<{ current: readonly Row[]; rest: readonly Row[] }> {
    const [first, ...rows] = await table.rows(partitionKey, currentKey, '~');
    if (first?.rowKey !== currentKey)
      return { current: [], rest: first === undefined ? [] : [first, ...rows] };
    const { list } = z.looseObject({ list: z.string() }).parse(first);
    const isCurrent = ({ rowKey }: Row): boolean => rowKey.startsWith(`${list}:`);
    return { current: rows.filter(isCurrent), rest: rows.filter((row) => !isCurrent(row)) };
  }

  async function write(actions: readonly TransactionAction[]): Promise<void> {
    for (let from = 0; from < actions.length; from += transactionSize) {
      await allow();
      await table.write(actions.slice(from, from + transactionSize));
    }
  }

  return {
    async list() {
      return (await read()).current.map(listingOf);
    },

    async enlist(watches) {
      const { current, rest } = await read();
      if (JSON.stringify(current.map(listingOf)) === JSON.stringify(watches)) return;
      const list = randomUUID();
      const rowKey = (place: number): string => `${list}:${String(place).padStart(8, '0')}`;
      await write(
        watches.map((watch, place) => [
          'upsert',
          { partitionKey, rowKey: rowKey(place), ...packJson(watch) },
          'Replace',
        ]),
      );
      await write([['upsert', { partitionKey, rowKey: currentKey, list }, 'Replace']]);
      // Also what is left of a list that never became the current one.
      await write([...current, ...rest].map(({ rowKey: old }) => ['delete', { partitionKey, rowKey: old }]));
    },
  };
}

const listingOf = (row: Row): WatchListing => watchListingSchema.parse(unpackJson(row));
