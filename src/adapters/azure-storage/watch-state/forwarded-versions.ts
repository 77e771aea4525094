// What the relays forwarded, in the table that their watchers share: whoever leads or stands by, all of them relay.
import * as z from 'zod';
import type { ForwardedVersions } from '../../../ports/forwarded-versions.ts';
import type { StateTable } from './state-table.ts';

const partitionKey = 'forwarded';

const rowSchema = z
  .looseObject({ state: z.enum(['begun', 'done']), at: z.string() })
  .transform(({ state, at }) => ({ state, at: new Date(at) }));

export function createTableForwarded(table: StateTable): ForwardedVersions {
  return {
    async find(rowKey) {
      const rows = await table.rows(partitionKey, rowKey, `${rowKey}~`);
      const row = rows.find((each) => each.rowKey === rowKey);
      return row === undefined ? undefined : rowSchema.parse(row);
    },
    async begin(rowKey, at) {
      const entity = { partitionKey, rowKey, state: 'begun', at: at.toISOString() };
      await table.write([['upsert', entity, 'Replace']]);
    },
    async finish(rowKey) {
      await table.write([['update', { partitionKey, rowKey, state: 'done' }, 'Merge']]);
    },
    async forget(rowKey) {
      await table.write([['delete', { partitionKey, rowKey }]]);
    },
  };
}
