// What a thing that no workspace knows of runs, as far as the tags tell that it was deployed with.
import type { Workspace } from '../workspace.ts';
import { lineageTags } from './lineage-tags.ts';
import { readModels } from './model-list.ts';
import type { ModelUse } from './model-use.ts';

/** @returns none for what names no model of ours, or another workspace; without a workspace in its tags it may be this one's */
export function usesByTags(
  thing: Omit<ModelUse, 'models' | 'hasMore'>,
  workspace: Workspace,
): readonly ModelUse[] {
  const { [lineageTags.model]: text = '', [lineageTags.workspace]: owner = workspace.name } = thing.tags;
  const { models, hasMore } = readModels(text);
  const isNothing = models.length === 0 && !hasMore;
  if (isNothing || owner.toLowerCase() !== workspace.name.toLowerCase()) return [];
  return [{ ...thing, models, ...(hasMore && { hasMore }) }];
}
