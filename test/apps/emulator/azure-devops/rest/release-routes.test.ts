// Releases over REST: creating, finding, changing.
import assert from 'node:assert/strict';
import { ReleaseQueryOrder, ReleaseStatus } from 'azure-devops-node-api/interfaces/ReleaseInterfaces.js';
import { project, startWaiting, type Waiting } from '../support/waiting.ts';

describe('apps/emulator/azure-devops/rest/release-routes.ts', () => {
  let running: Waiting['running'];
  let releases: Waiting['releases'];
  let connection: Waiting['connection'];
  let definitionId: Waiting['definitionId'];
  before(async () => {
    ({ running, releases, connection, definitionId } = await startWaiting());
  });
  after(() => running.close());

  it('resolves the version a release is not given, and takes one that it is', async () => {
    const version = async (instance?: { id: string; name: string }): Promise<unknown> => {
      const artifacts = instance ? [{ alias: '_fraud', instanceReference: instance }] : [];
      const made = await releases.createRelease({ definitionId, artifacts, isDraft: true }, project);
      return made.artifacts?.[0]?.definitionReference?.['version'];
    };
    assert.deepEqual(await version(), { id: '2', name: '2' });
    assert.deepEqual(await version({ id: '1', name: 'one' }), { id: '1', name: 'one' });
    running.azure.versions = [];
    await assert.rejects(version(), /VS402908.*'_fraud' \(fraud\)/);
    running.azure.versions = ['2', '1'];
  });

  it('refuses an unknown alias, an unknown stage and a variable that may not be set', async () => {
    const create = (more: Record<string, unknown>): Promise<unknown> =>
      releases.createRelease({ definitionId, ...more }, project);
    await assert.rejects(
      create({ artifacts: [{ alias: 'x', instanceReference: { id: '1' } }] }),
      /alias 'x'/,
    );
    await assert.rejects(create({ manualEnvironments: ['Nope'] }), /no stage named 'Nope'/);
    await assert.rejects(create({ variables: { shut: { value: 'c' } } }), /VS402904.*'shut'/);
    assert.equal(await create({ definitionId: 999 }), null);
    await assert.rejects(create({ definitionId: 'x' }), /VS402903.*ReleaseStartMetadata/);
  });

  it('lists releases by definition, tag, version and page, in either order', async () => {
    const start = {
      definitionId,
      isDraft: true,
      artifacts: [{ alias: '_fraud', instanceReference: { id: '41', name: '41' } }],
    };
    const ids: number[] = [];
    for (let count = 0; count < 3; count += 1)
      ids.push((await releases.createRelease(start, project)).id ?? 0);
    assert.deepEqual(await releases.addReleaseTags(['model', 'v41'], project, ids[1] ?? 0), ['model', 'v41']);
    assert.deepEqual(await releases.addReleaseTag(project, ids[1] ?? 0, 'MODEL'), ['model', 'v41']);
    const base = `/emulator/${project}/_apis/release/releases?definitionId=${definitionId}`;
    const list = async (query: string): Promise<[ids: number[], token: unknown]> => {
      const answer = await running.call('GET', base + query);
      const { value } = JSON.parse(answer.body.toString()) as { value: { id: number }[] };
      return [value.map(({ id }) => id), answer.headers['x-ms-continuationtoken']];
    };
    assert.deepEqual((await list('&tagFilter=v41,Model'))[0], [ids[1]]);
    assert.deepEqual((await list('&artifactVersionId=41'))[0], ids.toReversed());
    assert.deepEqual(
      (
        await list(
          `&artifactTypeId=FixtureModel&sourceId=${connection}:rg/ws:fraud&artifactVersionId=41&queryOrder=ascending`,
        )
      )[0],
      ids,
    );
    assert.deepEqual(await list('&artifactVersionId=41&queryOrder=ascending&$top=2'), [
      ids.slice(0, 2),
      String(ids[2]),
    ]);
    assert.deepEqual(
      await list(`&artifactVersionId=41&queryOrder=1&$top=2&continuationToken=${ids[2] ?? 0}`),
      [ids.slice(2), undefined],
    );
    const since = new Date(Date.now() + 5_000);
    assert.deepEqual(
      await releases.getReleases(
        project,
        definitionId,
        undefined,
        undefined,
        undefined,
        undefined,
        undefined,
        since,
      ),
      [],
    );
    const listed = await releases.getReleases(
      project,
      definitionId,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      ReleaseQueryOrder.Ascending,
    );
    assert.equal(listed[0]?.createdOn instanceof Date, true);
  });

  it('starts a draft when it becomes active, and abandons', async () => {
    const made = await releases.createRelease({ definitionId, isDraft: true }, project);
    assert.equal(made.status, ReleaseStatus.Draft);
    const active = await releases.updateReleaseResource(
      { status: ReleaseStatus.Active },
      project,
      made.id ?? 0,
    );
    assert.equal(active.status, ReleaseStatus.Active);
    const abandoned = await releases.updateReleaseResource(
      { status: ReleaseStatus.Abandoned },
      project,
      made.id ?? 0,
    );
    assert.equal(abandoned.status, ReleaseStatus.Abandoned);
  });
});
