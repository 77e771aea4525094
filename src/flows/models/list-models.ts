// The model versions of a workspace or registry that fit what is asked for.
import { inParallel } from '../../core/in-parallel.ts';
import { fits, type ModelFilter } from '../../core/model/filter.ts';
import type { ModelSource } from '../../core/model/source.ts';
import type { ModelVersion } from '../../core/model/version.ts';
import type { ModelRegistry } from '../../ports/model-registry.ts';

export interface ListModelsRequest {
  readonly source: ModelSource;
  /** Absent: every model. */
  readonly name?: string;
  /** Only the most recently created one of each model that fits. */
  readonly latest: boolean;
  readonly filter: ModelFilter;
}

/** A workspace with a thousand models is read in seconds and not throttled for it. */
const modelsAtOnce = 6;

/** @returns by model, each model's newest first. @throws ModelNotFound for a name that is not there */
export async function listModels(
  { source, name, latest, filter }: ListModelsRequest,
  registry: ModelRegistry,
): Promise<readonly ModelVersion[]> {
  const names = name === undefined ? (await registry.listModels(source)).map(({ model }) => model) : [name];
  const byName = new Map<string, readonly ModelVersion[]>();
  await inParallel(names, modelsAtOnce, async (model) => {
    const fitting = (await registry.listVersions(source, model)).filter((version) => fits(filter, version));
    byName.set(model, latest ? fitting.slice(0, 1) : fitting);
  });
  return names.flatMap((model) => byName.get(model) ?? []);
}
