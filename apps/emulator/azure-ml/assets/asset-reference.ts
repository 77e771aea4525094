// How a deployment names its model, code and environment: ARM ids, with or without the scheme azureml:.
import { mlErrors } from '../ml-error.ts';
import { workspaceId, type WorkspaceScope } from '../scope.ts';

export interface AssetReference {
  readonly name: string;
  readonly version: string;
}

/** The name and version of a model of the stack's registry; undefined for any other id. */
export function registryModelReference(id: string, scope: WorkspaceScope): AssetReference | undefined {
  const [, registry, name, version] =
    /^azureml:\/\/registries\/([^/]+)\/models\/([^/]+)\/versions\/([^/]+)$/i.exec(id) ?? [];
  return name && version && registry?.toLowerCase() === scope.registry.toLowerCase()
    ? { name, version }
    : undefined;
}

/**
 * The name and version in `id`.
 *
 * @throws ArmError for another form, another workspace, or a registry
 */
export function parseAssetId(
  id: string,
  segment: 'models' | 'codes' | 'environments',
  scope: WorkspaceScope,
): AssetReference {
  if (/^azureml:\/\/(registries|locations)\//i.test(id)) throw mlErrors.notEmulated(`The asset id '${id}'`);
  const armId = id.replace(/^azureml:(?=\/subscriptions\/)/, '');
  const prefix = `${workspaceId(scope)}/${segment}/`;
  if (armId.toLowerCase().startsWith(prefix.toLowerCase())) {
    const [name, versions, version, ...rest] = armId.slice(prefix.length).split('/');
    if (name && versions?.toLowerCase() === 'versions' && version && rest.length === 0)
      return { name, version };
  }
  throw mlErrors.badRequest(`'${id}' is not the ARM id of a version under ${prefix}.`);
}
