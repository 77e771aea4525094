// What runs a model version: asked before one is deleted, and by whoever wants to know.
import { fail } from '../core/errors/catalogue.ts';
import { type ModelQuestion, type ModelUse, useInWords, usesOf } from '../core/lineage/model-use.ts';
import type { Workspace } from '../core/workspace.ts';
import type { ModelUses } from '../ports/model-uses.ts';

/**
 * Asks every finder at once.
 *
 * @throws what a finder throws: "nobody uses it" is never said of what could not be looked at
 */
export async function modelUsers(
  finders: readonly ModelUses[],
  workspace: Workspace,
  question: ModelQuestion,
): Promise<readonly ModelUse[]> {
  const found = await Promise.all(finders.map((finder) => finder.list(workspace)));
  return usesOf(found.flat(), question);
}

/** As many as a sentence holds. */
const named = 5;

/**
 * Returns when nothing runs the version.
 *
 * @throws ModelInUse naming who does, and what a finder throws
 */
export async function requireUnused(
  finders: readonly ModelUses[],
  workspace: Workspace,
  model: Required<Pick<ModelQuestion, 'model' | 'version'>>,
): Promise<void> {
  const users = await modelUsers(finders, workspace, model);
  if (users.length === 0) return;
  const more = users.length > named ? ` and ${users.length - named} more` : '';
  throw fail('ModelInUse', { ...model, users: users.slice(0, named).map(useInWords).join('; ') + more });
}
