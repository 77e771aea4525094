// Which models of a source changed, and their versions: one list call, then only what is needed.
import { isExtensionError } from '../src/core/errors/extension-error.ts';
import { inParallel } from '../src/core/in-parallel.ts';
import type { ModelSource } from '../src/core/model/source.ts';
import type { ModelSummary, ModelVersion } from '../src/core/model/version.ts';
import type { WatchCursor } from '../src/core/watch/history.ts';
import type { ModelRegistry } from '../src/ports/model-registry.ts';

/**
 * How long an unchanged `latestVersion` is believed, in milliseconds. A number that was deleted and registered
 * again leaves it as it was, so the versions are read again from time to time anyway.
 */
const believedFor = 15 * 60_000;

/** Models whose versions are read at the same time: many change together when a pipeline trains them. */
const atOnce = 8;

export interface CheckedModel {
  readonly cursor: WatchCursor;
  /** All active versions of the model. */
  readonly versions: readonly ModelVersion[];
}

/** A model that is watched, with the cursors of all its watches (absent for one that never looked). */
export interface WatchedModel {
  readonly model: string;
  readonly cursors: readonly (WatchCursor | undefined)[];
}

/**
 * Reads the versions of those watched models that may have changed; the others are not in the answer.
 *
 * @throws what the registry throws, except that a model which does not exist has no versions
 */
export async function checkSource(
  registry: ModelRegistry,
  source: ModelSource,
  watched: readonly WatchedModel[],
  now: Date,
): Promise<ReadonlyMap<string, CheckedModel>> {
  const summaries = new Map((await registry.listModels(source)).map((each) => [each.model, each]));
  const checked = new Map<string, CheckedModel>();
  const changed = watched.filter(
    ({ model, cursors }) => !cursors.every((cursor) => isCurrent(cursor, summaries.get(model), now)),
  );
  await inParallel(changed, atOnce, async ({ model }) => {
    const summary = summaries.get(model);
    const versions = summary === undefined ? [] : await listVersions(registry, source, model);
    checked.set(model, { cursor: cursorAfter(summary, versions, now), versions });
  });
  return checked;
}

/** True if nothing suggests that the model has changed since the cursor was written. */
export function isCurrent(
  cursor: WatchCursor | undefined,
  summary: ModelSummary | undefined,
  now: Date,
): boolean {
  if (cursor === undefined || cursor.latestVersion !== summary?.latestVersion) return false;
  const age = now.getTime() - Date.parse(cursor.checkedAt);
  if (cursor.dueAt !== undefined && now.getTime() >= Date.parse(cursor.dueAt)) return false;
  return age >= 0 && age < believedFor; // a negative age: the clock was set back
}

/**
 * The cursor keeps the latest version only if it was among the versions read: a list of versions that lags behind
 * the list of models is then read again on the next turn.
 */
function cursorAfter(
  summary: ModelSummary | undefined,
  versions: readonly ModelVersion[],
  now: Date,
): WatchCursor {
  const checkedAt = now.toISOString();
  const latestVersion = summary?.latestVersion;
  return latestVersion !== undefined && versions.some(({ version }) => version === latestVersion)
    ? { checkedAt, latestVersion }
    : { checkedAt };
}

async function listVersions(
  registry: ModelRegistry,
  source: ModelSource,
  model: string,
): Promise<readonly ModelVersion[]> {
  try {
    return await registry.listVersions(source, model);
  } catch (error) {
    // Deleted between the two calls: the same as not there.
    if (isExtensionError(error) && error.code === 'ModelNotFound') return [];
    throw error;
  }
}
