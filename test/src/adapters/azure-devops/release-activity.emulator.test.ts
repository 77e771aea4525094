// What became of releases on the emulated Azure DevOps: made by the watcher, deployed by its agent, rolled back by hand.
import assert from 'node:assert/strict';
import { EnvironmentStatus } from 'azure-devops-node-api/interfaces/ReleaseInterfaces.js';
import { createOrganization } from '../../../../src/adapters/azure-devops/organization.ts';
import { createReleaseActivity } from '../../../../src/adapters/azure-devops/release-activity.ts';
import { createReleases } from '../../../../src/adapters/azure-devops/releases.ts';
import type { ReleaseTarget } from '../../../../src/core/firing/target.ts';
import { findRollback, inFlight } from '../../../../src/core/release-activity.ts';
import type { KnownVersion } from '../../../../src/core/watch/history.ts';
import { modelArtifactType } from '../../../apps/emulator/azure-devops/support/fake-azure.ts';
import { definition, modelArtifact } from '../../../apps/emulator/azure-devops/support/release-fixtures.ts';
import {
  type RunningAzureDevOps,
  connectionId,
  endedRelease,
  startRunning,
} from '../../../apps/emulator/azure-devops/support/running-azure-devops.ts';
import { modelVersion } from '../../../artifact-source/support/versions.ts';
import { createAutoClock } from '../../../support/auto-clock.ts';
import { firingRequest } from '../../../support/firing-request.ts';
import { quotaOf } from '../../../support/quota-of.ts';
import { trustAuthority } from '../../../support/trust-authority.ts';

const downloadId = 'aaaaaaaa-0000-4000-8000-000000000001';
const known = (number: number): KnownVersion => ({
  ...modelVersion(`${number}`, number),
  state: 'fired',
  reason: 'r',
});

describe('src/adapters/azure-devops/release-activity.ts on the emulator', function () {
  this.timeout(60_000);
  let running: RunningAzureDevOps;
  let target: ReleaseTarget;

  before(async () => {
    running = await startRunning();
    trustAuthority(running.caPem);
    await running.install({
      tasks: [{ name: 'Download', id: downloadId, script: '', inputs: [] }],
      artifactTypes: [modelArtifactType(downloadId)],
    });
    const { project } = running.devops;
    const stages = [{ name: 'Production' }, { name: 'By hand', conditions: [] }];
    const api = await running.api.getReleaseApi();
    await api.createReleaseDefinition(
      definition('deploy-fraud', stages, {
        artifacts: [modelArtifact(await connectionId(running, 'azureml-secret'))],
      }),
      project,
    );
    target = { kind: 'release', project, definition: 'deploy-fraud', artifact: '_fraud' };
  });
  after(() => running.close());

  it('sees releases in flight and done, deployments, and a roll back by redeploying an older release', async () => {
    const { organizationUrl: url, personalAccessToken: token, project } = running.devops;
    const organization = createOrganization({ url, token, quota: quotaOf(createAutoClock()) });
    const releases = createReleases(organization);
    const activity = createReleaseActivity(organization);
    const api = await running.api.getReleaseApi();
    const fire = (version: string) =>
      releases.create(target, firingRequest(version, `[azureml-model-release a/${version} -> _fraud]`));
    const ended = async (id = 0) => {
      const { environments = [] } = await api.getRelease(project, id);
      const [stage] = environments;
      if (stage?.status === EnvironmentStatus.NotStarted) await new Promise((next) => setTimeout(next, 50));
      await endedRelease(api, project, id);
    };

    const first = await fire('1');
    const [flying] = inFlight(await activity.releases(target), Date.now());
    assert.equal(flying?.name, first.name);
    await ended(first.id);
    assert.deepEqual(inFlight(await activity.releases(target), Date.now()), []);
    const second = await fire('2');
    await ended(second.id);

    const versions = [known(1), known(2)];
    const automatic = await activity.deployments(target);
    assert.deepEqual(
      automatic.map(({ stage, release, version, startedBy, state }) => [
        stage,
        release,
        version,
        startedBy,
        state,
      ]),
      [
        ['Production', second.name, '2', 'service', 'succeeded'],
        ['Production', first.name, '1', 'service', 'succeeded'],
      ],
    );
    assert.equal(findRollback(automatic, versions, undefined), undefined);

    const { environments = [] } = await api.getRelease(project, first.id ?? 0);
    const change = { status: EnvironmentStatus.InProgress, comment: 'back' };
    await api.updateReleaseEnvironment(change, project, first.id ?? 0, environments[0]?.id ?? 0);
    await ended(first.id);
    const rollback = findRollback(await activity.deployments(target), versions, undefined);
    assert.match(
      rollback?.reason ?? '',
      new RegExp(`^stage Production was rolled back from version 2 to 1 by .+ with ${first.name} at `),
    );
    assert.equal(findRollback(await activity.deployments(target), versions, rollback?.at), undefined);

    await api.updateReleaseEnvironment(
      change,
      project,
      second.id ?? 0,
      (await api.getRelease(project, second.id ?? 0)).environments?.[0]?.id ?? 0,
    );
    await ended(second.id);
    assert.equal(findRollback(await activity.deployments(target), versions, undefined), undefined);
  });

  it('meets no gap of the emulator', () => assert.deepEqual(running.gaps.entries(), []));
});
