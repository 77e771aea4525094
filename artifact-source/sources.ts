// The sources of a list of watches: what is checked with one list call, and which watches share it.
import { type Watch, workspaceId } from '../src/core/watch.ts';
import type { Workspace } from '../src/core/workspace.ts';

export type Group<T> = readonly [T, ...T[]];

export interface WatchSource {
  /** Equal for watches that share a check: those of one workspace, however they spell it. */
  readonly id: string;
  readonly workspace: Workspace;
  readonly watches: Group<Watch>;
}

export function sourcesOf(watches: readonly Watch[]): readonly WatchSource[] {
  return groupBy(watches, sourceId).map((group) => ({
    id: sourceId(group[0]),
    workspace: group[0].workspace,
    watches: group,
  }));
}

export function sourceId({ workspace }: Pick<Watch, 'workspace'>): string {
  return workspaceId(workspace);
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
