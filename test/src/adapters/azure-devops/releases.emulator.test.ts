// The releases adapter on the emulated Azure DevOps: what the small fake allows, an independent witness has to allow too.
import assert from 'node:assert/strict';
import { ReleaseStatus } from 'azure-devops-node-api/interfaces/ReleaseInterfaces.js';
import { createOrganization } from '../../../../src/adapters/azure-devops/organization.ts';
import { createReleases } from '../../../../src/adapters/azure-devops/releases.ts';
import type { ReleaseTarget } from '../../../../src/core/firing/target.ts';
import type { FiringTargets } from '../../../../src/ports/firing-targets.ts';
import { modelArtifactType } from '../../../apps/emulator/azure-devops/support/fake-azure.ts';
import { definition, modelArtifact } from '../../../apps/emulator/azure-devops/support/release-fixtures.ts';
import {
  type RunningAzureDevOps,
  connectionId,
  startRunning,
} from '../../../apps/emulator/azure-devops/support/running-azure-devops.ts';
import { createAutoClock } from '../../../support/auto-clock.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';
import { firingRequest } from '../../../support/firing-request.ts';
import { quotaOf } from '../../../support/quota-of.ts';
import { trustAuthority } from '../../../support/trust-authority.ts';

const downloadId = 'aaaaaaaa-0000-4000-8000-000000000001';
const key = 'azureml-model-release sub/rg/ws/fraud/2@2026-11-21T00:00:00.000Z -> _fraud';
const request = firingRequest('2', `Model fraud version 2.\n[${key}]`);

describe('src/adapters/azure-devops/releases.ts on the emulator', function () {
  this.timeout(30_000);
  let running: RunningAzureDevOps;
  let releases: FiringTargets<ReleaseTarget>;
  let since: Date;
  const target = (): ReleaseTarget => ({
    kind: 'release',
    project: running.devops.project,
    definition: 'deploy-fraud',
    artifact: '_fraud',
  });

  before(async () => {
    running = await startRunning();
    trustAuthority(running.caPem);
    await running.install({
      tasks: [{ name: 'Download', id: downloadId, script: '', inputs: [] }],
      artifactTypes: [modelArtifactType(downloadId)],
    });
    const connection = await connectionId(running, 'azureml-secret');
    const api = await running.api.getReleaseApi();
    const artifacts = [modelArtifact(connection)];
    const order = definition('deploy-fraud', [{ tasks: [] }], { artifacts });
    await api.createReleaseDefinition(order, running.devops.project);
    since = new Date(Date.now() - 60_000);
    const { organizationUrl: url, personalAccessToken: token } = running.devops;
    releases = createReleases(createOrganization({ url, token, quota: quotaOf(createAutoClock()) }));
  });
  after(() => running.close());

  it('verifies, creates, finds again by the key, and tags', async () => {
    await releases.verify(target());
    assert.equal(await releases.find(target(), key, since), undefined);
    const made = await releases.create(target(), request);
    assert.deepEqual(await releases.find(target(), key, since), made);
    await releases.tag(target(), made, ['azureml-model-fraud', 'azureml-model-fraud-2']);
    await releases.tag(target(), made, ['azureml-model-fraud']);
    const api = await running.api.getReleaseApi();
    const release = await api.getRelease(running.devops.project, made.id ?? 0);
    assert.deepEqual(release.tags, ['azureml-model-fraud', 'azureml-model-fraud-2']);
    assert.equal(release.artifacts?.[0]?.definitionReference?.['version']?.id, '2');
    assert.equal(release.description, request.description);
  });

  it('starts one of two releases that two watchers made as drafts, and gives the other up', async () => {
    const { organizationUrl: url, personalAccessToken: token } = running.devops;
    const organization = createOrganization({ url, token, quota: quotaOf(createAutoClock()) });
    const api = await running.api.getReleaseApi();
    const definition = await api.getReleaseDefinitions(running.devops.project, 'deploy-fraud');
    const description = 'Another watcher.\n[the rivals]';
    const artifacts = [{ alias: '_fraud', instanceReference: { id: '2', name: '2' } }];
    const order = { definitionId: definition[0]?.id ?? 0, description, artifacts, isDraft: true };
    const rival = await api.createRelease(order, running.devops.project);

    const rivals = createReleases(organization, { hasRivals: true });
    const made = await rivals.create(target(), firingRequest('2', 'Ours.\n[the rivals]', 'the rivals'));
    assert.equal(made.id, rival.id);
    const statusOf = async (id = 0) => (await api.getRelease(running.devops.project, id)).status;
    assert.equal(await statusOf(rival.id), ReleaseStatus.Active);
    assert.equal(await statusOf((rival.id ?? 0) + 1), ReleaseStatus.Abandoned);
    assert.deepEqual(await rivals.find(target(), 'the rivals', since), made);
  });

  it('finds it behind more releases than one page holds', async () => {
    for (let count = 0; count < 101; count += 1) {
      await releases.create(target(), firingRequest('2', `other ${count}`));
    }
    const last = await releases.create(target(), firingRequest('2', '[the last]'));
    assert.deepEqual(await releases.find(target(), 'the last', since), last);
    assert.equal(await releases.find(target(), 'no such key', since), undefined);
  });

  it('names the project, the definition, the artifact or the token that is wrong', async () => {
    const wrong = async (more: object, code: Parameters<typeof catalogueError>[0]) =>
      assert.rejects(releases.verify({ ...target(), ...more }), catalogueError(code));
    await wrong({ project: 'nowhere' }, 'DevOpsProjectNotFound');
    await wrong({ project: 'nowhere', definition: 1 }, 'DevOpsProjectNotFound');
    await wrong({ definition: 'deploy' }, 'ReleaseDefinitionNotFound');
    await wrong({ definition: 99 }, 'ReleaseDefinitionNotFound');
    await wrong({ artifact: '_other' }, 'ArtifactAliasNotFound');
    const { organizationUrl: url } = running.devops;
    for (const token of ['wrong', 'eyJ.wrong.token']) {
      const refused = createReleases(createOrganization({ url, token, quota: quotaOf(createAutoClock()) }));
      await assert.rejects(refused.verify(target()), catalogueError('DevOpsUnauthorized'));
    }
  });

  it('meets no gap of the emulator', () => assert.deepEqual(running.gaps.entries(), []));
});
