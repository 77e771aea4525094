import assert from 'node:assert/strict';
import { createOrganization } from '../../../../src/adapters/azure-devops/organization.ts';
import { createPipelineRuns } from '../../../../src/adapters/azure-devops/pipeline-runs.ts';
import type { PipelineTarget } from '../../../../src/core/firing/target.ts';
import type { FiringTargets } from '../../../../src/ports/firing-targets.ts';
import { pipelineRunsContract } from '../../../contracts/pipeline-runs.contract.ts';
import { createAutoClock } from '../../../support/auto-clock.ts';
import { quotaOf } from '../../../support/quota-of.ts';
import {
  type AzureDevOpsFake,
  type AzureDevOpsFakeOptions,
  startAzureDevOpsFake,
} from '../../../support/azure-devops-fake.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';
import { firingRequest } from '../../../support/firing-request.ts';

const pipelines = [
  { id: 3, name: 'deploy-fraud', parameters: ['firing', 'version', 'origin'], builds: ['model'] },
  { id: 4, name: 'bare', parameters: [] },
  { id: 5, name: 'twice', parameters: ['firing'] },
  { id: 6, name: 'twice', parameters: ['firing'] },
];
const target: PipelineTarget = {
  kind: 'pipeline',
  project: 'demo',
  definition: 'deploy-fraud',
  keyParameter: 'firing',
};
const since = new Date('2026-11-21T00:00:00Z');

describe('src/adapters/azure-devops/pipeline-runs.ts', () => {
  let fake: AzureDevOpsFake;
  let runs: FiringTargets<PipelineTarget>;

  async function start(options: Partial<AzureDevOpsFakeOptions> = {}): Promise<void> {
    fake = await startAzureDevOpsFake({ definitions: [], pipelines, ...options });
    const { url, token } = fake;
    runs = createPipelineRuns(createOrganization({ url, token, quota: quotaOf(createAutoClock()) }));
  }
  afterEach(() => fake.close());

  for (const listHasParameters of [true, false]) {
    describe(`on the fake, whose lists ${listHasParameters ? 'show' : 'leave out'} the parameters`, () => {
      pipelineRunsContract(async () => {
        await start({ listHasParameters });
        return {
          runs,
          project: 'demo',
          definition: 3,
          bare: 'bare',
          seen: () =>
            Promise.resolve(
              fake.runs.map(({ id, templateParameters, builds, tags }) => ({
                id,
                parameters: templateParameters,
                resource: builds['model'],
                tags,
              })),
            ),
        };
      });
    });
  }

  for (const minTimeIsIncluded of [true, false]) {
    it(`reads every page, the earliest time being ${minTimeIsIncluded ? 'included' : 'left out'}`, async () => {
      let minute = 0;
      const now = () => new Date(since.getTime() + Math.floor((minute += 1) / 2) * 60_000);
      await start({ runsPerPage: 3, minTimeIsIncluded, now });
      for (let count = 0; count < 8; count += 1) {
        await runs.create(target, firingRequest('1', '', `other ${count}`));
      }
      const made = await runs.create(target, firingRequest('2', '', 'mine'));
      assert.deepEqual(await runs.find(target, 'mine', since), made);
      assert.equal(await runs.find(target, 'no such key', since), undefined);
      assert.equal(await runs.find(target, 'mine', new Date('2026-11-22T00:00:00Z')), undefined);
    });
  }

  it('refuses a name that two pipelines have', async () => {
    await start();
    await assert.rejects(
      runs.verify({ ...target, definition: 'twice' }),
      catalogueError('PipelineAmbiguous', '5, 6'),
    );
  });

  it('lets a pipeline pass whose preview is refused for another reason: it shows when it fires', async () => {
    await start();
    fake.mishap = ({ path }) =>
      path.endsWith('/preview')
        ? { status: 400, body: { message: "A value for the 'version' parameter must be provided." } }
        : undefined;
    await runs.verify(target);
    fake.mishap = ({ path }) => (path.endsWith('/preview') ? { status: 403 } : undefined);
    await assert.rejects(runs.verify(target), catalogueError('DevOpsForbidden'));
  });

  it('does not take an unreadable list of runs for an empty one', async () => {
    await start();
    fake.mishap = ({ path }) => (path.endsWith('/builds') ? { status: 200, body: '' } : undefined);
    await assert.rejects(runs.find(target, 'mine', since), catalogueError('DevOpsFailed'));
  });

  it('says "come back later" when the answer to a run was lost, after which it is found', async () => {
    await start();
    fake.mishap = ({ method }) => (method === 'POST' ? { cut: true, after: true } : undefined);
    await assert.rejects(
      runs.create(target, firingRequest('2', '', 'a')),
      catalogueError('DevOpsNotReachable'),
    );
    fake.mishap = ({ method }) => (method === 'POST' ? { status: 200, body: '', after: true } : undefined);
    await assert.rejects(runs.create(target, firingRequest('3', '', 'b')), catalogueError('DevOpsFailed'));
    fake.mishap = () => undefined;
    assert.equal((await runs.find(target, 'a', since))?.id, 501);
    assert.equal((await runs.find(target, 'b', since))?.id, 502);
  });
});
