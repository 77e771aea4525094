// Application Insights components in memory, by the name of their workspace.
import { fail } from '../../src/core/errors/catalogue.ts';
import type { TelemetryComponent } from '../../src/core/plan/telemetry-component.ts';
import type { ApplicationInsights } from '../../src/ports/application-insights.ts';

export const someComponent: TelemetryComponent = {
  instrumentationKey: '0a1b2c3d-0000-4000-8000-00000000aaaa',
  connectionString:
    'InstrumentationKey=0a1b2c3d-0000-4000-8000-00000000aaaa;IngestionEndpoint=https://westeurope-5.in.example.com/',
};

/** @param components `undefined` for a workspace that has none */
export const createFakeApplicationInsights = (
  components: Readonly<Record<string, TelemetryComponent | undefined>> = {},
): ApplicationInsights => ({
  componentOf({ name, resourceGroup }) {
    if (!(name in components))
      return Promise.reject(fail('WorkspaceNotFound', { workspace: name, resourceGroup }));
    const component = components[name];
    return component
      ? Promise.resolve(component)
      : Promise.reject(fail('TelemetryUnavailable', { workspace: name, reason: 'the workspace has none' }));
  },
});
