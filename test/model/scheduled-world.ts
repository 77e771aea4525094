// The real watcher, once or twice, on one store, with every call a point at which anything may happen to anybody.
import { createQuietStore } from '../../artifact-source/quiet-store.ts';
import { type Watcher, createWatcher } from '../../artifact-source/watch.ts';
import { fail } from '../../src/core/errors/catalogue.ts';
import { type Watch, type WatchMode, watchId } from '../../src/core/watch/watch.ts';
import type { WatchStore } from '../../src/ports/watch-store.ts';
import { createMemoryReleases } from '../artifact-source/support/memory-releases.ts';
import { createMemoryWatchState } from '../support/memory-watch-state.ts';
import { createScriptedRegistry } from '../artifact-source/support/scripted-registry.ts';
import { modelVersion, watchOf } from '../artifact-source/support/versions.ts';
import { createAutoClock } from '../support/auto-clock.ts';
import {
  type CallEnd,
  type ScheduledProcess,
  createScheduledProcess,
  standStill,
} from './scheduled-process.ts';
import { outlineOf } from './watch-model.ts';
import type { SeededBug, WorldPorts } from './seeded-bugs.ts';

export interface WorldOptions {
  readonly mode: WatchMode;
  readonly watchers: 1 | 2;
  readonly versions: number;
  /** Turns that each watcher begins, whether by its interval or by an event. */
  readonly turns: number;
  readonly faults: number;
  readonly crashes: number;
  /** How often the lead changes while its holder is merely slow. */
  readonly takeovers: number;
  readonly bug?: SeededBug;
  /** Through the store that answers from memory, a new one for each term. */
  readonly isQuiet?: boolean;
}

export interface ScheduledWorld {
  /** What may happen now, each a short text. */
  ways(): readonly string[];
  follow(way: string): Promise<void>;
  /** Worlds with equal keys have equal futures. */
  key(): Promise<string>;
  /** What the model knows of the world: see `outline` there. */
  outline(): Promise<string>;
  /** The versions of all releases, in the order in which they were made. */
  releases(): readonly number[];
  /** Ends every process, lets one that starts anew have two turns in peace, and says what was released by then. */
  recover(): Promise<readonly number[]>;
}

interface Replica {
  process: ScheduledProcess;
  watcher: Watcher;
  isTurning: boolean;
  hasVerified: boolean;
  turns: number;
}

/** A call that fails may or may not have had its effect; for one that only reads this makes no difference. */
const changes = /^(targets\.(create|tag)|store\.(record|settle))$/;

export async function createScheduledWorld(options: WorldOptions): Promise<ScheduledWorld> {
  const { mode, versions, bug } = options;
  const watch: Watch = watchOf(mode);
  const id = watchId(watch);
  const registry = createScriptedRegistry();
  const targets = createMemoryReleases();
  const { store, controls, timeline } = createMemoryWatchState();
  const clock = createAutoClock('2026-11-21T01:00:00Z');
  let { faults, crashes, takeovers } = options;
  let leader = 0;
  let term = 0;

  const remembering = (inner: WatchStore): WatchStore => {
    if (options.isQuiet !== true) return inner;
    let mine = { term, store: createQuietStore(inner) };
    return new Proxy(inner, {
      get: (_, key, receiver) => {
        if (mine.term !== term) mine = { term, store: createQuietStore(inner) };
        return Reflect.get(mine.store, key, receiver) as unknown;
      },
    });
  };
  const start = (process: ScheduledProcess, isLeading: () => boolean): Watcher => {
    // Whoever leads no more may not write: what a lock of SQLite and the lease of a blob both see to.
    const fenced = new Proxy(store, {
      get: (target, key, receiver) => {
        const member = Reflect.get(target, key, receiver) as (...args: unknown[]) => unknown;
        return (...args: unknown[]) =>
          isLeading() || !changes.test(`store.${String(key)}`)
            ? member(...args)
            : Promise.reject(fail('WatchStateFailed', { file: 'watch.db', reason: 'another watcher leads' }));
      },
    });
    const ports: WorldPorts = {
      registry: process.port('registry', registry),
      targets: process.port('targets', targets),
      store: remembering(process.port('store', fenced)),
    };
    const events = { emit: () => undefined };
    // What a person orders and what is told changes no decision here, so that no schedule hangs on it.
    return createWatcher([watch], { ...(bug?.(ports) ?? ports), controls, timeline, events, clock });
  };
  const replica = (who: number): Replica => {
    const process = createScheduledProcess();
    const watcher = start(process, () => leader === who);
    return { process, watcher, isTurning: false, hasVerified: false, turns: options.turns };
  };

  await store.record(id, { cursor: { checkedAt: clock.now().toISOString() }, versions: [] });
  const replicas = Array.from({ length: options.watchers }, (_, who) => replica(who));
  const releases = () => targets.made.map(({ version }) => Number(version));

  const begin = async (each: Replica): Promise<void> => {
    each.turns -= 1;
    each.isTurning = true;
    const { process } = each;
    void each.watcher.turn().then(() => {
      if (each.process !== process) return;
      each.isTurning = false;
      each.hasVerified ||= process.history().includes('targets.verify good');
      // What the store answers from memory hangs on all that was learned.
      if (options.isQuiet !== true) process.forget();
    });
    await standStill();
  };
  const kill = (who: number, each: Replica): void => {
    each.process.kill();
    const { turns } = each;
    Object.assign(each, replica(who), { turns });
  };
  const fault = () => fail('DevOpsThrottled', { organization: 'https://devops.example', seconds: 60 });

  const world: ScheduledWorld = {
    releases,
    ways() {
      const ways: string[] = [];
      if (registry.versions.length < versions) ways.push('register');
      replicas.forEach((each, who) => {
        const [call] = each.process.pending();
        if (!each.isTurning && each.turns > 0 && leader === who) ways.push(`${who} begin`);
        if (call !== undefined) {
          ways.push(`${who} good`);
          if (faults > 0) ways.push(`${who} fails`);
          if (faults > 0 && changes.test(call.name)) ways.push(`${who} answer lost`);
        }
        if (crashes > 0 && each.isTurning) ways.push(`${who} kill`);
        const isFree = !each.isTurning || takeovers > 0;
        if (options.watchers === 2 && leader === who && isFree) ways.push(`${who} loses the lead`);
      });
      return ways;
    },
    async follow(way) {
      if (way === 'register') {
        const number = registry.versions.length + 1;
        registry.versions.push(modelVersion(String(number), number));
        return;
      }
      const [, digit = '', what = ''] = /^(\d) (.*)$/.exec(way) ?? [];
      const who = Number(digit);
      const each = replicas[who];
      if (each === undefined) throw new Error(`no such way: ${way}`);
      if (what === 'begin') return begin(each);
      if (what === 'kill') {
        crashes -= 1;
        kill(who, each);
      } else if (what === 'loses the lead') {
        if (each.isTurning) takeovers -= 1;
        leader = 1 - who;
        term += 1;
      } else {
        if (what !== 'good') faults -= 1;
        await each.process.step(what as CallEnd, fault);
      }
    },
    async key() {
      const known = await store.known(id);
      return JSON.stringify([
        registry.versions.length,
        [known, await store.cursor(id), releases()],
        [leader, faults, crashes, takeovers],
        replicas.map(({ process, isTurning, hasVerified, turns }) => [
          process.history(),
          isTurning,
          hasVerified,
          turns,
        ]),
      ]);
    },
    async outline() {
      const states = new Map((await store.known(id)).map(({ version, state }) => [version, state]));
      return outlineOf({
        registered: registry.versions.length,
        known: Array.from({ length: versions }, (_, index) => states.get(String(index + 1)) ?? 'new'),
        releases: releases(),
      });
    },
    async recover() {
      for (const { process } of replicas) process.kill();
      while (registry.versions.length < versions) await world.follow('register');
      const process = createScheduledProcess();
      const watcher = start(process, () => true);
      for (const turn of [1, 2]) {
        const done = watcher.turn();
        await standStill();
        while (process.pending().length > 0) await process.step('good', fault);
        await done;
        if (turn === 1) clock.advance(1000);
      }
      return releases();
    },
  };
  return world;
}
