// What runs a model version: asked before one is deleted, and by whoever wants to know.
import { fail } from '../core/errors/catalogue.ts';
import { isExtensionError } from '../core/errors/extension-error.ts';
import { type ModelQuestion, type ModelUse, useInWords, usesOf } from '../core/lineage/model-use.ts';
import type { Workspace } from '../core/workspace.ts';
import type { Log } from '../ports/log.ts';
import type { ModelUses } from '../ports/model-uses.ts';

export interface ModelUsers {
  readonly uses: readonly ModelUse[];
  /** What was looked at, in the plural. */
  readonly looked: readonly string[];
  /** What was not, because the caller may not read it. */
  readonly unseen: readonly string[];
}

/** Absent where the caller may not look, and need not. */
async function listOf(finder: ModelUses, workspace: Workspace, log: Log) {
  try {
    return await finder.list(workspace);
  } catch (error) {
    if (finder.isOptional !== true || !isExtensionError(error) || error.code !== 'AzureForbidden')
      throw error;
    log.warning(`Could not look at ${finder.what}, which may run it, too: ${error.message}`);
    return undefined;
  }
}

/**
 * Asks every finder at once. An optional one that the caller may not read is warned of, and costs no answer of the others.
 *
 * @throws what a finder throws: "nobody uses it" is never said of what could not be looked at
 */
export async function modelUsers(
  finders: readonly ModelUses[],
  workspace: Workspace,
  question: ModelQuestion,
  log: Log,
): Promise<ModelUsers> {
  const found = await Promise.all(
    finders.map(async (finder) => ({ what: finder.what, uses: await listOf(finder, workspace, log) })),
  );
  const names = (isSeen: boolean) =>
    found.filter(({ uses }) => (uses !== undefined) === isSeen).map(({ what }) => what);
  const uses = usesOf(
    found.flatMap((one) => one.uses ?? []),
    question,
  );
  return { uses, looked: names(true), unseen: names(false) };
}

/** As many as a sentence holds. */
const named = 5;

/**
 * Returns when nothing runs the version that the caller may know of.
 *
 * @throws ModelInUse naming who does, and what a finder throws
 */
export async function requireUnused(
  finders: readonly ModelUses[],
  workspace: Workspace,
  model: Required<Pick<ModelQuestion, 'model' | 'version'>>,
  log: Log,
): Promise<void> {
  const { uses: users } = await modelUsers(finders, workspace, model, log);
  if (users.length === 0) return;
  const more = users.length > named ? ` and ${users.length - named} more` : '';
  throw fail('ModelInUse', { ...model, users: users.slice(0, named).map(useInWords).join('; ') + more });
}
