// The watcher's memory in a table of Azure Storage, for the watcher that leads.
import { compareByCreation } from '../../../core/model/version.ts';
import { type KnownVersion, type VersionState } from '../../../core/watch/history.ts';
import type { Term } from '../../../ports/leadership.ts';
import type { WatchStore } from '../../../ports/watch-store.ts';
import { endOfPast, livePrefix, partitionOf, pastPrefix, versionKey } from './keys.ts';
import { type Change, type Held, type Partition, changesAtOnce, createPartition } from './partition.ts';
import { readVersion } from './rows.ts';
import type { StateTable } from './state-table.ts';

/**
 * @param term of this watcher: its methods throw WatchLeadershipLost when it is over
 * @returns a store whose methods throw WatchStateAccountForbidden, WatchStateAccountUnusable, WatchStateAccountFailed
 *   or WatchStateTableNewer
 */
export function createTableWatchStore(table: StateTable, term: Term): WatchStore {
  const partitions = new Map<string, Partition>();
  const partition = (watchId: string): Partition => {
    const made = partitions.get(watchId) ?? createPartition(table, watchId, term);
    partitions.set(watchId, made);
    return made;
  };

  /** What to write so that the versions are known, oldest first; nothing for those that have ended. */
  async function changesFor(
    watchId: string,
    { live }: Held,
    versions: readonly KnownVersion[],
  ): Promise<readonly (readonly Change[])[]> {
    const sorted = versions
      .toSorted(compareByCreation)
      .map((version) => ({ version, key: versionKey(version) }));
    const keys = sorted.map(({ key }) => key).toSorted();
    const [first, last] = [keys[0], keys.at(-1)];
    if (first === undefined || last === undefined) return [];
    const past = new Set(await table.keys(partitionOf(watchId), pastPrefix + first, pastPrefix + last));
    return sorted.flatMap(({ version, key }) => {
      const state = past.has(pastPrefix + key) ? 'ended' : live.get(livePrefix + key)?.state;
      return state === undefined || state === 'waiting' ? [moving(key, version, state)] : [];
    });
  }

  async function ended(watchId: string, key: string): Promise<KnownVersion | undefined> {
    const rows = await table.rows(partitionOf(watchId), pastPrefix + key, `${pastPrefix}${key};`);
    // The range holds longer version numbers too.
    const row = rows.find(({ rowKey }) => rowKey === pastPrefix + key);
    return row === undefined ? undefined : readVersion(row);
  }

  return {
    cursor: (id) => partition(id).exclusively(async () => (await partition(id).held()).cursor),

    owed: (id) =>
      partition(id).exclusively(async () => {
        const { live } = await partition(id).held();
        return [...live.values()].filter(({ state }) => state === 'owed').toSorted(compareByCreation);
      }),

    known: (id) =>
      partition(id).exclusively(async () => {
        await partition(id).held();
        const rows = await table.rows(partitionOf(id), livePrefix, endOfPast);
        return rows.map(readVersion).toSorted(compareByCreation);
      }),

    // More than fit into one transaction are written in several, oldest first, and the cursor with the last. Each
    // version becomes owed in the transaction that makes it known, and as long as the cursor is the old one the
    // next turn reads the versions again and decides about those that are missing. So it makes no difference
    // where this ends.
    record: (id, { cursor, versions }) =>
      partition(id).exclusively(async () => {
        const held = await partition(id).held();
        const batches = inBatches(await changesFor(id, held, versions));
        for (const batch of batches.slice(0, -1)) await partition(id).commit(held.cursor, batch);
        await partition(id).commit(cursor, batches.at(-1) ?? []);
      }),

    settle: (id, firing, outcome) =>
      partition(id).exclusively(async () => {
        const { cursor, live } = await partition(id).held();
        const key = versionKey(firing);
        const owed = live.get(livePrefix + key);
        if (owed?.state !== 'owed' || (owed.replay ?? 0) !== (firing.replay ?? 0)) return;
        await partition(id).commit(cursor, moving(key, { ...owed, ...outcome }, 'owed'));
      }),

    reopen: (id, firing, reason) =>
      partition(id).exclusively(async () => {
        const { cursor, live } = await partition(id).held();
        const key = versionKey(firing);
        const before = live.get(livePrefix + key) ?? (await ended(id, key));
        if (before === undefined || (before.replay ?? 0) >= firing.replay) return;
        const { version, createdAt } = before;
        const owed: KnownVersion = { version, createdAt, state: 'owed', reason, replay: firing.replay };
        await partition(id).commit(cursor, moving(key, owed, before.state));
      }),
  };
}

const placeOf = (state: VersionState): string =>
  state === 'owed' || state === 'waiting' ? livePrefix : pastPrefix;

/** @param before absent for a version that is new */
function moving(key: string, version: KnownVersion, before: VersionState | undefined): readonly Change[] {
  const to = placeOf(version.state);
  const put = { put: to + key, version };
  const from = before === undefined ? to : placeOf(before);
  return from === to ? [put] : [{ drop: from + key }, put];
}

/** Packs what belongs together into as few transactions as possible, in order. */
function inBatches(groups: readonly (readonly Change[])[]): readonly (readonly Change[])[] {
  const batches: Change[][] = [];
  for (const group of groups) {
    const open = batches.at(-1);
    if (open === undefined || open.length + group.length > changesAtOnce) batches.push([...group]);
    else open.push(...group);
  }
  return batches;
}
