// Where container groups lie.
import type { ResourceScope } from '../arm/resources.ts';

export const containerProvider = 'Microsoft.ContainerInstance';

export const groupsRoute = `/subscriptions/:subscriptionId/resourceGroups/:resourceGroup/providers/${containerProvider}/containerGroups`;
/** With the further parameter group. */
export const groupRoute = `${groupsRoute}/:group`;

export const groupId = (scope: ResourceScope, name: string): string =>
  `/subscriptions/${scope.subscriptionId}/resourceGroups/${scope.resourceGroup}/providers/${containerProvider}/containerGroups/${name}`;
