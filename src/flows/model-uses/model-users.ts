// What runs a model version: asked before one is deleted, and by whoever wants to know.
import { fail } from '../../core/errors/catalogue.ts';
import { isExtensionError } from '../../core/errors/extension-error.ts';
import { type ModelQuestion, type ModelUse, useInWords, usesOf } from '../../core/lineage/model-use.ts';
import type { Workspace } from '../../core/workspace.ts';
import type { Log } from '../../ports/log.ts';
import type { ModelUses, NotLookedAt } from '../../ports/model-uses.ts';
import { notLookedAt } from './not-looked-at.ts';

export interface UnseenPlace {
  /** In the plural. */
  readonly what: string;
  /** As the rest of "because ...". */
  readonly reason: string;
}

export interface ModelUsers {
  readonly uses: readonly ModelUse[];
  /** What was looked at, in the plural. */
  readonly looked: readonly string[];
  /** What was not: it may run the model, too. */
  readonly unseen: readonly UnseenPlace[];
}

/** What the caller may not read, and need not, was not looked at. */
async function listOf(finder: ModelUses, workspace: Workspace): Promise<readonly ModelUse[] | NotLookedAt> {
  try {
    return await finder.list(workspace);
  } catch (error) {
    if (finder.isOptional !== true || !isExtensionError(error) || error.code !== 'AzureForbidden')
      throw error;
    return notLookedAt(error);
  }
}

/**
 * Asks every finder at once. A place that could not be looked at is named with the reason, and costs no answer of the others.
 *
 * @throws what a finder throws: "nobody uses it" is never said of what was not found out
 */
export async function modelUsers(
  finders: readonly ModelUses[],
  workspace: Workspace,
  question: ModelQuestion,
): Promise<ModelUsers> {
  const uses: ModelUse[] = [];
  const looked: string[] = [];
  const unseen: UnseenPlace[] = [];
  const found = await Promise.all(
    finders.map(async (finder) => ({ what: finder.what, answer: await listOf(finder, workspace) })),
  );
  for (const { what, answer } of found)
    if ('notLookedAt' in answer) unseen.push({ what, reason: answer.notLookedAt });
    else {
      looked.push(what);
      uses.push(...answer);
    }
  return { uses: usesOf(uses, question), looked, unseen };
}

/** e.g. `container groups were not looked at, because ...` */
export const unseenInWords = ({ what, reason }: UnseenPlace): string =>
  `${what} were not looked at, because ${reason}`;

/** As many as a sentence holds. */
const named = 5;

/**
 * Returns when nothing runs the version, as far as could be seen; what could not is warned of.
 *
 * @throws ModelInUse naming who does, and what a finder throws
 */
export async function requireUnused(
  finders: readonly ModelUses[],
  workspace: Workspace,
  model: Required<Pick<ModelQuestion, 'model' | 'version'>>,
  log: Log,
): Promise<void> {
  const { uses: users, unseen } = await modelUsers(finders, workspace, model);
  for (const place of unseen)
    log.warning(`Something there may run ${model.model}:${model.version}: ${unseenInWords(place)}.`);
  if (users.length === 0) return;
  const more = users.length > named ? ` and ${users.length - named} more` : '';
  throw fail('ModelInUse', { ...model, users: users.slice(0, named).map(useInWords).join('; ') + more });
}
