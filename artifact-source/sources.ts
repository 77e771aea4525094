// The sources of a list of watches: what is checked with one list call, and which watches share it.
import { type ModelSource, sourceId } from '../src/core/model/source.ts';
import type { Watch } from '../src/core/watch/watch.ts';

export type Group<T> = readonly [T, ...T[]];

export interface WatchSource {
  /** Equal for watches that share a check: those of one workspace or registry, however spelt. */
  readonly id: string;
  readonly source: ModelSource;
  readonly watches: Group<Watch>;
}

export function sourcesOf(watches: readonly Watch[]): readonly WatchSource[] {
  return groupBy(watches, ({ source }) => sourceId(source)).map((group) => ({
    id: sourceId(group[0].source),
    source: group[0].source,
    watches: group,
  }));
}

// Map.groupBy does not exist on Node 20.
export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): readonly Group<T>[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
}
