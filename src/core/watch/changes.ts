// What another list of watches changes: which begin, which end, and which go on differently.
import type { Watch } from './watch.ts';

export interface WatchChanges {
  /** By name, in the order of the new list. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
}

/** Watches are told apart by their names; a watch whose parts are all as they were is in none of the lists. */
export function compareWatches(before: readonly Watch[], after: readonly Watch[]): WatchChanges {
  const old = new Map(before.map((watch) => [watch.name, watch]));
  const fresh = new Set(after.map(({ name }) => name));
  return {
    added: after.filter(({ name }) => !old.has(name)).map(({ name }) => name),
    removed: before.filter(({ name }) => !fresh.has(name)).map(({ name }) => name),
    changed: after
      .filter((watch) => old.has(watch.name) && canonical(old.get(watch.name)) !== canonical(watch))
      .map(({ name }) => name),
  };
}

export function isUnchanged({ added, removed, changed }: WatchChanges): boolean {
  return added.length + removed.length + changed.length === 0;
}

/** Equal for two values that differ in the order of their keys only: YAML has none. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
