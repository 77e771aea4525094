// The rows of a watch's partition: as the table keeps them, and as the watcher knows them.
import type { TableEntity } from '@azure/data-tables';
import * as z from 'zod';
import { given } from '../../../core/given.ts';
import type { KnownVersion, WatchCursor } from '../../../core/watch/history.ts';
import { headKey } from './keys.ts';

/** The form of the rows. A newer watcher may write others: this one then keeps its hands off. */
export const schemaNumber = 1;

/** One a partition: the watch's cursor, and who wrote last. */
export interface Head {
  readonly watchId: string;
  /** The term of the watcher that owns the partition; a transaction of an earlier term fails. */
  readonly epoch: number;
  /** Counts the writes of that term: tells a transaction whose answer was lost from one that failed. */
  readonly write: number;
  /** Absent until the first record is complete. */
  readonly cursor?: WatchCursor;
}

export function headEntity(partitionKey: string, { watchId, epoch, write, cursor }: Head): TableEntity {
  // An epoch has more digits than a table's default integer, and text needs no annotation.
  const row = { schema: schemaNumber, watchId, epoch: String(epoch), write };
  return { partitionKey, rowKey: headKey, ...row, ...cursor };
}

const cursorSchema = z.object({
  checkedAt: z.string(),
  latestVersion: z.string().exactOptional(),
  dueAt: z.string().exactOptional(),
});

const headSchema = z
  .looseObject({ watchId: z.string(), epoch: z.string().regex(/^\d+$/), write: z.int() })
  .transform(({ watchId, epoch, write, ...rest }): Head => {
    const cursor = cursorSchema.safeParse(rest);
    return { watchId, epoch: Number(epoch), write, ...(cursor.success ? { cursor: cursor.data } : {}) };
  });

export const readHead = (row: unknown): Head => headSchema.parse(row);

export const schemaOf = (row: unknown): number => z.looseObject({ schema: z.int() }).parse(row).schema;

/** A transaction has 4 MiB for at most a hundred rows: a reason of that many characters always fits. */
const longestReason = 8000;

export function versionEntity(
  partitionKey: string,
  rowKey: string,
  { version, createdAt, state, reason, replay }: KnownVersion,
): TableEntity {
  const short = reason.length > longestReason ? `${reason.slice(0, longestReason - 1)}…` : reason;
  return { partitionKey, rowKey, version, createdAt, state, reason: short, ...given({ replay }) };
}

const versionSchema = z.object({
  version: z.string(),
  createdAt: z.string(),
  state: z.enum(['baseline', 'waiting', 'owed', 'fired', 'passed-over', 'ignored']),
  reason: z.string(),
  replay: z.int().exactOptional(),
});

export const readVersion = (row: unknown): KnownVersion => versionSchema.parse(row);
