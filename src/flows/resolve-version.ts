// Which version is meant: a given one, or the most recently created.
import { fail } from '../core/errors/catalogue.ts';
import type { ModelVersion } from '../core/model-version.ts';
import type { Workspace } from '../core/workspace.ts';
import type { ModelRegistry } from '../ports/model-registry.ts';

/**
 * @param version a version, or `latest` (any case)
 * @throws ModelNotFound, ModelVersionNotFound
 */
export async function resolveVersion(
  registry: ModelRegistry,
  workspace: Workspace,
  model: string,
  version: string,
): Promise<ModelVersion> {
  if (version.toLowerCase() === 'latest') {
    const latest = await registry.latestVersion(workspace, model);
    if (latest) return latest;
    throw fail('ModelNotFound', { model, workspace: workspace.name });
  }
  const found = await registry.getVersion(workspace, model, version);
  if (found) return found;
  const any = await registry.latestVersion(workspace, model);
  throw any
    ? fail('ModelVersionNotFound', { model, version, workspace: workspace.name })
    : fail('ModelNotFound', { model, workspace: workspace.name });
}
