// Application Insights components: which one a workspace has, and where it takes telemetry.
import * as z from 'zod';
import { fail } from '../../core/errors/catalogue.ts';
import { workspacePath } from '../../core/workspace.ts';
import type { ApplicationInsights } from '../../ports/application-insights.ts';
import type { MonitorCalls } from './monitor-client.ts';

const workspaceShape = z.object({
  properties: z.object({ applicationInsights: z.string().nullish() }).nullish(),
});

/** The service writes these names in capitals (2020-02-02). */
const componentShape = z.object({
  properties: z.object({
    InstrumentationKey: z.string().min(1),
    ConnectionString: z.string().nullish(),
    DisableLocalAuth: z.boolean().nullish(),
  }),
});

export interface ApplicationInsightsOptions {
  /** Clients of one connection, each with the api-version of its calls. */
  readonly workspaces: Pick<MonitorCalls, 'get'>;
  readonly components: Pick<MonitorCalls, 'get'>;
}

export function createApplicationInsights(options: ApplicationInsightsOptions): ApplicationInsights {
  return {
    async componentOf(workspace) {
      const { name, resourceGroup } = workspace;
      const found = await options.workspaces.get(workspacePath(workspace), workspaceShape);
      if (!found) throw fail('WorkspaceNotFound', { workspace: name, resourceGroup });
      const unavailable = (reason: string) => fail('TelemetryUnavailable', { workspace: name, reason });
      const id = found.properties?.applicationInsights;
      if (!id) throw unavailable('the workspace has none');
      const component = await options.components.get(id, componentShape);
      if (!component) throw unavailable(`its component '${id}' is gone`);
      const {
        InstrumentationKey: instrumentationKey,
        ConnectionString,
        DisableLocalAuth,
      } = component.properties;
      // The inference server has no other way to sign in.
      if (DisableLocalAuth === true)
        throw unavailable(`its component '${id}' takes telemetry of Microsoft Entra identities only`);
      // The server's exporter stumbles over an empty part.
      const connectionString = ConnectionString?.replace(/;+$/, '');
      return {
        instrumentationKey,
        connectionString: connectionString || `InstrumentationKey=${instrumentationKey}`,
      };
    },
  };
}
