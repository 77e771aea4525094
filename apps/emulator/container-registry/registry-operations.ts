// The registry resource and its keys.
import { armErrors } from '../arm/arm-error.ts';
import { param, type Operation } from '../arm/operation.ts';
import type { WorkspaceScope } from '../azure-ml/scope.ts';
import { regenerateBody } from './build-schemas.ts';
import type { ImageStore, RegistryKeys } from './image-store.ts';
import { parseRegistryBody } from './registry-error.ts';
import {
  containerRegistryId,
  containerRegistryName,
  containerRegistryRoute,
  loginServer,
  registriesRoute,
  registryProvider,
} from './registry-scope.ts';

export interface RegistryOperationsOptions {
  readonly scope: WorkspaceScope;
  readonly images: ImageStore;
  readonly createdAt: string;
}

const keysView = ({ username, password, password2 }: RegistryKeys) => ({
  username,
  passwords: [
    { name: 'password', value: password },
    { name: 'password2', value: password2 },
  ],
});

export function registryOperations(options: RegistryOperationsOptions): readonly Operation[] {
  const { scope, images, createdAt } = options;
  const view = {
    id: containerRegistryId(scope),
    name: containerRegistryName(scope),
    type: `${registryProvider}/registries`,
    location: scope.location,
    tags: {},
    sku: { name: 'Standard', tier: 'Standard' },
    properties: {
      loginServer: loginServer(scope),
      creationDate: createdAt,
      provisioningState: 'Succeeded',
      adminUserEnabled: true,
      publicNetworkAccess: 'Enabled',
      zoneRedundancy: 'Disabled',
    },
  };
  const list: Operation['handle'] = () => ({ status: 200, body: { value: [view] } });
  return [
    {
      method: 'GET',
      path: `/subscriptions/:subscriptionId/providers/${registryProvider}/registries`,
      query: [],
      handle: list,
    },
    { method: 'GET', path: registriesRoute, query: [], handle: list },
    { method: 'GET', path: containerRegistryRoute, query: [], handle: () => ({ status: 200, body: view }) },
    {
      method: 'POST',
      path: `${containerRegistryRoute}/listCredentials`,
      query: [],
      handle: () => ({ status: 200, body: keysView(images.keys()) }),
    },
    {
      method: 'POST',
      path: `${containerRegistryRoute}/regenerateCredential`,
      query: [],
      handle: (call) => {
        const { name } = parseRegistryBody(regenerateBody, call.body);
        return { status: 200, body: keysView(images.regenerate(name)) };
      },
    },
  ];
}

/** `operations`, each answering 404 unless the path names the one registry. */
export function inContainerRegistry(
  scope: WorkspaceScope,
  operations: readonly Operation[],
): readonly Operation[] {
  return operations.map((operation) => ({
    ...operation,
    handle: (call) => {
      const known = containerRegistryName(scope);
      const asked = 'containerRegistry' in call.params ? param(call, 'containerRegistry') : known;
      if (asked.toLowerCase() !== known.toLowerCase())
        throw armErrors.resourceNotFound(`${registryProvider}/registries/${asked}`, scope.resourceGroup);
      return operation.handle(call);
    },
  }));
}
