import { createArmClient } from '../../src/adapters/azure-ml/arm/client.ts';
import { createAutoscaleSettings } from '../../src/adapters/azure-monitor/autoscale-settings.ts';
import { autoscale } from '../../src/core/plan/api-versions.ts';
import { startOnlineService, type OnlineService } from '../apps/emulator/support/online-service.ts';
import { createAutoClock } from '../support/auto-clock.ts';
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
});
