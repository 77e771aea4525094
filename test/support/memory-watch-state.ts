// The watch state in memory; it keeps the contract of the real ones (test/contracts/watch-state.contract.ts).
import { compareByCreation } from '../../src/core/model/version.ts';
import { type KnownVersion, type WatchCursor, identityOf } from '../../src/core/watch/history.ts';
import type { WatchListing } from '../../src/core/watch/listing.ts';
import { type WatchOrders, noOrders } from '../../src/core/watch/orders.ts';
import { type TimelineEntry, counted, keptEntries } from '../../src/core/watch/timeline.ts';
import type { WatchControls } from '../../src/ports/watch-controls.ts';
import type { WatchDirectory } from '../../src/ports/watch-directory.ts';
import type { WatchState } from '../../src/ports/watch-state.ts';
import type { WatchStore } from '../../src/ports/watch-store.ts';
import type { WatchTimeline } from '../../src/ports/watch-timeline.ts';

export function createMemoryWatchState(): WatchState {
  return {
    store: createMemoryWatchStore(),
    controls: createMemoryControls(),
    timeline: createMemoryTimeline(),
    directory: createMemoryDirectory(),
  };
}

function createMemoryWatchStore(): WatchStore {
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
    settle(id, firing, outcome) {
      const met = versions.get(id);
      const owed = met?.get(identityOf(firing));
      if (owed?.state === 'owed' && (owed.replay ?? 0) === (firing.replay ?? 0)) {
        met?.set(identityOf(firing), { ...owed, ...outcome });
      }
      return Promise.resolve();
    },
    reopen(id, firing, reason) {
      const met = versions.get(id);
      const before = met?.get(identityOf(firing));
      if (before !== undefined && (before.replay ?? 0) < firing.replay) {
        met?.set(identityOf(firing), { ...before, state: 'owed', reason, replay: firing.replay });
      }
      return Promise.resolve();
    },
  };
}

function createMemoryControls(): WatchControls {
  const orders = new Map<string, WatchOrders>();
  return {
    all: () => Promise.resolve(new Map(orders)),
    orders: (id) => Promise.resolve(orders.get(id) ?? noOrders),
    change(id, by) {
      const before = orders.get(id) ?? noOrders;
      const after = by(before);
      if (after !== before) orders.set(id, after);
      return Promise.resolve(after);
    },
  };
}

function createMemoryTimeline(): WatchTimeline {
  const entries: { readonly id: string; readonly about: string; entry: TimelineEntry }[] = [];
  const aboutOf = ({ version }: TimelineEntry) => (version === undefined ? '' : identityOf(version));
  return {
    append(id, added) {
      for (const entry of added) {
        const about = aboutOf(entry);
        const last = entries.findLast((each) => each.id === id && each.about === about);
        const repeated = counted(last?.entry, entry);
        if (last !== undefined && repeated !== undefined) {
          last.entry = repeated;
          continue;
        }
        entries.push({ id, about, entry });
        const same = entries.filter((each) => each.id === id && each.about === about);
        for (const old of same.slice(0, -keptEntries)) entries.splice(entries.indexOf(old), 1);
      }
      return Promise.resolve();
    },
    read(id, version) {
      const wanted = ['', identityOf(version)];
      const found = entries.filter((each) => each.id === id && wanted.includes(each.about));
      return Promise.resolve(found.map(({ entry }) => entry));
    },
  };
}

function createMemoryDirectory(): WatchDirectory {
  let watches: readonly WatchListing[] = [];
  return {
    list: () => Promise.resolve(watches),
    enlist(all) {
      watches = all;
      return Promise.resolve();
    },
  };
}
