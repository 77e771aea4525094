// Wires the look-up of a workspace's Application Insights component.
import { createArmClient } from '../adapters/azure-ml/arm/client.ts';
import type { ArmClientOptions } from '../adapters/azure-ml/arm/options.ts';
import { createApplicationInsights } from '../adapters/azure-monitor/application-insights.ts';
import { applicationInsights } from '../core/plan/api-versions.ts';
import type { ApplicationInsights } from '../ports/application-insights.ts';

export const applicationInsightsOf = (options: ArmClientOptions): ApplicationInsights =>
  createApplicationInsights({
    workspaces: createArmClient(options),
    components: createArmClient({ ...options, apiVersion: applicationInsights }),
  });
