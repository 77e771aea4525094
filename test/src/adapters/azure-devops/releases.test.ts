import assert from 'node:assert/strict';
import { createOrganization } from '../../../../src/adapters/azure-devops/organization.ts';
import { createReleases } from '../../../../src/adapters/azure-devops/releases.ts';
import type { ReleaseTarget } from '../../../../src/core/firing/target.ts';
import type { FiringTargets } from '../../../../src/ports/firing-targets.ts';
import { type AutoClock, createAutoClock } from '../../../support/auto-clock.ts';
import {
  type AzureDevOpsFake,
  type AzureDevOpsFakeOptions,
  startAzureDevOpsFake,
} from '../../../support/azure-devops-fake.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';
import { quotaOf } from '../../../support/quota-of.ts';
import { firingRequest } from '../../../support/firing-request.ts';

const definitions = [
  { id: 7, name: 'deploy-fraud', aliases: ['_fraud', '_data'] },
  { id: 8, name: 'deploy-fraud-test', aliases: [] },
  { id: 9, name: 'twice', aliases: ['_fraud'] },
  { id: 10, name: 'twice', aliases: ['_fraud'] },
];
const target: ReleaseTarget = {
  kind: 'release',
  project: 'demo',
  definition: 'deploy-fraud',
  artifact: '_fraud',
};
const since = new Date('2026-11-21T00:00:00Z');
const key = 'azureml-model-release a/b/c/fraud/7@t -> _fraud';
const request = firingRequest('7', `Model fraud version 7.\n[${key}]`);

describe('src/adapters/azure-devops/releases.ts', () => {
  let fake: AzureDevOpsFake;
  let clock: AutoClock;
  let releases: FiringTargets<ReleaseTarget>;

  async function start(options: Partial<AzureDevOpsFakeOptions> = {}): Promise<void> {
    clock = createAutoClock('2026-11-21T01:00:00Z');
    fake = await startAzureDevOpsFake({ definitions, now: () => clock.now(), ...options });
    releases = createReleases(
      createOrganization({ url: `${fake.url}/`, token: fake.token, quota: quotaOf(clock) }),
    );
  }
  afterEach(() => fake.close());

  it('creates a release that gives the artifact its version, and finds it again by its key', async () => {
    await start();
    assert.equal(await releases.find(target, key, since), undefined);
    const made = await releases.create(target, request);
    assert.deepEqual(made, {
      id: 41,
      name: 'Release-41',
      url: 'https://devops.example/demo/_releaseProgress?releaseId=41',
    });
    assert.deepEqual(fake.releases[0]?.artifacts, { _fraud: '7' });
    assert.deepEqual(await releases.find(target, key, since), made);
  });

  it('finds nothing by another key, in another definition, or before its time', async () => {
    await start();
    await releases.create(target, request);
    const other = { ...target, definition: 'twice' };
    assert.equal(await releases.find(target, key.replace('fraud/7', 'fraud/77'), since), undefined);
    assert.equal(await releases.find({ ...other, definition: 9 }, key, since), undefined);
    assert.equal(await releases.find(target, key, new Date('2026-11-21T02:00:00Z')), undefined);
  });

  for (const tokenIsIncluded of [true, false]) {
    it(`reads every page of the releases, a page beginning ${tokenIsIncluded ? 'at' : 'after'} its token`, async () => {
      await start({ pageSize: 3, tokenIsIncluded });
      for (let count = 0; count < 8; count += 1) {
        await releases.create(target, firingRequest('1', `other ${count}`));
      }
      const made = await releases.create(target, request);
      assert.deepEqual(await releases.find(target, key, since), made);
      assert.equal(await releases.find(target, 'no such key', since), undefined);
    });
  }

  it('adds tags, and leaves those that are there', async () => {
    await start();
    const made = await releases.create(target, request);
    await releases.tag(target, made, ['a', 'b']);
    await releases.tag(target, made, ['b', 'c']);
    assert.deepEqual(fake.releases[0]?.tags, ['a', 'b', 'c']);
  });

  it('looks the definition up once, and again after a call about it failed', async () => {
    await start();
    const lookUps = () => fake.calls.filter(({ path }) => path.includes('/definitions')).length;
    await releases.verify(target);
    await releases.find(target, key, since);
    await releases.create(target, request);
    assert.equal(lookUps(), 1);
    fake.mishap = ({ method }) => (method === 'POST' ? { status: 500 } : undefined);
    await assert.rejects(releases.create(target, request), catalogueError('DevOpsFailed'));
    fake.mishap = () => undefined;
    await releases.create(target, request);
    assert.equal(lookUps(), 2);
  });

  it('accepts a definition by its id', async () => {
    await start();
    await releases.verify({ ...target, definition: 7 });
  });

  const wrongTargets = [
    [{ ...target, project: 'nowhere' }, 'DevOpsProjectNotFound', 'nowhere'],
    [{ ...target, project: 'nowhere', definition: 7 }, 'DevOpsProjectNotFound', 'nowhere'],
    [{ ...target, definition: 'deploy' }, 'ReleaseDefinitionNotFound', 'deploy'],
    [{ ...target, definition: 77 }, 'ReleaseDefinitionNotFound', '77'],
    [{ ...target, definition: 'twice' }, 'ReleaseDefinitionAmbiguous', '9, 10'],
    [{ ...target, artifact: 'fraud' }, 'ArtifactAliasNotFound', '_fraud, _data'],
  ] as const;
  for (const [wrong, code, named] of wrongTargets) {
    it(`refuses ${JSON.stringify(wrong)} with ${code}`, async () => {
      await start();
      await assert.rejects(releases.verify(wrong), catalogueError(code, named));
      await assert.rejects(releases.create(wrong, request), catalogueError(code, named));
      assert.equal(fake.releases.length, 0);
    });
  }

  it('does not take an unreadable list of releases for an empty one', async () => {
    await start();
    fake.mishap = ({ path, method }) =>
      method === 'GET' && path.endsWith('/releases') ? { status: 404, body: '' } : undefined;
    await assert.rejects(releases.find(target, key, since), catalogueError('DevOpsFailed'));
    fake.mishap = ({ path, method }) =>
      method === 'GET' && path.endsWith('/releases')
        ? { status: 200, body: { value: [{ id: 'x' }] } }
        : undefined;
    await assert.rejects(releases.find(target, key, since), catalogueError('DevOpsAnswerUnreadable', '0.id'));
  });

  it('says "come back later" when the answer to a creation was lost, after which it is found', async () => {
    await start();
    fake.mishap = ({ method }) => (method === 'POST' ? { cut: true, after: true } : undefined);
    await assert.rejects(releases.create(target, request), catalogueError('DevOpsNotReachable'));
    fake.mishap = ({ method }) => (method === 'POST' ? { status: 200, body: '', after: true } : undefined);
    await assert.rejects(releases.create(target, request), catalogueError('DevOpsFailed'));
    fake.mishap = () => undefined;
    assert.equal((await releases.find(target, key, since))?.id, 41);
  });
});
