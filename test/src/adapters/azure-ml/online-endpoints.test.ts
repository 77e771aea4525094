import assert from 'node:assert/strict';
import { createOnlineEndpoints } from '../../../../src/adapters/azure-ml/online-endpoints.ts';
import { workspacePath } from '../../../../src/core/workspace.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';
import { createMemoryArm } from '../../../support/memory-arm.ts';

const workspace = { subscriptionId: 's', resourceGroup: 'ml', name: 'prod' };
const path = `${workspacePath(workspace)}/onlineEndpoints/fraud`;

const endpoint = {
  id: path,
  name: 'fraud',
  type: 'Microsoft.MachineLearningServices/workspaces/onlineEndpoints',
  location: 'westeurope',
  tags: { team: 'ml' },
  kind: null,
  identity: {
    type: 'SystemAssigned,UserAssigned',
    principalId: 'p',
    tenantId: 't',
    userAssignedIdentities: { '/ids/one': { principalId: 'q', clientId: 'c' } },
  },
  systemData: { createdAt: '2026-01-01T00:00:00Z' },
  properties: {
    authMode: 'Key',
    description: 'Fraud',
    provisioningState: 'Succeeded',
    publicNetworkAccess: 'Disabled',
    scoringUri: 'https://fraud/score',
    swaggerUri: 'https://fraud/swagger.json',
    compute: null,
    traffic: { old: 100 },
  },
};

describe('src/adapters/azure-ml/online-endpoints.ts', () => {
  it('moves traffic in a PUT that keeps everything else and returns nothing read-only', async () => {
    const arm = createMemoryArm();
    arm.resources.set(path, endpoint);
    await createOnlineEndpoints(arm).change(workspace, 'fraud', () => ({ traffic: { new: 100 } }));
    assert.deepEqual(arm.writes, [
      {
        call: `PUT ${path}`,
        body: {
          location: 'westeurope',
          tags: { team: 'ml' },
          identity: { type: 'SystemAssigned,UserAssigned', userAssignedIdentities: { '/ids/one': {} } },
          properties: {
            authMode: 'Key',
            description: 'Fraud',
            publicNetworkAccess: 'Disabled',
            traffic: { new: 100 },
          },
        },
      },
    ]);
  });

  it('changes tags alone by PATCH, and writes nothing when nothing is to be changed', async () => {
    const arm = createMemoryArm();
    arm.resources.set(path, endpoint);
    const endpoints = createOnlineEndpoints(arm);
    await endpoints.change(workspace, 'fraud', () => undefined);
    assert.deepEqual(arm.writes, []);
    await endpoints.change(workspace, 'fraud', ({ tags }) => ({ tags: { ...tags, more: '1' } }));
    assert.deepEqual(arm.writes, [{ call: `PATCH ${path}`, body: { tags: { team: 'ml', more: '1' } } }]);
  });

  it('says so when the endpoint is gone', async () => {
    const endpoints = createOnlineEndpoints(createMemoryArm());
    assert.equal(await endpoints.get(workspace, 'fraud'), undefined);
    await assert.rejects(
      endpoints.change(workspace, 'fraud', () => ({ traffic: {} })),
      catalogueError('AzureResourceNotFound', 'onlineEndpoints/fraud'),
    );
  });

  it('reads state, addresses and traffic', async () => {
    const arm = createMemoryArm();
    arm.resources.set(path, endpoint);
    assert.deepEqual(await createOnlineEndpoints(arm).get(workspace, 'fraud'), {
      name: 'fraud',
      authMode: 'Key',
      location: 'westeurope',
      provisioningState: 'Succeeded',
      tags: { team: 'ml' },
      traffic: { old: 100 },
      scoringUri: 'https://fraud/score',
      swaggerUri: 'https://fraud/swagger.json',
    });
  });

  it('asks for a key or for a token, as callers of the endpoint have to', async () => {
    const arm = createMemoryArm();
    arm.actions.set(`${path}/listKeys`, { primaryKey: 'k1', secondaryKey: 'k2' });
    arm.actions.set(`${path}/token`, { accessToken: 't1' });
    const endpoints = createOnlineEndpoints(arm);
    const state = { name: 'fraud', provisioningState: 'Succeeded', traffic: {} };
    assert.deepEqual(await endpoints.credential(workspace, { ...state, authMode: 'key' }), {
      authorization: 'Bearer k1',
    });
    assert.deepEqual(await endpoints.credential(workspace, { ...state, authMode: 'AMLToken' }), {
      authorization: 'Bearer t1',
    });
  });

  it('calls an endpoint of Entra callers with a token for Azure Machine Learning, and asks the service for none', async () => {
    const arm = createMemoryArm();
    const state = { name: 'fraud', authMode: 'AADToken', provisioningState: 'Succeeded', traffic: {} };
    const asked: (string | string[])[] = [];
    const caller = {
      getToken: (scopes: string | string[]) => {
        asked.push(scopes);
        return Promise.resolve({ token: 'entra', expiresOnTimestamp: 0 });
      },
    };
    assert.deepEqual(await createOnlineEndpoints(arm, caller).credential(workspace, state), {
      authorization: 'Bearer entra',
    });
    assert.deepEqual([asked, arm.writes], [['https://ml.azure.com/.default'], []]);
    await assert.rejects(
      createOnlineEndpoints(arm).credential(workspace, state),
      catalogueError('AzureIdentityUnavailable', "endpoint 'fraud'", 'ml.azure.com'),
    );
  });
});
