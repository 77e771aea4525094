// The watch store in memory; it keeps the contract of the real one (test/contracts/watch-store.contract.ts).
import { compareByCreation } from '../../../src/core/model-version.ts';
import { type KnownVersion, type WatchCursor, identityOf } from '../../../src/core/watch-history.ts';
import type { WatchStore } from '../../../src/ports/watch-store.ts';

export function createMemoryWatchStore(): WatchStore {
  const cursors = new Map<string, WatchCursor>();
  const versions = new Map<string, Map<string, KnownVersion>>();
  const known = (id: string) => [...(versions.get(id)?.values() ?? [])].toSorted(compareByCreation);

  return {
    cursor: (id) => Promise.resolve(cursors.get(id)),
    known: (id) => Promise.resolve(known(id)),
    owed: (id) => Promise.resolve(known(id).filter(({ state }) => state === 'owed')),
    record(id, findings) {
      cursors.set(id, findings.cursor);
      const met = versions.get(id) ?? new Map<string, KnownVersion>();
      versions.set(id, met);
      for (const version of findings.versions) {
        const state = met.get(identityOf(version))?.state ?? 'waiting';
        if (state === 'waiting') met.set(identityOf(version), version);
      }
      return Promise.resolve();
    },
    settle(id, version, outcome) {
      const met = versions.get(id);
      const owed = met?.get(identityOf(version));
      if (owed?.state === 'owed') met?.set(identityOf(version), { ...owed, ...outcome });
      return Promise.resolve();
    },
  };
}
