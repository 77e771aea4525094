// Answers from memory what a quiet check asks of the store, which would otherwise be two questions for each watch.
import type { WatchCursor } from '../src/core/watch/history.ts';
import type { WatchStore } from '../src/ports/watch-store.ts';

/**
 * Only for whoever is alone in writing to `store`, and for no longer than that: what another watcher writes is not seen.
 */
export function createQuietStore(store: WatchStore): WatchStore {
  const cursors = new Map<string, WatchCursor>();
  const owesNothing = new Set<string>();
  let writes = 0;

  /** What is known of the watch is not relied on while it is written, nor after a write that failed. */
  const writing = async (id: string, write: () => Promise<void>): Promise<void> => {
    writes += 1;
    cursors.delete(id);
    owesNothing.delete(id);
    try {
      await write();
    } finally {
      writes += 1;
    }
  };

  return {
    async cursor(id) {
      const known = cursors.get(id);
      if (known !== undefined) return known;
      const before = writes;
      const read = await store.cursor(id);
      if (read !== undefined && before === writes) cursors.set(id, read);
      return read;
    },
    known: (id) => store.known(id),
    async owed(id) {
      if (owesNothing.has(id)) return [];
      const before = writes;
      const read = await store.owed(id);
      if (read.length === 0 && before === writes) owesNothing.add(id);
      return read;
    },
    record: (id, findings) => writing(id, () => store.record(id, findings)),
    settle: (id, firing, outcome) => writing(id, () => store.settle(id, firing, outcome)),
    reopen: (id, firing, reason) => writing(id, () => store.reopen(id, firing, reason)),
  };
}
