// One watch's partition, owned for a term: what it holds is known, and nobody of an earlier term can write to it.
import type { TransactionAction } from '@azure/data-tables';
import { fail } from '../../../core/errors/catalogue.ts';
import type { KnownVersion, WatchCursor } from '../../../core/watch/history.ts';
import type { Term } from '../../../ports/leadership.ts';
import { headKey, livePrefix, partitionOf, pastPrefix } from './keys.ts';
import {
  type Head,
  headEntity,
  readHead,
  readVersion,
  schemaNumber,
  schemaOf,
  versionEntity,
} from './rows.ts';
import type { Row, StateTable } from './state-table.ts';

export interface Held {
  readonly cursor: WatchCursor | undefined;
  /** Versions that are owed or wait, by row key. */
  readonly live: ReadonlyMap<string, KnownVersion>;
}

/** Row keys to delete, and versions to write under theirs. */
export type Change = { readonly drop: string } | { readonly put: string; readonly version: KnownVersion };

/** A transaction takes a hundred operations, of which the head is one. */
export const changesAtOnce = 99;

export interface Partition {
  /** One after the other: what `work` reads is still so when it writes. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  /** From memory after the first time: nobody else writes. */
  held(): Promise<Held>;
  /** Everything, in one transaction. @throws WatchLeadershipLost, WatchStateAccountFailed */
  commit(cursor: WatchCursor | undefined, changes: readonly Change[]): Promise<void>;
}

interface Owned {
  readonly head: Head;
  readonly etag: string;
  readonly live: Map<string, KnownVersion>;
}

/** Who else could write does so rarely: a claim that fails three times in a row has another cause. */
const claims = 3;

export function createPartition(table: StateTable, watchId: string, term: Term): Partition {
  const key = partitionOf(watchId);
  let owned: Owned | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const lost = (): Error => fail('WatchLeadershipLost', { what: `the state of the watch ${watchId}` });
  const changed = (): Error => {
    const reason = 'the watch was written by another program at the same time';
    return fail('WatchStateAccountFailed', { resource: table.url, reason });
  };

  async function read(): Promise<{ etag?: string; head: Head | undefined; live: Map<string, KnownVersion> }> {
    const rows = await table.rows(key, '', pastPrefix);
    const row = rows.find(({ rowKey }) => rowKey === headKey);
    const live = new Map(rows.filter(({ rowKey }) => rowKey.startsWith(livePrefix)).map(entryOf));
    if (row === undefined) return { head: undefined, live };
    const found = schemaOf(row);
    if (found > schemaNumber) {
      throw fail('WatchStateTableNewer', { table: table.url, found, known: schemaNumber });
    }
    const head = readHead(row);
    if (head.epoch > term.epoch) throw lost();
    return { etag: row.etag, head, live };
  }

  /**
   * Reads, and writes this term into the head on the condition that it is as it was read: after that nothing that
   * was read can have changed, and a transaction of an earlier term no longer meets its own condition.
   */
  async function own(): Promise<Owned> {
    for (let claim = 1; claim <= claims; claim += 1) {
      const { etag, head, live } = await read();
      if (head?.epoch === term.epoch && etag !== undefined) return { head, etag, live };
      await term.confirm();
      const mine: Head = { write: 0, ...head, watchId, epoch: term.epoch };
      const claimed = await table.write([headAction(mine, etag)]);
      if (claimed !== undefined) return { head: mine, etag: claimed, live };
    }
    throw changed();
  }

  function headAction(head: Head, etag: string | undefined): TransactionAction {
    const entity = headEntity(key, head);
    return etag === undefined ? ['create', entity] : ['update', entity, 'Replace', { etag }];
  }

  function action(change: Change): TransactionAction {
    return 'drop' in change
      ? ['delete', { partitionKey: key, rowKey: change.drop }]
      : ['upsert', versionEntity(key, change.put, change.version), 'Replace'];
  }

  return {
    exclusively(work) {
      const result = last.then(work, work);
      last = result.catch(() => undefined);
      return result;
    },

    async held() {
      owned ??= await own();
      return { cursor: owned.head.cursor, live: owned.live };
    },

    async commit(cursor, changes) {
      owned ??= await own();
      const { head, etag, live } = owned;
      const next: Head = {
        watchId,
        epoch: term.epoch,
        write: head.write + 1,
        ...(cursor === undefined ? {} : { cursor }),
      };
      await term.confirm();
      // Until it is known how the transaction ended, nothing is known.
      owned = undefined;
      const written = await table.write([headAction(next, etag), ...changes.map(action)]);
      if (written === undefined) {
        // A try whose answer was lost had its effect, and the client's next one then met it.
        const now = await own();
        if (now.head.write !== next.write) throw changed();
        owned = now;
        return;
      }
      for (const change of changes) apply(live, change);
      owned = { head: next, etag: written, live };
    },
  };
}

function entryOf(row: Row): readonly [string, KnownVersion] {
  return [row.rowKey, readVersion(row)];
}

function apply(live: Map<string, KnownVersion>, change: Change): void {
  if ('drop' in change) live.delete(change.drop);
  else if (change.put.startsWith(livePrefix)) live.set(change.put, change.version);
}
