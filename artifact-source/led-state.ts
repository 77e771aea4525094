// The state of whoever leads at the moment, for parts that live longer than one term.
import { fail } from '../src/core/errors/catalogue.ts';
import type { Term } from '../src/ports/leadership.ts';
import type { WatchState } from '../src/ports/watch-state.ts';

export interface Led {
  readonly term: Term;
  readonly state: WatchState;
}

export interface LedState extends WatchState {
  /** From now on this is the term, and its state; absent: this watcher stands by. */
  readonly enter: (led: Led | undefined) => void;
  /** @throws WatchLeadershipLost unless this watcher leads */
  readonly confirm: () => Promise<void>;
}

/** Between two terms the methods reject with WatchLeadershipLost. */
export function createLedState(): LedState {
  let led: Led | undefined;
  const now = async <T>(work: (led: Led) => Promise<T>): Promise<T> => {
    if (led === undefined) throw fail('WatchLeadershipLost', { what: 'the next step' });
    return work(led);
  };
  const on = <T>(work: (state: WatchState) => Promise<T>): Promise<T> => now(({ state }) => work(state));
  return {
    enter(next) {
      led = next;
    },
    confirm: () => now(({ term }) => term.confirm()),
    store: {
      cursor: (id) => on(({ store }) => store.cursor(id)),
      known: (id) => on(({ store }) => store.known(id)),
      owed: (id) => on(({ store }) => store.owed(id)),
      record: (id, findings) => on(({ store }) => store.record(id, findings)),
      settle: (id, firing, outcome) => on(({ store }) => store.settle(id, firing, outcome)),
      reopen: (id, firing, reason) => on(({ store }) => store.reopen(id, firing, reason)),
    },
    controls: {
      all: () => on(({ controls }) => controls.all()),
      orders: (id) => on(({ controls }) => controls.orders(id)),
      change: (id, by) => on(({ controls }) => controls.change(id, by)),
    },
    timeline: {
      append: (id, entries) => on(({ timeline }) => timeline.append(id, entries)),
      read: (id, version) => on(({ timeline }) => timeline.read(id, version)),
    },
    directory: {
      list: () => on(({ directory }) => directory.list()),
      enlist: (watches) => on(({ directory }) => directory.enlist(watches)),
    },
  };
}
