// Where a watch of watch.yml looks: in a workspace or in a registry, exactly one of them.
import * as z from 'zod';
import { type ModelSource, type Registry, isRegistry } from '../model/source.ts';
import type { Workspace } from '../workspace.ts';
import { registrySchema, workspaceSchema } from './values.ts';

/** The keys of a watch that make its source. */
export const sourceShape = {
  workspace: workspaceSchema.optional(),
  registry: registrySchema.optional(),
};

/** Makes those keys of a parsed watch its `source`, and reports a watch that has none or both. */
export function withSource<
  T extends { readonly workspace?: Workspace | undefined; readonly registry?: Registry | undefined },
>(watch: T, context: z.RefinementCtx): Omit<T, 'workspace' | 'registry'> & { readonly source: ModelSource } {
  const { workspace, registry, ...rest } = watch;
  const source = workspace ?? registry;
  if (source === undefined || (workspace !== undefined && registry !== undefined)) {
    context.addIssue({ code: 'custom', message: 'needs either workspace or registry' });
    return z.NEVER;
  }
  return { ...rest, source };
}

/** The workspaces among the sources: only they raise events. */
export function workspacesOf(watches: readonly { readonly source: ModelSource }[]): readonly Workspace[] {
  return watches.flatMap(({ source }) => (isRegistry(source) ? [] : [source]));
}
