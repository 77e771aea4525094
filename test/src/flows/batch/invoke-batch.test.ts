import assert from 'node:assert/strict';
import { invokeBatch, type InvokeBatchRequest } from '../../../../src/flows/batch/invoke-batch.ts';
import { createAutoClock } from '../../../support/auto-clock.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';
import { createFakeBatch } from '../../../support/fake-batch.ts';
import { createMemoryLog } from '../../../support/memory-log.ts';
import { createMemoryModelFiles } from '../../../support/memory-model-files.ts';

const workspace = { subscriptionId: 's', resourceGroup: 'ml', name: 'prod' };

async function setUp() {
  const storage = createMemoryModelFiles();
  const batch = createFakeBatch(storage);
  const clock = createAutoClock();
  const log = createMemoryLog();
  await batch.endpoints.create(workspace, 'nightly', {});
  const ref = { workspace, endpoint: 'nightly', deployment: 'v1' };
  await batch.deployments.create(ref, {});
  await batch.endpoints.setDefault(workspace, 'nightly', 'v1');
  let times = 0;
  const run = (changes: Partial<InvokeBatchRequest> = {}) =>
    invokeBatch(
      {
        ...{ workspace, endpoint: 'nightly', folder: '/out' },
        input: { kind: 'files', files: [{ path: 'a.csv', text: '1' }] },
        ...changes,
      },
      {
        ...batch,
        ...{ stores: storage, files: storage, upload: storage.upload, clock, log },
        readBlob: ({ container }, name) => Promise.resolve(storage.blobs.get(`${container}/${name}`) ?? ''),
        unique: () => String((times += 1)),
      },
    );
  return { storage, batch, clock, log, run };
}

describe('src/flows/batch/invoke-batch.ts', () => {
  it('uploads the files, starts a job on them, and brings its output into the folder', async () => {
    const { storage, batch, run } = await setUp();
    batch.output = { 'predictions.csv': 'a 1\n', 'parts/x.csv': 'x' };
    const report = await run();
    assert.equal(storage.blobs.get('workspaceblobstore/azureml-release/batch/nightly/1/input/a.csv'), '1');
    assert.match(batch.started[0]?.input.uri ?? '', /paths\/azureml-release\/batch\/nightly\/1\/input\/$/);
    assert.equal(storage.disk.get('/out/predictions.csv'), 'a 1\n');
    assert.equal(storage.disk.get('/out/parts/x.csv'), 'x');
    assert.deepEqual(report.files.map(({ path }) => path).toSorted(), ['parts/x.csv', 'predictions.csv']);
  });

  it('never lets two jobs write into one folder', async () => {
    const { batch, run } = await setUp();
    await run();
    await run();
    assert.equal(new Set(batch.started.map(({ output }) => output)).size, 2);
  });

  it('leaves an address to the cluster, and names the deployment it was told', async () => {
    const { storage, batch, run } = await setUp();
    const uri = 'https://elsewhere.blob.core.windows.net/data/one.csv';
    await run({ input: { kind: 'address', uri, isFile: true }, deployment: 'v1' });
    assert.deepEqual(batch.started[0]?.input, { uri, isFile: true });
    assert.equal(batch.started[0].deployment, 'v1');
    assert.equal(
      [...storage.blobs.keys()].some((name) => name.includes('/input/')),
      false,
    );
  });

  it('looks ever more rarely, and tells of each change of state once', async () => {
    const { batch, clock, log, run } = await setUp();
    batch.states = ['Queued', 'Queued', 'Queued', 'Running', 'Completed'];
    await run();
    assert.deepEqual(clock.slept, [1000, 1500, 2250, 3375, 5063]);
    const told = log.lines.filter((line) => line.includes(' after '));
    assert.deepEqual(
      told.map((line) => /: (\w+) after/.exec(line)?.[1]),
      ['Queued', 'Running', 'Completed'],
    );
  });

  it('explains a job that failed by the mini batches that did', async () => {
    const { batch, log, run } = await setUp();
    batch.states = ['Failed'];
    batch.errors = 'mini batch 2 (c.csv), attempt 1 of 1:\nTraceback\nKeyError: amount\n';
    await assert.rejects(
      run(),
      catalogueError(
        'BatchJobFailed',
        'job-1',
        '3 file(s) failed',
        'mini batch 2 (c.csv)',
        'KeyError: amount',
      ),
    );
    assert.ok(log.lines.some((line) => line.includes('Traceback')));
  });

  it('gives up waiting after the time that it was given, and leaves the job alone', async () => {
    const { batch, clock, run } = await setUp();
    batch.states = ['Queued'];
    const started = clock.now().getTime();
    await assert.rejects(run({ patienceMinutes: 10 }), catalogueError('BatchJobUnfinished', 'Queued', '10'));
    assert.ok(clock.now().getTime() - started < 11 * 60_000);
  });

  it('refuses an endpoint that is not there, no files, and an output that is empty', async () => {
    const { batch, run } = await setUp();
    await assert.rejects(run({ endpoint: 'none' }), catalogueError('AzureResourceNotFound', 'none'));
    await assert.rejects(run({ input: { kind: 'files', files: [] } }), catalogueError('BatchInputEmpty'));
    assert.equal(batch.started.length, 0);
    batch.output = {};
    await assert.rejects(run(), catalogueError('BatchOutputMissing', 'job-1'));
  });

  it('writes nothing where a name leads out of the folder', async () => {
    const { storage, batch, run } = await setUp();
    batch.output = { 'predictions.csv': 'a', '../../etc/cron': 'x' };
    await assert.rejects(run(), catalogueError('UnsafeModelPath'));
    assert.equal(storage.disk.size, 0);
  });
});
