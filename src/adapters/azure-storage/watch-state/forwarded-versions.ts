// What the relays forwarded, in the table that their watchers share: whoever leads or stands by, all of them relay.
import * as z from 'zod';
import { isExtensionError } from '../../../core/errors/extension-error.ts';
import { forwardingMemory } from '../../../core/relay/forwarding-decision.ts';
import type { ForwardedVersions } from '../../../ports/forwarded-versions.ts';
import type { StateTable } from './state-table.ts';

const partitionKey = 'forwarded';

/** How often one relay looks for rows that have expired, in milliseconds: it has to read all of them. */
const sweepInterval = 24 * 3_600_000;

/** Keys are hashes in hexadecimal digits; this is above all of them. */
const endOfKeys = '~';

/** As many as one transaction takes. */
const rowsAtOnce = 100;

const rowSchema = z
  .looseObject({ state: z.enum(['begun', 'done']), at: z.string() })
  .transform(({ state, at }) => ({ state, at: new Date(at) }));

export function createTableForwarded(table: StateTable): ForwardedVersions {
  let sweptAt = -Infinity;

  async function expire(now: number): Promise<void> {
    const rows = await table.rows(partitionKey, '', endOfKeys);
    const old = rows.filter((row) => rowSchema.parse(row).at.getTime() < now - forwardingMemory);
    for (let from = 0; from < old.length; from += rowsAtOnce) {
      const some = old.slice(from, from + rowsAtOnce);
      await table.write(some.map(({ rowKey }) => ['delete', { partitionKey, rowKey }]));
    }
  }

  /** What is not removed now is removed later: no forwarding waits or fails for it. */
  async function sweep(now: number): Promise<void> {
    if (now - sweptAt < sweepInterval) return;
    sweptAt = now;
    try {
      await expire(now);
    } catch (error) {
      if (!isExtensionError(error)) throw error;
    }
  }

  return {
    async find(rowKey) {
      const rows = await table.rows(partitionKey, rowKey, `${rowKey}~`);
      const row = rows.find((each) => each.rowKey === rowKey);
      return row === undefined ? undefined : rowSchema.parse(row);
    },
    async begin(rowKey, at) {
      const entity = { partitionKey, rowKey, state: 'begun', at: at.toISOString() };
      await table.write([['upsert', entity, 'Replace']]);
      await sweep(at.getTime());
    },
    async finish(rowKey) {
      await table.write([['update', { partitionKey, rowKey, state: 'done' }, 'Merge']]);
    },
    async forget(rowKey) {
      await table.write([['delete', { partitionKey, rowKey }]]);
    },
  };
}
