import assert from 'node:assert/strict';
import { split } from '../../../scripts/conformance/undescribed.ts';

const exchange = (method: string, path: string) => ({
  request: { method, url: `https://localhost:1/subscriptions/s${path}?api-version=1` },
});

describe('scripts/conformance/undescribed', () => {
  it('takes out what belongs to Azure Monitor, wherever it stands, and nothing else', () => {
    const workspace = '/providers/Microsoft.MachineLearningServices/workspaces/w';
    const { described, counts } = split([
      exchange('GET', `${workspace}/onlineEndpoints/e/providers/Microsoft.Insights/metrics`),
      exchange('GET', `${workspace}/onlineEndpoints/e/deployments/d/providers/microsoft.insights/metrics`),
      exchange('PUT', '/resourceGroups/g/providers/Microsoft.Insights/autoscaleSettings/a'),
      exchange('GET', '/resourceGroups/g/providers/microsoft.insights/components/c'),
      exchange('GET', `${workspace}/onlineEndpoints/microsoft.insights`),
    ]);
    assert.deepEqual(
      described.map(({ request }) => request.url.split('/').at(-1)),
      ['microsoft.insights?api-version=1'],
    );
    assert.deepEqual(
      [...counts],
      [
        ['GET microsoft.insights/metrics', 2],
        ['PUT microsoft.insights/autoscalesettings', 1],
        ['GET microsoft.insights/components', 1],
      ],
    );
  });
});
