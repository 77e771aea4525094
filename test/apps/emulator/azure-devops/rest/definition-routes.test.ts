// Release definitions over REST.
import assert from 'node:assert/strict';
import { ReleaseDefinitionExpands } from 'azure-devops-node-api/interfaces/ReleaseInterfaces.js';
import { definition } from '../support/release-fixtures.ts';
import { project, startWaiting, type Waiting } from '../support/waiting.ts';

describe('apps/emulator/azure-devops/rest/definition-routes.ts', () => {
  let running: Waiting['running'];
  let releases: Waiting['releases'];
  let connection: Waiting['connection'];
  let definitionId: Waiting['definitionId'];
  before(async () => {
    ({ running, releases, connection, definitionId } = await startWaiting());
  });
  after(() => running.close());

  it('finds definitions by name and source, and shows only what is expanded', async () => {
    const byName = await releases.getReleaseDefinitions(
      project,
      'waiting',
      ReleaseDefinitionExpands.Artifacts,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      true,
    );
    assert.deepEqual(
      byName.map(({ id, artifacts, environments }) => [id, artifacts?.length, environments]),
      [[definitionId, 1, null]],
    );
    const bySource = await releases.getReleaseDefinitions(
      project,
      undefined,
      undefined,
      'FixtureModel',
      `${connection}:rg/ws:fraud`,
    );
    assert.equal(bySource.length, 1);
    assert.deepEqual(
      await releases.getReleaseDefinitions(
        project,
        'wait',
        undefined,
        undefined,
        undefined,
        undefined,
        undefined,
        undefined,
        undefined,
        true,
      ),
      [],
    );
  });

  it('updates a definition only from its newest revision, keeping secret values', async () => {
    const stored = await releases.getReleaseDefinition(project, definitionId);
    assert.equal(stored.variables?.['hidden']?.value, null);
    const updated = await releases.updateReleaseDefinition({ ...stored, description: 'new' }, project);
    assert.deepEqual(
      [updated.revision, updated.environments?.[0]?.id],
      [(stored.revision ?? 0) + 1, stored.environments?.[0]?.id],
    );
    await assert.rejects(
      releases.updateReleaseDefinition({ ...stored, description: 'old' }, project),
      /VS402862/,
    );
  });

  it('refuses a second definition of the same name', async () => {
    await assert.rejects(
      releases.createReleaseDefinition(definition('WAITING', [{}]), project),
      /already exists/,
    );
  });
});
