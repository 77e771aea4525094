import assert from 'node:assert/strict';
import { createApplicationInsights } from '../../../../src/adapters/azure-monitor/application-insights.ts';
import { workspacePath } from '../../../../src/core/workspace.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';
import { createMemoryArm } from '../../../support/memory-arm.ts';

const workspace = { subscriptionId: 's', resourceGroup: 'ml', name: 'prod' };
const id = '/subscriptions/s/resourceGroups/ml/providers/microsoft.insights/components/prod-insights';
const instrumentationKey = '0a1b2c3d-0000-4000-8000-00000000aaaa';

function setUp(properties: object | undefined, component?: object) {
  const workspaces = createMemoryArm();
  const components = createMemoryArm();
  if (properties) workspaces.resources.set(workspacePath(workspace), { properties });
  if (component) components.resources.set(id, { id, properties: component });
  return createApplicationInsights({ workspaces, components });
}

const connected = { applicationInsights: id };

describe('src/adapters/azure-monitor/application-insights.ts', () => {
  it('finds where the component of a workspace takes telemetry', async () => {
    const connectionString = `InstrumentationKey=${instrumentationKey};IngestionEndpoint=https://westeurope-5.in.example.com/`;
    for (const ConnectionString of [connectionString, `${connectionString};`]) {
      const insights = setUp(connected, { InstrumentationKey: instrumentationKey, ConnectionString });
      assert.deepEqual(await insights.componentOf(workspace), { instrumentationKey, connectionString });
    }
  });

  it('makes do with the key of a component from before connection strings', async () => {
    const insights = setUp(connected, { InstrumentationKey: instrumentationKey });
    assert.deepEqual(await insights.componentOf(workspace), {
      instrumentationKey,
      connectionString: `InstrumentationKey=${instrumentationKey}`,
    });
  });

  it('says why there is none: no workspace, none connected, one that is gone, one that takes no keys', async () => {
    const locked = { InstrumentationKey: instrumentationKey, DisableLocalAuth: true };
    const cases = [
      [setUp(undefined), catalogueError('WorkspaceNotFound', 'prod')],
      [setUp({}), catalogueError('TelemetryUnavailable', 'prod', 'has none')],
      [setUp({ applicationInsights: null }), catalogueError('TelemetryUnavailable', 'has none')],
      [setUp(connected), catalogueError('TelemetryUnavailable', 'prod-insights', 'is gone')],
      [setUp(connected, locked), catalogueError('TelemetryUnavailable', 'Microsoft Entra')],
    ] as const;
    for (const [insights, error] of cases) await assert.rejects(insights.componentOf(workspace), error);
  });
});
