// The registry resource, and the check that a call names the one registry there is.
import { armErrors } from '../arm/arm-error.ts';
import { param, type Operation } from '../arm/operation.ts';
import {
  groupRoute,
  provider,
  registryId,
  registryRoute,
  storageAccountId,
  type WorkspaceScope,
} from './scope.ts';
import { created, type Stamps } from './system-data.ts';

export interface RegistryOptions {
  readonly scope: WorkspaceScope;
  readonly storageAccount: string;
  readonly stamps: Stamps;
}

export function registryOperations({ scope, storageAccount, stamps }: RegistryOptions): readonly Operation[] {
  const owner = { clientId: scope.workspaceId, objectId: scope.workspaceId, audience: '' };
  const systemData = created(stamps.next(), owner);
  const view = () => ({
    id: registryId(scope),
    name: scope.registry,
    type: `${provider}/registries`,
    location: scope.location,
    tags: {},
    systemData,
    identity: { type: 'SystemAssigned', principalId: scope.workspaceId, tenantId: scope.tenantId },
    properties: {
      regionDetails: [
        {
          location: scope.location,
          storageAccountDetails: [
            {
              systemCreatedStorageAccount: {
                storageAccountName: storageAccount,
                storageAccountType: 'Standard_LRS',
                storageAccountHnsEnabled: false,
                allowBlobPublicAccess: false,
                armResourceId: { resourceId: storageAccountId(scope, storageAccount) },
              },
            },
          ],
          acrDetails: [],
        },
      ],
      publicNetworkAccess: 'Enabled',
    },
  });
  const list = { status: 200, body: { value: [view()] } };
  return [
    {
      method: 'GET',
      path: `/subscriptions/:subscriptionId/providers/${provider}/registries`,
      query: [],
      handle: () => list,
    },
    { method: 'GET', path: `${groupRoute}/providers/${provider}/registries`, query: [], handle: () => list },
    { method: 'GET', path: registryRoute, query: [], handle: () => ({ status: 200, body: view() }) },
  ];
}

/** `operations`, each answering 404 unless the path names the registry. */
export function inRegistry(scope: WorkspaceScope, operations: readonly Operation[]): readonly Operation[] {
  return operations.map((operation) => ({
    ...operation,
    handle: (call) => {
      const registry = 'registry' in call.params ? param(call, 'registry') : scope.registry;
      if (registry.toLowerCase() !== scope.registry.toLowerCase())
        throw armErrors.resourceNotFound(`${provider}/registries/${registry}`, param(call, 'resourceGroup'));
      return operation.handle(call);
    },
  }));
}
