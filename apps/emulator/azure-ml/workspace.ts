// The workspace resource, and the check that a call names the one workspace there is.
import { armErrors } from '../arm/arm-error.ts';
import { param, type Operation } from '../arm/operation.ts';
import { containerRegistryId } from '../container-registry/registry-scope.ts';
import {
  applicationInsightsId,
  groupRoute,
  provider,
  storageAccountId,
  workspaceId,
  workspaceRoute,
  type WorkspaceScope,
} from './scope.ts';
import { created, type Stamps } from './system-data.ts';

export interface WorkspaceOptions {
  readonly scope: WorkspaceScope;
  readonly storageAccount: string;
  readonly stamps: Stamps;
}

export function workspaceOperations({
  scope,
  storageAccount,
  stamps,
}: WorkspaceOptions): readonly Operation[] {
  const owner = { clientId: scope.workspaceId, objectId: scope.workspaceId, audience: '' };
  const systemData = created(stamps.next(), owner);
  const view = () => ({
    id: workspaceId(scope),
    name: scope.workspace,
    type: `${provider}/workspaces`,
    location: scope.location,
    kind: 'Default',
    tags: {},
    systemData,
    identity: { type: 'SystemAssigned', principalId: scope.workspaceId, tenantId: scope.tenantId },
    sku: { name: 'Basic', tier: 'Basic' },
    properties: {
      friendlyName: scope.workspace,
      description: 'The one workspace of the one-machine stack.',
      workspaceId: scope.workspaceId,
      storageAccount: storageAccountId(scope, storageAccount),
      containerRegistry: containerRegistryId(scope),
      ...(scope.applicationInsights !== undefined && { applicationInsights: applicationInsightsId(scope) }),
      hbiWorkspace: false,
      provisioningState: 'Succeeded',
      publicNetworkAccess: 'Enabled',
      tenantId: scope.tenantId,
      v1LegacyMode: false,
    },
  });
  const list = { status: 200, body: { value: [view()] } };
  return [
    {
      method: 'GET',
      path: `/subscriptions/:subscriptionId/providers/${provider}/workspaces`,
      query: ['$skip'],
      handle: () => list,
    },
    {
      method: 'GET',
      path: `${groupRoute}/providers/${provider}/workspaces`,
      query: ['$skip'],
      handle: () => list,
    },
    { method: 'GET', path: workspaceRoute, query: [], handle: () => ({ status: 200, body: view() }) },
  ];
}

/** `operations`, each answering 404 unless the path names the workspace. */
export function inWorkspace(scope: WorkspaceScope, operations: readonly Operation[]): readonly Operation[] {
  return operations.map((operation) => ({
    ...operation,
    handle: (call) => {
      if ('workspace' in call.params) {
        const workspace = param(call, 'workspace');
        if (workspace.toLowerCase() !== scope.workspace.toLowerCase())
          throw armErrors.resourceNotFound(
            `${provider}/workspaces/${workspace}`,
            param(call, 'resourceGroup'),
          );
      }
      return operation.handle(call);
    },
  }));
}
