// The history of versions, in a SQLite file.
import * as z from 'zod';
import type { VersionIdentity } from '../../core/model/version.ts';
import { identityOf } from '../../core/watch/history.ts';
import { type TimelineEntry, counted, keptEntries, timelineEntrySchema } from '../../core/watch/timeline.ts';
import type { WatchTimeline } from '../../ports/watch-timeline.ts';
import type { SqliteDatabase } from './database.ts';
import type { Run } from './guarded.ts';

const rowSchema = z
  .object({ id: z.number(), entry: z.string() })
  .transform(({ id, entry }) => ({ id, entry: timelineEntrySchema.parse(JSON.parse(entry)) }));

export function createTimeline(database: SqliteDatabase, run: Run): WatchTimeline {
  const insert = database.prepare('INSERT INTO timeline (watch_id, identity, entry) VALUES (?, ?, ?)');
  const replace = database.prepare('UPDATE timeline SET entry = ? WHERE id = ?');
  const readLast = database.prepare(
    'SELECT id, entry FROM timeline WHERE watch_id = ? AND identity = ? ORDER BY id DESC LIMIT 1',
  );
  const read = database.prepare(
    "SELECT id, entry FROM timeline WHERE watch_id = ? AND identity IN (?, '') ORDER BY id",
  );

  const prune = database.prepare(
    'DELETE FROM timeline WHERE watch_id = ? AND identity = ? AND id <= ' +
      '(SELECT id FROM timeline WHERE watch_id = ? AND identity = ? ORDER BY id DESC LIMIT 1 OFFSET ?)',
  );

  const append = database.transaction((id: string, entries: readonly TimelineEntry[]) => {
    for (const entry of entries) {
      const about = keyOf(entry.version);
      const row = readLast.get(id, about);
      const last = row === undefined ? undefined : rowSchema.parse(row);
      const repeated = counted(last?.entry, entry);
      if (last !== undefined && repeated !== undefined) {
        replace.run(JSON.stringify(repeated), last.id);
        continue;
      }
      insert.run(id, about, JSON.stringify(entry));
      prune.run(id, about, id, about, keptEntries);
    }
  });

  return {
    append: (id, entries) =>
      run(() => {
        append.immediate(id, entries);
      }),
    read: (id, version) => run(() => read.all(id, keyOf(version)).map((row) => rowSchema.parse(row).entry)),
  };
}

/** Empty for what concerns the whole watch. */
function keyOf(version: VersionIdentity | undefined): string {
  return version === undefined ? '' : identityOf(version);
}
