// Where models are registered: a workspace, or a registry that many workspaces share.
import { fail } from '../errors/catalogue.ts';
import type { ExtensionError } from '../errors/extension-error.ts';
import { type Workspace, workspacePath } from '../workspace.ts';

/** A registry by the three names that address it in Azure Resource Manager, like a workspace. */
export interface Registry {
  readonly kind: 'registry';
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly name: string;
}

/** Only a registry says its kind, so that it can never be taken for a workspace, which can do far more. */
export type ModelSource = Workspace | Registry;

export const isRegistry = (source: ModelSource): source is Registry => source.kind === 'registry';

/** The ARM path of a source, without a trailing slash. */
export function sourcePath(source: ModelSource): string {
  return isRegistry(source) ? registryPath(source) : workspacePath(source);
}

function registryPath({ subscriptionId, resourceGroup, name }: Registry): string {
  return (
    `/subscriptions/${encodeURIComponent(subscriptionId)}/resourceGroups/${encodeURIComponent(resourceGroup)}` +
    `/providers/Microsoft.MachineLearningServices/registries/${encodeURIComponent(name)}`
  );
}

/** Equal for two spellings of one source: Azure compares the three names ignoring case. */
export function sourceId(source: ModelSource): string {
  return sourcePath(source).toLowerCase();
}

/** A source as a person names it, e.g. `registry 'contoso-models'`. */
export function sourceInWords(source: ModelSource): string {
  return `${kindOf(source)} '${source.name}'`;
}

/** The same with its resource group, for a list or a line of its own, e.g. `workspace prod of resource group ml`. */
export function addressInWords(source: ModelSource): string {
  return `${kindOf(source)} ${source.name} of resource group ${source.resourceGroup}`;
}

/** The kind as a word, for sentences and for the names of fields and tags. */
export function kindOf(source: ModelSource): 'workspace' | 'registry' {
  return source.kind ?? 'workspace';
}

/** The catalogue's error for a source that is not there. */
export function sourceNotFound(
  { kind, name, resourceGroup }: Pick<ModelSource, 'kind' | 'name' | 'resourceGroup'>,
  cause?: unknown,
): ExtensionError {
  return kind === 'registry'
    ? fail('RegistryNotFound', { registry: name, resourceGroup }, cause)
    : fail('WorkspaceNotFound', { workspace: name, resourceGroup }, cause);
}
