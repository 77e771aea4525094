// What deployments rely on when they ask for a workspace's telemetry, for the fake and for the service alike.
import assert from 'node:assert/strict';
import type { Workspace } from '../../src/core/workspace.ts';
import type { ApplicationInsights } from '../../src/ports/application-insights.ts';
import { catalogueError } from '../support/catalogue-error.ts';

export interface InsightsUnderTest {
  readonly insights: ApplicationInsights;
  readonly workspace: Workspace;
}

export interface InsightsSetUp {
  readonly connected: () => Promise<InsightsUnderTest>;
  /** A workspace without a component. */
  readonly unconnected: () => Promise<InsightsUnderTest>;
}

export function applicationInsightsContract({ connected, unconnected }: InsightsSetUp): void {
  it('finds a key that the inference server takes, and an address with the same key', async () => {
    const { insights, workspace } = await connected();
    const { instrumentationKey, connectionString } = await insights.componentOf(workspace);
    assert.match(instrumentationKey, /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    const parts = connectionString.split(';');
    assert.equal(parts[0], `InstrumentationKey=${instrumentationKey}`);
    assert.ok(parts.some((part) => /^IngestionEndpoint=https?:\/\//.test(part)));
    assert.ok(!parts.includes(''), 'the server’s exporter stumbles over an empty part');
  });

  it('says that a workspace has none, and that there is no such workspace', async () => {
    const { insights, workspace } = await unconnected();
    await assert.rejects(
      insights.componentOf(workspace),
      catalogueError('TelemetryUnavailable', workspace.name, 'has none'),
    );
    const other = { ...workspace, name: 'nowhere' };
    await assert.rejects(insights.componentOf(other), catalogueError('WorkspaceNotFound', 'nowhere'));
  });
}
