import assert from 'node:assert/strict';
import { fire } from '../../artifact-source/fire.ts';
import { fail } from '../../src/core/errors/catalogue.ts';
import { catalogueError } from '../support/catalogue-error.ts';
import { type MemoryReleases, createMemoryReleases } from './support/memory-releases.ts';
import { modelVersion, watchOf } from './support/versions.ts';

const firing = {
  watch: watchOf('latest'),
  version: modelVersion('7', 70),
  reason: 'it is the newest version',
};
const failed = fail('DevOpsFailed', { action: 'x', status: 500, reason: 'y' });

describe('artifact-source/fire.ts', () => {
  let releases: MemoryReleases;
  beforeEach(() => {
    releases = createMemoryReleases();
  });

  it('looks, creates the release with version, description and tags', async () => {
    const { found, effect } = await fire(firing, releases);
    assert.deepEqual(releases.calls, ['find', 'create', 'tag']);
    assert.equal(found, false);
    assert.equal(effect.id, 1);
    const [made] = releases.made;
    assert.equal(made?.version, '7');
    assert.match(made.description, /fraud version 7 .*workspace prod .*it is the newest version/);
    assert.deepEqual(made.tags, ['azureml-model-fraud', 'azureml-model-fraud-7', 'azureml-workspace-prod']);
  });

  it('finds what an earlier attempt made, and makes up for its tags', async () => {
    releases.fault = (call, moment) => (call === 'create' && moment === 'after' ? failed : undefined);
    await assert.rejects(fire(firing, releases), catalogueError('DevOpsFailed'));
    releases.fault = () => undefined;
    assert.equal((await fire(firing, releases)).found, true);
    assert.equal(releases.made.length, 1);
    assert.equal(releases.made[0]?.tags.length, 3);
  });

  it('creates nothing if it could not look', async () => {
    releases.fault = (call) => (call === 'find' ? failed : undefined);
    await assert.rejects(fire(firing, releases), catalogueError('DevOpsFailed'));
    assert.deepEqual(releases.made, []);
  });

  it('counts as fired without tags, and says so', async () => {
    releases.fault = (call) => (call === 'tag' ? failed : undefined);
    assert.match((await fire(firing, releases)).tagProblem ?? '', /failed to x/);
  });

  it('looks from a little before the registration on: the two services have two clocks', async () => {
    let asked: Date | undefined;
    releases.find = (_, __, since) => {
      asked = since;
      return Promise.resolve(undefined);
    };
    await fire(firing, releases);
    assert.equal(asked?.toISOString(), '2026-11-21T01:00:00.000Z');
  });
});
