// Which version is meant: a given one, or the most recently created.
import { fail } from '../core/errors/catalogue.ts';
import { type ModelSource, sourceInWords } from '../core/model/source.ts';
import type { ModelVersion } from '../core/model/version.ts';
import type { ModelRegistry } from '../ports/model-registry.ts';

/**
 * @param version a version, or `latest` (any case)
 * @throws ModelNotFound, ModelVersionNotFound
 */
export async function resolveVersion(
  registry: ModelRegistry,
  source: ModelSource,
  model: string,
  version: string,
): Promise<ModelVersion> {
  if (version.toLowerCase() === 'latest') {
    const latest = await registry.latestVersion(source, model);
    if (latest) return latest;
    throw fail('ModelNotFound', { model, source: sourceInWords(source) });
  }
  const found = await registry.getVersion(source, model, version);
  if (found) return found;
  const any = await registry.latestVersion(source, model);
  throw any
    ? fail('ModelVersionNotFound', { model, version, source: sourceInWords(source) })
    : fail('ModelNotFound', { model, source: sourceInWords(source) });
}
