// Which watches a state file belongs to.
import * as z from 'zod';
import { type WatchListing, watchListingSchema } from '../../core/watch/listing.ts';
import type { WatchDirectory } from '../../ports/watch-directory.ts';
import type { SqliteDatabase } from './database.ts';
import type { Run } from './guarded.ts';

const rowSchema = z
  .object({ listing: z.string() })
  .transform(({ listing }) => watchListingSchema.parse(JSON.parse(listing)));

export function createDirectory(database: SqliteDatabase, run: Run): WatchDirectory {
  const read = database.prepare('SELECT listing FROM watch_listing ORDER BY place');
  const clear = database.prepare('DELETE FROM watch_listing');
  const insert = database.prepare('INSERT INTO watch_listing (place, listing) VALUES (?, ?)');
  const enlist = database.transaction((watches: readonly WatchListing[]) => {
    clear.run();
    for (const [place, watch] of watches.entries()) insert.run(place, JSON.stringify(watch));
  });
  return {
    list: () => run(() => read.all().map((row) => rowSchema.parse(row))),
    enlist: (watches) =>
      run(() => {
        enlist.immediate(watches);
      }),
  };
}
