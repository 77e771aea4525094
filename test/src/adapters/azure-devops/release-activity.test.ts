import assert from 'node:assert/strict';
import { createOrganization } from '../../../../src/adapters/azure-devops/organization.ts';
import { createReleaseActivity } from '../../../../src/adapters/azure-devops/release-activity.ts';
import { createReleases } from '../../../../src/adapters/azure-devops/releases.ts';
import type { ReleaseTarget } from '../../../../src/core/firing/target.ts';
import { createAutoClock } from '../../../support/auto-clock.ts';
import { type AzureDevOpsFake, startAzureDevOpsFake } from '../../../support/azure-devops-fake.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';
import { firingRequest } from '../../../support/firing-request.ts';
import { quotaOf } from '../../../support/quota-of.ts';

const target: ReleaseTarget = { kind: 'release', project: 'demo', definition: 'd', artifact: '_fraud' };

describe('src/adapters/azure-devops/release-activity.ts', () => {
  let fake: AzureDevOpsFake;
  const now = new Date('2026-11-21T00:00:00Z');
  const organization = () => {
    const { url, token } = fake;
    return createOrganization({ url, token, quota: quotaOf(createAutoClock()) });
  };

  beforeEach(async () => {
    const definitions = [{ id: 7, name: 'd', aliases: ['_fraud', '_other'] }];
    fake = await startAzureDevOpsFake({ definitions, now: () => now });
  });
  afterEach(() => fake.close());

  it('gives the releases that a watch made for the artifact, with the state of their stages', async () => {
    const releases = createReleases(organization());
    const make = (description: string) => releases.create(target, firingRequest('7', description));
    await make('made by hand');
    await make('of another artifact\n[azureml-model-release a/b/c/fraud/7@t -> _other]');
    await make('ours\n[azureml-model-release a/b/c/fraud/7@t -> _fraud]');
    const [ours] = fake.releases.slice(-1);
    assert.ok(ours);
    ours.stages = ['succeeded', 'inProgress', 'queued', 'scheduled', 'notStarted', 'rejected', 'canceled'];
    assert.deepEqual(await createReleaseActivity(organization()).releases(target), [
      {
        name: ours.name,
        description: ours.description,
        createdAt: now.toISOString(),
        stages: ['ended', 'running', 'running', 'running', 'waiting', 'ended', 'ended'],
      },
    ]);
  });

  it('gives the deployments with the version, who asked for them and how they ended', async () => {
    const deployment = (more: object) => ({
      release: {
        name: 'Release-1',
        artifacts: [{ alias: '_fraud', definitionReference: { version: { id: '7', name: '7' } } }],
      },
      releaseEnvironment: { id: 3, name: 'Production' },
      reason: 'manual',
      deploymentStatus: 'succeeded',
      queuedOn: now.toISOString(),
      requestedFor: { displayName: 'Ann' },
      requestedBy: { displayName: 'Service' },
      ...more,
    });
    fake.deployments.push(
      deployment({}),
      deployment({ reason: 'automated', deploymentStatus: 'inProgress', requestedFor: null }),
      deployment({ reason: 'redeployTrigger', deploymentStatus: 'notDeployed', release: { name: 'R' } }),
    );
    const found = await createReleaseActivity(organization()).deployments(target);
    const common = { stage: 'Production', release: 'Release-1', version: '7', at: now.toISOString() };
    assert.deepEqual(found, [
      { ...common, startedBy: 'person', who: 'Ann', state: 'succeeded' },
      { ...common, startedBy: 'service', who: 'Service', state: 'running' },
      {
        stage: 'Production',
        release: 'R',
        startedBy: 'service',
        who: 'Ann',
        at: now.toISOString(),
        state: 'failed',
      },
    ]);
  });

  it('never takes an unreadable answer for an empty one', async () => {
    const activity = createReleaseActivity(organization());
    fake.mishap = ({ path }) =>
      /(releases|deployments)$/.test(path) ? { status: 404, body: '' } : undefined;
    await assert.rejects(activity.releases(target), catalogueError('DevOpsFailed'));
    await assert.rejects(activity.deployments(target), catalogueError('DevOpsFailed'));
  });
});
