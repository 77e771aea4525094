// One turn of the watcher: check every workspace, decide about what is new, fire what is owed.
import { ofWatch, workspaceInWords } from '../src/core/watch-event.ts';
import { type Watch, watchId, workspaceId } from '../src/core/watch.ts';
import type { Workspace } from '../src/core/workspace.ts';
import type { Clock } from '../src/ports/clock.ts';
import type { ModelRegistry } from '../src/ports/model-registry.ts';
import type { Releases } from '../src/ports/releases.ts';
import type { WatchEvents } from '../src/ports/watch-events.ts';
import type { WatchStore } from '../src/ports/watch-store.ts';
import { type CheckedModel, checkWorkspace } from './check.ts';
import { createFailures } from './failures.ts';
import { fireOwed } from './owed.ts';
import { remember } from './remember.ts';

export interface WatcherPorts {
  readonly registry: ModelRegistry;
  readonly releases: Releases;
  readonly store: WatchStore;
  readonly events: WatchEvents;
  readonly clock: Clock;
}

export interface TurnReport {
  readonly fired: number;
  /** How many steps failed, those included that were told of on an earlier turn. */
  readonly failed: number;
}

export interface Watcher {
  /**
   * One turn over all workspaces, none waiting for another. When `signal` aborts, the step in hand is finished
   * and no other begun.
   *
   * @throws only faults of the program: a failing service or store is told as an event and met again next turn
   */
  turn(signal?: AbortSignal): Promise<TurnReport>;
}

/** @param watches all signed in with the credential of `ports.registry`: those of one workspace share its check */
export function createWatcher(watches: readonly Watch[], ports: WatcherPorts): Watcher {
  const failures = createFailures(ports.events);
  const verified = new Set<string>();
  const groups = groupBy(watches, ({ workspace }) => workspaceId(workspace));

  /** Tells of a wrong target on the first turn instead of on the day that a version is registered. */
  async function isVerified(watch: Watch): Promise<boolean> {
    const id = watchId(watch);
    if (verified.has(id)) return true;
    const attempt = { action: 'use the release definition of the watch', ...ofWatch(watch) };
    const done = await failures.guard(attempt, () => ports.releases.verify(watch.release));
    if (done !== undefined) verified.add(id);
    return done !== undefined;
  }

  async function check(
    workspace: Workspace,
    group: readonly Watch[],
  ): Promise<ReadonlyMap<string, CheckedModel>> {
    const watched = groupBy(group, ({ model }) => model).map(async (ofModel) => ({
      model: ofModel[0].model,
      cursors: await Promise.all(ofModel.map((watch) => ports.store.cursor(watchId(watch)))),
    }));
    return checkWorkspace(ports.registry, workspace, await Promise.all(watched), ports.clock.now());
  }

  async function turnOfWatch(
    watch: Watch,
    checked: CheckedModel | undefined,
    signal?: AbortSignal,
  ): Promise<TurnReport> {
    if (signal?.aborted === true) return { fired: 0, failed: 0 };
    const attempt = { action: 'read and write the state of the watch', ...ofWatch(watch) };
    const turned = await failures.guard(attempt, async () => {
      if (checked !== undefined) await remember(watch, checked, ports);
      if (!(await isVerified(watch))) return { fired: 0, failed: true };
      return fireOwed(watch, ports, failures, signal);
    });
    return { fired: turned?.value.fired ?? 0, failed: turned?.value.failed === false ? 0 : 1 };
  }

  async function turnOfWorkspace(group: Group<Watch>, signal?: AbortSignal): Promise<readonly TurnReport[]> {
    if (signal?.aborted === true) return [];
    const { workspace } = group[0];
    const attempt = { action: `check ${workspaceInWords(workspace)}`, workspace: workspace.name };
    const checked = await failures.guard(attempt, () => check(workspace, group));
    const reports: TurnReport[] = [{ fired: 0, failed: checked === undefined ? 1 : 0 }];
    // A check that failed holds nothing back: what is owed does not need it.
    for (const watch of group) {
      reports.push(await turnOfWatch(watch, checked?.value.get(watch.model), signal));
    }
    return reports;
  }

  return {
    async turn(signal) {
      const reports = (await Promise.all(groups.map((group) => turnOfWorkspace(group, signal)))).flat();
      return reports.reduce(
        (sum, { fired, failed }) => ({ fired: sum.fired + fired, failed: sum.failed + failed }),
        { fired: 0, failed: 0 },
      );
    },
  };
}

type Group<T> = readonly [T, ...T[]];

// Map.groupBy does not exist on Node 20.
function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): readonly Group<T>[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
}
