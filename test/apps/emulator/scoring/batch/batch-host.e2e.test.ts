import assert from 'node:assert/strict';
import type { Stack } from '../../../../../apps/emulator/stack.ts';
import { startTestStack } from '../../../../support/test-stack.ts';
import { createBatchUser, type BatchUser, type JobView } from '../../support/batch-job.ts';
import { registerModel } from '../../support/deploy.ts';
import { connect, type WorkspaceClient } from '../../support/workspace-client.ts';

const numbers = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${index}.txt`, String(index)]));

describe('apps/emulator/scoring/batch (a job from end to end, through the official client)', function () {
  this.timeout(120_000);
  let stack: Stack;
  let client: WorkspaceClient;
  let user: BatchUser;

  before(async () => {
    stack = await startTestStack();
    client = connect(stack);
    await registerModel(client, '1', 3);
    user = await createBatchUser(client, 'numbers');
    await user.deploy('blue', {
      miniBatchSize: 2,
      maxConcurrencyPerInstance: 2,
      retrySettings: { maxRetries: 1, timeout: 'PT1S' },
      outputFileName: 'scores.csv',
    });
  });
  after(() => stack.close());

  const output = (job: JobView) => user.read(`azureml/${job.name}/score/`);
  const logs = (job: JobView) => user.read(`ExperimentRun/dcid.${job.name}/`, 'azureml');
  const failureOf = ({ properties }: JobView) => properties.properties['azureml.error'];
  const rows = (text = '') => text.trim().split('\n').toSorted();

  it('gives the user’s run() as many files at once as asked for, and appends what it returns', async () => {
    const job = await user.score(numbers(5));
    assert.equal(job.properties.status, 'Completed', failureOf(job));
    const { 'scores.csv': text, ...others } = await output(job);
    assert.deepEqual(rows(text), ['0.txt 0', '1.txt 3', '2.txt 6', '3.txt 9', '4.txt 12']);
    assert.deepEqual(others, { 'seen-0.txt': '2', 'seen-2.txt': '2', 'seen-4.txt': '1' });
    const written = await logs(job);
    assert.match(written['logs/job_progress_overview.txt'] ?? '', /3 of 3 mini batches processed/);
    assert.match(written['logs/user/stdout/0/process000.stdout.txt'] ?? '', /loaded weight 3/);
    assert.match(written['azureml-logs/20_image_build_log.txt'] ?? '', /stands in for it: azureml-core/);
  });

  it('repeats a mini batch that failed, and goes on without one that never succeeds', async () => {
    const job = await user.score({
      'a.txt': 'once',
      'b.txt': '2',
      'c.txt': 'fail',
      'd.txt': '4',
      'e.txt': '5',
    });
    assert.equal(job.properties.status, 'Completed', failureOf(job));
    assert.deepEqual(rows((await output(job))['scores.csv']), ['a.txt 3', 'b.txt 6', 'e.txt 15']);
    const errors = (await logs(job))['logs/user/error.txt'] ?? '';
    assert.match(errors, /c\.txt, d\.txt\), attempt 2 of 2:[^]*ValueError: cannot read c\.txt/);
    assert.match(errors, /the first attempt fails/);
  });

  it('fails a job of which more files fail than its threshold allows', async () => {
    const files = { ...numbers(3), 'x.txt': 'fail' };
    const enough = await user.score(files, { ErrorThreshold: 2 });
    assert.equal(enough.properties.status, 'Completed', failureOf(enough));
    const job = await user.score(files, { ErrorThreshold: 1 });
    assert.equal(job.properties.status, 'Failed');
    assert.match(failureOf(job) ?? '', /2 file\(s\) failed, which exceeds error_threshold 1/);
  });

  it('ends a call of run() that takes too long', async () => {
    const job = await user.score({ 'slow.txt': 'slow' });
    assert.equal(job.properties.status, 'Failed');
    assert.match(failureOf(job) ?? '', /No succeeded mini batch item returned from run\(\)/);
    assert.match((await logs(job))['logs/user/error.txt'] ?? '', /run\(\) did not end within 1 seconds/);
    assert.deepEqual(
      stack.processes().filter((name) => name.startsWith('batch job')),
      [],
    );
  });

  it('writes a summary only where that is asked for, and never over what is there', async () => {
    await user.deploy('quiet', { outputAction: 'SummaryOnly', miniBatchSize: 5 });
    const quiet = await user.score(numbers(2));
    assert.deepEqual(await output(quiet), { 'seen-0.txt': '2' });
    const container = await client.container();
    await container.getBlockBlobClient('mine/seen-0.txt').uploadData(Buffer.from('before'));
    const where = {
      OutputData: {
        score: { JobOutputType: 'UriFile', Uri: 'azureml://datastores/workspaceblobstore/paths/mine' },
      },
    };
    const job = await user.score(numbers(2), where);
    assert.equal(job.properties.status, 'Completed', failureOf(job));
    assert.equal((await user.read('mine/'))['seen-0.txt'], 'before');
  });

  it('fails where there is no input, and where the environment lacks what the service needs', async () => {
    const empty = await user.score({});
    assert.match(failureOf(empty) ?? '', /Can't mount the input data.*doesn't contain any data/);
    await client.sdk.environmentVersions.createOrUpdate(
      client.resourceGroup,
      client.workspace,
      'batch',
      '2',
      {
        properties: { image: 'base', condaFile: 'dependencies: [{pip: [numpy]}]' },
      },
    );
    await user.deploy('bare', { environmentId: `${client.id}/environments/batch/versions/2` });
    const bare = await user.score(numbers(1));
    assert.match(failureOf(bare) ?? '', /No module named 'azureml'/);
  });
});
