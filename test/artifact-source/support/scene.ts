// A watcher with every port in memory, which can be killed and started again.
import { type TurnReport, createWatcher } from '../../../artifact-source/watch.ts';
import type { WatchChanges } from '../../../src/core/watch/changes.ts';
import type { WatchEvent } from '../../../src/core/watch/event.ts';
import type { Watch } from '../../../src/core/watch/watch.ts';
import type { WatchState } from '../../../src/ports/watch-state.ts';
import { type AutoClock, createAutoClock } from '../../support/auto-clock.ts';
import { createMemoryWatchState } from '../../support/memory-watch-state.ts';
import { type MemoryActivity, createMemoryActivity } from './memory-activity.ts';
import { type MemoryReleases, createMemoryReleases } from './memory-releases.ts';
import { type ScriptedRegistry, createScriptedRegistry } from './scripted-registry.ts';

export interface Scene extends WatchState {
  readonly registry: ScriptedRegistry;
  readonly releases: MemoryReleases;
  readonly activity: MemoryActivity;
  readonly clock: AutoClock;
  readonly events: WatchEvent[];
  turn(signal?: AbortSignal): Promise<TurnReport>;
  replaceWatches(watches: readonly Watch[]): WatchChanges;
  /** A new process: all that was not written down is forgotten. */
  restart(watches?: readonly Watch[]): void;
  /** The events since the last call, in short, e.g. `fired 7`. */
  told(): readonly string[];
  /** The versions that have a release, in the order in which they were made. */
  fired(): readonly string[];
}

export function createScene(watches: readonly Watch[]): Scene {
  const registry = createScriptedRegistry();
  const releases = createMemoryReleases();
  const activity = createMemoryActivity();
  const state = createMemoryWatchState();
  const clock = createAutoClock();
  const events: WatchEvent[] = [];
  const start = (of: readonly Watch[]) =>
    createWatcher(of, {
      registry,
      targets: releases,
      activity,
      ...state,
      clock,
      events: { emit: (event) => events.push(event) },
    });
  let watcher = start(watches);
  let told = 0;

  return {
    registry,
    releases,
    activity,
    ...state,
    clock,
    events,
    turn: (signal) => watcher.turn(signal),
    replaceWatches: (fresh) => watcher.replaceWatches(fresh),
    restart(of = watches) {
      watcher = start(of);
    },
    told() {
      const fresh = events.slice(told).map(inShort);
      told = events.length;
      return fresh;
    },
    fired: () => releases.made.map(({ version }) => version),
  };
}

function inShort(event: WatchEvent): string {
  switch (event.event) {
    case 'baseline':
      return `baseline ${event.versions}`;
    case 'seen':
      return `seen ${event.version}`;
    case 'decided':
      return `decided ${event.version} ${event.action}`;
    case 'held':
      return `held ${event.version ?? 'all'}: ${event.reason}`;
    case 'fired':
      return `fired ${event.version}${event.found ? ' (found)' : ''}`;
    case 'failed':
      return `failed ${event.code}: ${event.action}`;
    case 'left-out':
      return `left-out ${event.definition}: ${event.reason}`;
    case 'watches':
      return `watches ${event.total}`;
    case 'started':
    case 'reloaded':
    case 'shown':
    case 'leading':
    case 'standby':
    case 'stopped':
      return event.event;
  }
}
