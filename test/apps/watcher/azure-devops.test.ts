import assert from 'node:assert/strict';
import { targetsFor } from '../../../apps/watcher/azure-devops.ts';
import type { WatchConfiguration } from '../../../apps/watcher/configuration.ts';
import { stateSchema } from '../../../apps/watcher/state/state-section.ts';
import { createOrganization } from '../../../src/adapters/azure-devops/organization.ts';
import type { ReleaseTarget } from '../../../src/core/firing/target.ts';
import { createAutoClock } from '../../support/auto-clock.ts';
import { type AzureDevOpsFake, startAzureDevOpsFake } from '../../support/azure-devops-fake.ts';
import { firingRequest } from '../../support/firing-request.ts';
import { quotaOf } from '../../support/quota-of.ts';

const target: ReleaseTarget = { kind: 'release', project: 'demo', definition: 7, artifact: '_fraud' };
const key = 'azureml-model-release a/b/c/fraud/7@t -> _fraud';

describe('apps/watcher/azure-devops.ts', () => {
  const clock = createAutoClock('2026-11-21T01:00:00Z');
  let fake: AzureDevOpsFake;
  before(async () => {
    const definitions = [{ id: 7, name: 'deploy-fraud', aliases: ['_fraud'] }];
    fake = await startAzureDevOpsFake({ definitions, now: () => clock.now() });
  });
  after(() => fake.close());

  async function callsOf(configuration: Pick<WatchConfiguration, 'state'>): Promise<readonly string[]> {
    const organization = createOrganization({ url: fake.url, token: fake.token, quota: quotaOf(clock) });
    const targets = targetsFor(organization, configuration, {
      ...{ environment: {}, readText: () => '', clock },
    });
    await targets.verify(target);
    const before = fake.calls.length;
    await targets.create(target, firingRequest('7', `Model fraud version 7.\n[${key}]`, key));
    return fake.calls.slice(before).map(({ method }) => method);
  }

  it('makes a release with one call where no second watcher can be', async () => {
    assert.deepEqual(await callsOf({}), ['POST']);
  });

  it('makes a draft first, and starts the first one, where watchers share their state', async () => {
    const state = stateSchema.parse({ storage: { account: 'mlstate' } });
    assert.deepEqual(await callsOf({ state }), ['POST', 'GET', 'PATCH']);
  });
});
