// Finds where telemetry goes, for servers that this product starts itself.
import type { PlanInput, WhatIsThere } from '../../../core/plan/plan.ts';
import { needsComponent } from '../../../core/plan/telemetry.ts';
import type { ApplicationInsights } from '../../../ports/application-insights.ts';

export interface TelemetryPorts {
  readonly applicationInsights: ApplicationInsights;
}

/**
 * Asks nobody for files that want no telemetry, or bring a key of their own.
 *
 * @throws TelemetryUnavailable, AzureForbidden
 */
export const lookForTelemetry = async (
  { applicationInsights }: TelemetryPorts,
  input: PlanInput,
): Promise<Pick<WhatIsThere, 'telemetry'>> =>
  needsComponent(input) ? { telemetry: await applicationInsights.componentOf(input.workspace) } : {};
