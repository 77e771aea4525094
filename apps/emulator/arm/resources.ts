// Subscriptions and resource groups (Microsoft.Resources): one of each.
import type { Operation } from './operation.ts';
import type { Rights } from './rights.ts';

export interface ResourceScope {
  readonly tenantId: string;
  readonly subscriptionId: string;
  readonly subscriptionName: string;
  readonly resourceGroup: string;
  readonly location: string;
}

export function resourceOperations(scope: ResourceScope, rights: Rights): readonly Operation[] {
  const subscription = {
    id: `/subscriptions/${scope.subscriptionId}`,
    authorizationSource: 'RoleBased',
    managedByTenants: [],
    subscriptionId: scope.subscriptionId,
    tenantId: scope.tenantId,
    displayName: scope.subscriptionName,
    state: 'Enabled',
    subscriptionPolicies: {
      locationPlacementId: 'Public_2014-09-01',
      quotaId: 'PayAsYouGo_2014-09-01',
      spendingLimit: 'Off',
    },
  };
  const group = {
    id: `/subscriptions/${scope.subscriptionId}/resourceGroups/${scope.resourceGroup}`,
    name: scope.resourceGroup,
    type: 'Microsoft.Resources/resourceGroups',
    location: scope.location,
    properties: { provisioningState: 'Succeeded' },
  };
  return [
    {
      method: 'GET',
      path: '/subscriptions',
      query: [],
      // Nobody is refused here: who has no role sees an empty list.
      handle: ({ caller }) => {
        const value = rights.isHolder(caller.objectId) ? [subscription] : [];
        return { status: 200, body: { value, count: { type: 'Total', value: value.length } } };
      },
    },
    {
      method: 'GET',
      path: '/subscriptions/:subscriptionId',
      query: [],
      handle: () => ({ status: 200, body: subscription }),
    },
    {
      method: 'GET',
      path: '/subscriptions/:subscriptionId/resourceGroups',
      query: ['$top', '$filter'],
      handle: () => ({ status: 200, body: { value: [group] } }),
    },
    {
      method: 'GET',
      path: '/subscriptions/:subscriptionId/resourceGroups/:resourceGroup',
      query: [],
      handle: () => ({ status: 200, body: group }),
    },
  ];
}
