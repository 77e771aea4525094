// The one workspace of the stack: where it lies, and the ARM ids of what is in it.
import type { ResourceScope } from '../arm/resources.ts';

export interface WorkspaceScope extends ResourceScope {
  readonly workspace: string;
  /** The workspace's GUID, as its discovery and container names use it. */
  readonly workspaceId: string;
}

export const provider = 'Microsoft.MachineLearningServices';

export function workspaceId(scope: WorkspaceScope): string {
  return `/subscriptions/${scope.subscriptionId}/resourceGroups/${scope.resourceGroup}/providers/${provider}/workspaces/${scope.workspace}`;
}

/** The route of the workspace, with the parameters subscriptionId, resourceGroup and workspace. */
export const workspaceRoute = `/subscriptions/:subscriptionId/resourceGroups/:resourceGroup/providers/${provider}/workspaces/:workspace`;
