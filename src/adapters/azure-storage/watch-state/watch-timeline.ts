// The history of versions, in a table: a partition for each watch, apart from its state, as commands write it too.
import { randomUUID } from 'node:crypto';
import type { TransactionAction } from '@azure/data-tables';
import * as z from 'zod';
import { fail } from '../../../core/errors/catalogue.ts';
import type { VersionIdentity } from '../../../core/model/version.ts';
import {
  type TimelineEntry,
  counted,
  keptEntries,
  timelineEntrySchema,
} from '../../../core/watch/timeline.ts';
import type { WatchTimeline } from '../../../ports/watch-timeline.ts';
import { headKey, partitionOf, versionKey } from './keys.ts';
import { packJson, unpackJson } from './packed-json.ts';
import type { Row, StateTable } from './state-table.ts';

/** The head counts the entries, so that those of several programs have one order. */
const headSchema = z.looseObject({ entries: z.int(), by: z.string() });

/** Of a transaction's hundred operations the head is one, and each new entry may push an old one out. */
const entriesAtOnce = 49;
const attempts = 20;

interface Numbered {
  readonly rowKey: string;
  readonly number: number;
  readonly entry: TimelineEntry;
}

/** @param allow throws if this program may not write any more */
export function createTableTimeline(table: StateTable, allow: () => Promise<void>): WatchTimeline {
  async function about(partition: string, key: string): Promise<readonly Numbered[]> {
    return (await table.rows(partition, `${key}:`, `${key};`)).map(numbered);
  }

  /** @returns false if another program wrote at the same time */
  async function add(
    partition: string,
    watchId: string,
    entries: readonly TimelineEntry[],
  ): Promise<boolean> {
    const [head] = await table.rows(partition, headKey, `${headKey}~`);
    let number = head === undefined ? 0 : headSchema.parse(head).entries;
    const rows = new Map<string, Numbered[]>();
    for (const key of new Set(entries.map(keyOf))) rows.set(key, [...(await about(partition, key))]);
    const changed = new Map<string, TimelineEntry>();
    for (const entry of entries) {
      const key = keyOf(entry);
      const ofKey = rows.get(key) ?? [];
      // The order of keys is that of numbers, so the last row is the last entry.
      const before = ofKey.at(-1);
      const repeated = counted(before?.entry, entry);
      const isRepeated = before !== undefined && repeated !== undefined;
      const row: Numbered = isRepeated
        ? { ...before, entry: repeated }
        : { rowKey: rowKeyOf(key, number), number: number++, entry };
      if (isRepeated) ofKey.pop();
      ofKey.push(row);
      changed.set(row.rowKey, row.entry);
    }
    const by = randomUUID();
    const entity = { partitionKey: partition, rowKey: headKey, watchId, entries: number, by };
    const actions: TransactionAction[] = [
      head === undefined ? ['create', entity] : ['update', entity, 'Replace', { etag: head.etag }],
    ];
    for (const [rowKey, entry] of changed) {
      actions.push(['upsert', { partitionKey: partition, rowKey, ...packJson(entry) }, 'Replace']);
    }
    const old = [...rows.values()].flatMap((ofKey) => ofKey.slice(0, -keptEntries));
    for (const { rowKey } of old.slice(0, entriesAtOnce)) {
      actions.push(['delete', { partitionKey: partition, rowKey }]);
    }
    await allow();
    if ((await table.write(actions)) !== undefined) return true;
    // The client's own second try meets what its first one, whose answer was lost, has written.
    const [now] = await table.rows(partition, headKey, `${headKey}~`);
    return now !== undefined && headSchema.parse(now).by === by;
  }

  return {
    async append(watchId, entries) {
      const partition = `${partitionOf(watchId)}-timeline`;
      for (let from = 0; from < entries.length; from += entriesAtOnce) {
        const some = entries.slice(from, from + entriesAtOnce);
        let attempt = 1;
        while (!(await add(partition, watchId, some))) {
          if (attempt === attempts) {
            const reason = 'others write the history of the watch all the time';
            throw fail('WatchStateAccountFailed', { resource: table.url, reason });
          }
          attempt += 1;
        }
      }
    },

    async read(watchId, version) {
      const partition = `${partitionOf(watchId)}-timeline`;
      const [ofVersion, ofWatch] = await Promise.all([
        about(partition, versionPrefix(version)),
        about(partition, watchPrefix),
      ]);
      return [...ofVersion, ...ofWatch].toSorted((a, b) => a.number - b.number).map(({ entry }) => entry);
    },
  };
}

const watchPrefix = 'watch';
const versionPrefix = (version: VersionIdentity): string => `version:${versionKey(version)}`;
const keyOf = ({ version }: TimelineEntry): string =>
  version === undefined ? watchPrefix : versionPrefix(version);

const rowKeyOf = (key: string, number: number): string => `${key}:${String(number).padStart(10, '0')}`;

function numbered(row: Row): Numbered {
  const { rowKey } = row;
  const number = Number(rowKey.slice(rowKey.lastIndexOf(':') + 1));
  return { rowKey, number, entry: timelineEntrySchema.parse(unpackJson(row)) };
}
