// What was ordered for the watches, in a table: all in one partition, so that a turn reads them with one call.
import type { TransactionAction } from '@azure/data-tables';
import * as z from 'zod';
import { fail } from '../../../core/errors/catalogue.ts';
import { type WatchOrders, noOrders, watchOrdersSchema } from '../../../core/watch/orders.ts';
import type { WatchControls } from '../../../ports/watch-controls.ts';
import { partitionOf } from './keys.ts';
import { packJson, unpackJson } from './packed-json.ts';
import type { Row, StateTable } from './state-table.ts';

const partitionKey = 'orders';

/** Commands and the watcher change the orders of one watch: that often in a row nobody comes second. */
const attempts = 20;

const idSchema = z.looseObject({ watchId: z.string() });

const ordersOf = (row: Row): WatchOrders => watchOrdersSchema.parse(unpackJson(row));

/** @param allow throws if this program may not write any more */
export function createTableControls(table: StateTable, allow: () => Promise<void>): WatchControls {
  async function rowOf(watchId: string): Promise<Row | undefined> {
    const rowKey = partitionOf(watchId);
    return (await table.rows(partitionKey, rowKey, `${rowKey}~`))[0];
  }

  return {
    async all() {
      const rows = await table.rows(partitionKey, '', '~');
      return new Map(rows.map((row) => [idSchema.parse(row).watchId, ordersOf(row)]));
    },

    async orders(watchId) {
      const row = await rowOf(watchId);
      return row === undefined ? noOrders : ordersOf(row);
    },

    async change(watchId, by) {
      for (let attempt = 1; attempt <= attempts; attempt += 1) {
        const row = await rowOf(watchId);
        const before = row === undefined ? noOrders : ordersOf(row);
        const after = by(before);
        if (after === before) return before;
        await allow();
        const entity = { partitionKey, rowKey: partitionOf(watchId), watchId, ...packJson(after) };
        const action: TransactionAction =
          row === undefined ? ['create', entity] : ['update', entity, 'Replace', { etag: row.etag }];
        if ((await table.write([action])) !== undefined) return after;
        // Somebody was faster, or it was this very change and its answer was lost: then nothing is left to change.
      }
      const reason = 'others change the orders of the watch all the time';
      throw fail('WatchStateAccountFailed', { resource: table.url, reason });
    },
  };
}
