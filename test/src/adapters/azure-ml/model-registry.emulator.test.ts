// The contract of the model registry, and of datastores, on the emulated workspace through the real adapters.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import type { Stack } from '../../../../apps/emulator/stack.ts';
import { startTestStack } from '../../../support/test-stack.ts';
import { createCredential } from '../../../../src/adapters/azure-identity/credential.ts';
import { createArmClient } from '../../../../src/adapters/azure-ml/arm/client.ts';
import { createModelStores } from '../../../../src/adapters/azure-ml/datastores.ts';
import { createModelRegistrations } from '../../../../src/adapters/azure-ml/model-registrations.ts';
import { createModelRegistry } from '../../../../src/adapters/azure-ml/model-registry.ts';
import { systemClock } from '../../../../src/adapters/local/clock.ts';
import type { ServiceConnection, SignIn } from '../../../../src/core/service-connection.ts';
import { workspacePath } from '../../../../src/core/workspace.ts';
import { modelRegistrationsContract } from '../../../contracts/model-registrations.contract.ts';
import { modelRegistryContract } from '../../../contracts/model-registry.contract.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';
import { createMemoryLog } from '../../../support/memory-log.ts';
import { registerInRegistry } from '../../../apps/emulator/support/registry-model.ts';
import { trustAuthority } from '../../../support/trust-authority.ts';

describe('src/adapters/azure-ml/model-registry.ts (emulator)', function () {
  this.timeout(60_000);
  let stack: Stack;
  before(async () => {
    stack = await startTestStack();
    trustAuthority(stack.caPem);
  });
  after(() => stack.close());

  const connect = (more: Partial<SignIn> = {}) => {
    const { identity, arm } = stack.addresses;
    const connection: ServiceConnection = {
      name: 'azure',
      armUrl: arm.url,
      authorityUrl: identity.authority,
      audience: 'https://management.core.windows.net/',
      tenantId: identity.tenantId,
      subscriptionId: arm.subscriptionId,
      signIn: {
        scheme: 'secret',
        clientId: identity.clientId,
        secret: identity.clientSecret,
        ...more,
      } as SignIn,
    };
    return {
      options: {
        connection,
        credential: createCredential(connection),
        log: createMemoryLog(),
        clock: systemClock,
      },
      workspace: {
        subscriptionId: arm.subscriptionId,
        resourceGroup: arm.resourceGroup,
        name: arm.workspace,
      },
    };
  };

  modelRegistryContract(() => {
    const { options, workspace } = connect();
    const arm = createArmClient(options);
    return Promise.resolve({
      registry: createModelRegistry(options),
      source: workspace,
      async register(model, version, more) {
        const modelUri = `azureml://datastores/workspaceblobstore/paths/LocalUpload/${model}/${version}`;
        const properties = { modelUri, modelType: 'custom_model', ...more };
        await arm.put(
          `${workspacePath(workspace)}/models/${model}/versions/${version}`,
          { properties },
          z.unknown(),
        );
      },
    });
  });

  describe('of a registry', () => {
    modelRegistryContract(() => {
      const { options, workspace } = connect();
      return Promise.resolve({
        registry: createModelRegistry(options),
        source: { ...workspace, kind: 'registry', name: stack.addresses.arm.registry },
        register: (name, version, properties = {}) =>
          registerInRegistry(stack, { name, version, files: {}, properties }),
      });
    });
  });

  describe('written', () => {
    modelRegistrationsContract(() => {
      const { options, workspace } = connect();
      const registrations = createModelRegistrations(createArmClient(options));
      return Promise.resolve({ registry: createModelRegistry(options), registrations, workspace });
    });
  });

  it('opens the default datastore with the key that the workspace keeps', async () => {
    const { options, workspace } = connect();
    const stores = createModelStores(createArmClient(options));
    const { accountUrl, access } = await stores.container(workspace, 'workspaceblobstore');
    assert.equal(accountUrl, stack.addresses.blob.url);
    assert.equal(access.kind, 'key');
    await assert.rejects(
      stores.container(workspace, 'archive'),
      catalogueError('DatastoreNotFound', 'archive', 'demo'),
    );
  });

  it('signs in with the certificate of the stack', async () => {
    const certificatePem = await readFile(stack.addresses.identity.certificateFile, 'utf8');
    const { options, workspace } = connect({ scheme: 'certificate', certificatePem });
    await createModelRegistry(options).listModels(workspace);
  });

  it('says why the stack refuses: an expired secret, a wrong one, no role', async () => {
    const { expiredClientSecret, withoutRole } = stack.addresses.identity;
    for (const [more, code, words] of [
      [{ secret: expiredClientSecret }, 'AzureUnauthorized', 'the client secret has expired'],
      [{ secret: 'wrong' }, 'AzureUnauthorized', 'the client secret is wrong'],
      [{ clientId: withoutRole.clientId, secret: withoutRole.clientSecret }, 'AzureForbidden', 'models/read'],
    ] as const) {
      const { options, workspace } = connect(more);
      await assert.rejects(createModelRegistry(options).listModels(workspace), catalogueError(code, words));
    }
  });
});
