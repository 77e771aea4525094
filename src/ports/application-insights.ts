// The Application Insights component that a workspace writes its telemetry to.
import type { TelemetryComponent } from '../core/plan/telemetry-component.ts';
import type { Workspace } from '../core/workspace.ts';

export interface ApplicationInsights {
  /** @throws WorkspaceNotFound, TelemetryUnavailable, AzureForbidden */
  componentOf(workspace: Workspace): Promise<TelemetryComponent>;
}
