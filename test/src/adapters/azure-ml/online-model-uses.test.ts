// On the emulated service: what its lists answer is what the finder has to cope with.
import assert from 'node:assert/strict';
import { createArmClient } from '../../../../src/adapters/azure-ml/arm/client.ts';
import { createOnlineModelUses } from '../../../../src/adapters/azure-ml/online-model-uses.ts';
import { systemClock } from '../../../../src/adapters/local/clock.ts';
import type { ModelUses } from '../../../../src/ports/model-uses.ts';
import { type OnlineService, startOnlineService } from '../../../apps/emulator/support/online-service.ts';
import { createMemoryLog } from '../../../support/memory-log.ts';
import { trustAuthority } from '../../../support/trust-authority.ts';

describe('src/adapters/azure-ml/online-model-uses.ts', () => {
  let service: OnlineService;
  let uses: ModelUses;
  before(async () => {
    service = await startOnlineService();
    const { arm } = service;
    trustAuthority(arm.caPem);
    const { subscriptionId } = arm.scope;
    const audience = 'https://management.azure.com';
    uses = createOnlineModelUses(
      createArmClient({
        connection: { armUrl: arm.url, audience, subscriptionId },
        credential: {
          getToken: async () => ({
            token: await arm.token(),
            expiresOnTimestamp: Date.now() + 3_600_000,
          }),
        },
        log: createMemoryLog(),
        clock: systemClock,
      }),
    );
  });
  after(() => service.arm.close());

  const workspace = () => {
    const { subscriptionId, resourceGroup, workspace: name } = service.arm.scope;
    return { subscriptionId, resourceGroup, name };
  };

  it('finds nothing where nothing is deployed', async () => {
    assert.deepEqual(await uses.list(workspace()), []);
  });

  it('sees deployments with and without traffic, on managed compute and on a cluster, with their tags', async () => {
    const managed = await service.endpoint('managed-one');
    const tags = { 'azureml-release.release': 'Release-7' };
    await service.put(`${managed}/deployments/blue`, { ...service.deploymentBody(), tags });
    await service.put(`${managed}/deployments/green`, service.deploymentBody());
    await service.put(managed, service.endpointBody({ blue: 90, green: 10 }));
    await service.put(managed, service.endpointBody({ blue: 100 }));
    const compute = await service.attach('cluster', { small: { resources: { requests: { cpu: '1' } } } });
    await service.put('onlineEndpoints/clustered', service.endpointBody({}, { compute }));
    await service.put('onlineEndpoints/clustered/deployments/only', {
      ...service.deploymentBody({ endpointComputeType: 'Kubernetes', instanceType: 'small' }),
    });
    const found = await uses.list(workspace());
    assert.ok(!('notLookedAt' in found));
    const seven = [{ model: 'm', version: '1' }];
    assert.deepEqual(
      found
        .map(({ service: name, deployment, models, share, tags: found }) => ({
          ...{ service: name, deployment, models, share },
          tags: found,
        }))
        .toSorted((a, b) => ((a.deployment ?? '') < (b.deployment ?? '') ? -1 : 1)),
      [
        { service: 'managed-one', deployment: 'blue', models: seven, share: 100, tags },
        { service: 'managed-one', deployment: 'green', models: seven, share: 0, tags: {} },
        { service: 'clustered', deployment: 'only', models: seven, share: 0, tags: {} },
      ],
    );
  });
});
