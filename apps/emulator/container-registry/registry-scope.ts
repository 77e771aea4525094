// The one container registry of the stack, and the names of what it keeps.
import type { WorkspaceScope } from '../azure-ml/scope.ts';

export const registryProvider = 'Microsoft.ContainerRegistry';

/** Letters and digits only, as the service wants it. */
export const containerRegistryName = (scope: WorkspaceScope): string =>
  `${scope.workspace.replace(/[^A-Za-z0-9]/g, '').toLowerCase()}images`;

export const loginServer = (scope: WorkspaceScope): string => `${containerRegistryName(scope)}.azurecr.io`;

export function containerRegistryId(scope: WorkspaceScope): string {
  return `/subscriptions/${scope.subscriptionId}/resourceGroups/${scope.resourceGroup}/providers/${registryProvider}/registries/${containerRegistryName(scope)}`;
}

const groupRoute = '/subscriptions/:subscriptionId/resourceGroups/:resourceGroup';

export const registriesRoute = `${groupRoute}/providers/${registryProvider}/registries`;
/** With the further parameter containerRegistry. */
export const containerRegistryRoute = `${registriesRoute}/:containerRegistry`;
