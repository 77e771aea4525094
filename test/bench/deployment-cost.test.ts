import assert from 'node:assert/strict';
import { deploymentCost } from '../../bench/deploy/deployment-cost.ts';

const log = [
  "Step 1 of 3: create deployment 'v2-1', because there is none of this content.",
  'Step 1 of 3 done after 2.5 s.',
  'Step 2 of 3: upload 50 code file(s) as x, because this content is not there yet.',
  'Step 2 of 3 done after 0.4 s.',
  "Step 3 of 3: move all traffic of 'e' to 'v2-1', because it has 0 %.",
  'Step 3 of 3 done after 0.5 s.',
].join('\n');

const exchange = (method: string, url: string) => JSON.stringify({ request: { method, url }, response: {} });

describe('bench/deploy/deployment-cost.ts', () => {
  it('takes the steps that wait for the service off our share, and tells polls from requests', () => {
    const workspace = 'https://arm/subscriptions/s/resourceGroups/g/providers/M/workspaces/w';
    const recorded = [
      exchange('GET', `${workspace}/onlineEndpoints/e?api-version=1`),
      exchange('PUT', `${workspace}/onlineEndpoints/e/deployments/v2-1?api-version=1`),
      exchange(
        'GET',
        'https://arm/subscriptions/s/providers/M/locations/l/mfeOperationsStatus/1?api-version=1',
      ),
      '',
    ].join('\n');
    assert.deepEqual(deploymentCost(5000, log, recorded), {
      ...{ total: 5000, ours: 2000, steps: 3, requests: 2, polls: 1 },
    });
  });

  it('counts everything as ours when nothing had to be done', () => {
    assert.deepEqual(deploymentCost(800, 'Nothing to do', ''), {
      ...{ total: 800, ours: 800, steps: 0, requests: 0, polls: 0 },
    });
  });
});
