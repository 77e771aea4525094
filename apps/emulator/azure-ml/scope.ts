// The one workspace and the one registry of the stack: where they lie, and the ARM ids of what is in them.
import type { ResourceScope } from '../arm/resources.ts';

export interface WorkspaceScope extends ResourceScope {
  readonly workspace: string;
  /** The workspace's GUID, as its discovery and container names use it. */
  readonly workspaceId: string;
  /** The registry beside it. */
  readonly registry: string;
  /** Name of its Application Insights component; absent for a workspace that has none. */
  readonly applicationInsights?: string;
}

export const provider = 'Microsoft.MachineLearningServices';

const groupId = ({ subscriptionId, resourceGroup }: ResourceScope): string =>
  `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`;

/** The route of the resource group, with the parameters subscriptionId and resourceGroup. */
export const groupRoute = '/subscriptions/:subscriptionId/resourceGroups/:resourceGroup';

export function workspaceId(scope: WorkspaceScope): string {
  return `${groupId(scope)}/providers/${provider}/workspaces/${scope.workspace}`;
}

/** The route of the workspace, with the further parameter workspace. */
export const workspaceRoute = `${groupRoute}/providers/${provider}/workspaces/:workspace`;

export function registryId(scope: WorkspaceScope): string {
  return `${groupId(scope)}/providers/${provider}/registries/${scope.registry}`;
}

/** The route of the registry, with the further parameter registry. */
export const registryRoute = `${groupRoute}/providers/${provider}/registries/:registry`;

export function storageAccountId(scope: ResourceScope, accountName: string): string {
  return `${groupId(scope)}/providers/Microsoft.Storage/storageAccounts/${accountName}`;
}

export const applicationInsightsId = (scope: WorkspaceScope): string =>
  `${groupId(scope)}/providers/microsoft.insights/components/${scope.applicationInsights ?? ''}`;

/** What keeps assets: the workspace or the registry. */
export interface AssetHome {
  readonly id: string;
  readonly route: string;
  readonly type: 'workspaces' | 'registries';
}

export const workspaceHome = (scope: WorkspaceScope): AssetHome => ({
  id: workspaceId(scope),
  route: workspaceRoute,
  type: 'workspaces',
});

export const registryHome = (scope: WorkspaceScope): AssetHome => ({
  id: registryId(scope),
  route: registryRoute,
  type: 'registries',
});
