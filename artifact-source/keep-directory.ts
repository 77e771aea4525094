// Writes down which watches there are, so that commands can name them.
import { createFailures } from './failures.ts';
import type { Watcher } from './watch.ts';
import { listingOf } from '../src/core/watch/listing.ts';
import type { WatchDirectory } from '../src/ports/watch-directory.ts';
import type { WatchEvents } from '../src/ports/watch-events.ts';

/**
 * Now, and whenever other watches take their place. A directory that cannot be written stops no watch.
 * @returns what ends that
 */
export async function keepDirectory(
  watcher: Pick<Watcher, 'sources' | 'onReplaced'>,
  directory: WatchDirectory,
  events: WatchEvents,
): Promise<() => void> {
  const failures = createFailures(events);
  const enlist = () =>
    failures.guard({ action: 'write down which watches there are' }, () =>
      directory.enlist(watcher.sources().flatMap(({ watches }) => watches.map(listingOf))),
    );
  const end = watcher.onReplaced(() => void enlist());
  await enlist();
  return end;
}
