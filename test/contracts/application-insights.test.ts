import { createArmClient } from '../../src/adapters/azure-ml/arm/client.ts';
import { createApplicationInsights } from '../../src/adapters/azure-monitor/application-insights.ts';
import { applicationInsights } from '../../src/core/plan/api-versions.ts';
import { type ArmService, startArmService } from '../apps/emulator/support/arm-service.ts';
import { createAutoClock } from '../support/auto-clock.ts';
import { createFakeApplicationInsights, someComponent } from '../support/fake-application-insights.ts';
import { createMemoryLog } from '../support/memory-log.ts';
import { trustAuthority } from '../support/trust-authority.ts';
import { applicationInsightsContract } from './application-insights.contract.ts';

describe('contracts/application-insights (fake)', () => {
  const of = (name: string) =>
    Promise.resolve({
      insights: createFakeApplicationInsights({ prod: someComponent, bare: undefined }),
      workspace: { subscriptionId: 's', resourceGroup: 'g', name },
    });
  applicationInsightsContract({ connected: () => of('prod'), unconnected: () => of('bare') });
});

describe('contracts/application-insights (emulator)', () => {
  const started: ArmService[] = [];
  after(() => Promise.all(started.map((arm) => arm.close())));

  async function start(has: boolean) {
    const arm = await startArmService({ applicationInsights: has });
    started.push(arm);
    trustAuthority(arm.caPem);
    const token = await arm.token();
    const { subscriptionId, resourceGroup, workspace: name } = arm.scope;
    const options = {
      connection: { armUrl: arm.url, audience: 'https://management.azure.com', subscriptionId },
      credential: { getToken: () => Promise.resolve({ token, expiresOnTimestamp: Date.now() + 3_600_000 }) },
      ...{ clock: createAutoClock(), log: createMemoryLog() },
    };
    const components = createArmClient({ ...options, apiVersion: applicationInsights });
    return {
      insights: createApplicationInsights({ workspaces: createArmClient(options), components }),
      workspace: { subscriptionId, resourceGroup, name },
    };
  }
  applicationInsightsContract({ connected: () => start(true), unconnected: () => start(false) });
});
