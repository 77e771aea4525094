import assert from 'node:assert/strict';
import { createArmClient } from '../../src/adapters/azure-ml/arm-client.ts';
import { createAutoscaleSettings } from '../../src/adapters/azure-monitor/autoscale-settings.ts';
import { createMetrics } from '../../src/adapters/azure-monitor/metrics.ts';
import { metricsVersion } from '../../src/adapters/azure-monitor/monitor-client.ts';
import { autoscale } from '../../src/core/plan/api-versions.ts';
import { startOnlineService, type OnlineService } from '../apps/emulator/support/online-service.ts';
import { createAutoClock } from '../support/auto-clock.ts';
import { catalogueError } from '../support/catalogue-error.ts';
import { FakeAutoscale } from '../support/fake-autoscale.ts';
import { createMemoryLog } from '../support/memory-log.ts';
import { trustAuthority } from '../support/trust-authority.ts';
import { autoscaleContract } from './azure-monitor.contract.ts';

async function clientOf({ arm }: OnlineService, apiVersion: string) {
  trustAuthority(arm.caPem);
  const token = await arm.token();
  const { subscriptionId } = arm.scope;
  return createArmClient({
    connection: { armUrl: arm.url, audience: 'https://management.azure.com', subscriptionId },
    credential: { getToken: () => Promise.resolve({ token, expiresOnTimestamp: Date.now() + 3_600_000 }) },
    ...{ clock: createAutoClock(), log: createMemoryLog(), apiVersion },
  });
}

async function withDeployment(): Promise<{ service: OnlineService; deployment: string }> {
  const service = await startOnlineService();
  await service.endpoint('fraud');
  await service.put('onlineEndpoints/fraud/deployments/blue', service.deploymentBody());
  return { service, deployment: `${service.arm.workspace}/onlineEndpoints/fraud/deployments/blue` };
}

describe('contracts/azure-monitor (fake)', () => {
  autoscaleContract(() =>
    Promise.resolve({
      settings: new FakeAutoscale(),
      deployment: '/subscriptions/s/resourceGroups/g/providers/x',
    }),
  );
});

describe('contracts/azure-monitor (emulator)', () => {
  let service: OnlineService;
  let deployment = '';

  before(async () => {
    ({ service, deployment } = await withDeployment());
  });
  after(() => service.arm.close());

  autoscaleContract(async () => ({
    settings: createAutoscaleSettings(await clientOf(service, autoscale)),
    deployment,
  }));

  it('reads metrics, a point for each minute in which there was something', async () => {
    const metrics = createMetrics(await clientOf(service, metricsVersion));
    for (const [status, milliseconds] of [
      [200, 10],
      [500, 30],
    ] as const)
      service.arm.metrics.observe({ endpoint: 'fraud', deployment: 'blue', status, milliseconds });
    const now = Date.now();
    const span = { from: new Date(now - 600_000), to: new Date(now + 60_000) };
    const total = async (more: object = {}) => {
      const query = {
        resource: deployment,
        metric: 'RequestsPerMinute',
        aggregation: 'total',
        ...span,
        ...more,
      };
      const points = await metrics.read(query as Parameters<typeof metrics.read>[0]);
      return points.reduce((sum, { value }) => sum + value, 0);
    };
    assert.equal(await total(), 2);
    assert.equal(await total({ filter: "statusCode eq '500'" }), 1);
    assert.equal(await total({ to: new Date(now - 500_000) }), 0);
    await assert.rejects(total({ metric: 'Nope' }), catalogueError('AzureRejected', 'Failed to find metric'));
    await assert.rejects(
      total({ resource: `${deployment}x` }),
      catalogueError('AzureResourceNotFound', 'bluex'),
    );
  });
});
