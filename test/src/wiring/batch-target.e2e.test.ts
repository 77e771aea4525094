import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { invokeBatch } from '../../../src/flows/batch/invoke-batch.ts';
import { batchInvocation } from '../../../src/wiring/batch-target.ts';
import { createTargets } from '../../../src/wiring/deploy-targets.ts';
import { cliOnStack } from '../../apps/cli/support/cli-on-stack.ts';
import { catalogueError } from '../../support/catalogue-error.ts';
import { startStackWithClusters, type StackWithClusters } from './support/stack-with-clusters.ts';

describe('src/wiring/batch-target.ts (a life cycle in the emulator)', function () {
  // The first run builds the virtual environment from the package registry.
  this.timeout(300_000);
  let stack: StackWithClusters;

  before(async () => {
    stack = await startStackWithClusters();
    await writeFile(join(stack.folder, 'batch', 'more.json'), '{"files": {"b.txt": "5"}}');
  });
  after(() => stack.close());

  const config = `computeType: batch
computeTargetName: nightly
miniBatchSize: 2
errorThreshold: 1
retrySettings: { maxRetries: 0, timeoutSeconds: 20 }
`;
  const wanted = { script: 'batch', service: 'scores', config } as const;
  const target = () => createTargets(stack.options)('batch');
  const ref = () => ({ workspace: stack.workspace, service: 'scores' });
  const score = (files: Readonly<Record<string, string>>) =>
    invokeBatch(
      {
        ...{ workspace: stack.workspace, endpoint: 'scores', folder: join(stack.folder, 'output') },
        input: { kind: 'files', files: Object.entries(files).map(([path, text]) => ({ path, text })) },
      },
      batchInvocation(stack.options),
    );

  it('deploys, scores the test request, and makes the deployment the default', async () => {
    const tests = 'rollout: { smokeTests: [{ name: five, request: more.json }] }\n';
    const given = { ...wanted, config: `${config}${tests}`, test: { files: { 'a.txt': '4' } } };
    const report = await stack.deploy({ ...given, version: '1' });
    assert.deepEqual(report.plan.steps.map(({ kind }) => kind).slice(-3), [
      'create-deployment',
      'test-deployment',
      'set-default',
    ]);
    const service = await (await target()).service(ref());
    assert.deepEqual(
      service?.deployments.map(({ share }) => share),
      [100],
    );
    for (const name of ['test request', 'five'])
      assert.ok(stack.log.lines.some((line) => line.includes(`scored the test '${name}' in job 'batchjob-`)));
    assert.deepEqual((await stack.deploy({ ...wanted, version: '1' })).plan.steps, []);
  });

  it('scores a folder and brings the rows back', async () => {
    const report = await score({ 'a.txt': '1', 'b.txt': '2', 'c.txt': '3' });
    const rows = await readFile(join(stack.folder, 'output', 'predictions.csv'), 'utf8');
    assert.deepEqual(rows.trim().split('\n').toSorted(), ['a.txt 2', 'b.txt 4', 'c.txt 6']);
    assert.ok(report.files.some(({ path }) => path === 'predictions.csv'));
  });

  it('scores a folder from the command line', async () => {
    const project = join(stack.folder, 'march');
    await mkdir(join(project, 'data'), { recursive: true });
    await writeFile(join(project, 'data', 'a.txt'), '7');
    const cli = cliOnStack(stack.stack, project, {});
    const ran = await cli.run('service', 'score', '-n', 'scores', '--input', 'data', '--output-dir', 'out');
    assert.equal(ran.status, 0, ran.aside);
    assert.equal(await readFile(join(project, 'out', 'predictions.csv'), 'utf8'), 'a.txt 14\n');
    const none = await cli.run('service', 'score', '-n', 'scores', '--output-dir', 'out');
    assert.match(none.aside, /--input is missing/);
  });

  it('explains which mini batches failed', async () => {
    await assert.rejects(
      score({ 'a.txt': 'fail', 'b.txt': '2' }),
      catalogueError('BatchJobFailed', 'exceeds error_threshold 1', 'a.txt', 'ValueError: cannot read a.txt'),
    );
  });

  it('keeps the default where a new version does not score its test request', async () => {
    const before = (await (await target()).service(ref()))?.deployments.find(({ share }) => share === 100);
    await assert.rejects(
      stack.deploy({ ...wanted, version: '2', test: { files: { 'a.txt': 'fail' } } }),
      catalogueError('BatchJobFailed', 'No succeeded mini batch item'),
    );
    const after = await (await target()).service(ref());
    assert.equal(after?.deployments.length, 2);
    assert.equal(after.deployments.find(({ share }) => share === 100)?.name, before?.name);
  });

  it('continues with the new version, and moves the default', async () => {
    const report = await stack.deploy({ ...wanted, version: '2', test: { files: { 'a.txt': '1' } } });
    assert.deepEqual(
      report.plan.steps.map(({ kind }) => kind),
      ['test-deployment', 'set-default'],
    );
    await score({ 'z.txt': '5' });
    assert.match(await readFile(join(stack.folder, 'output', 'predictions.csv'), 'utf8'), /^z\.txt 15$/m);
  });

  it('deletes one deployment, then everything', async () => {
    const before = await (await target()).service(ref());
    const old = before?.deployments.find(({ share }) => share === 0)?.name ?? '';
    await (await target()).delete({ ...ref(), deployment: old });
    assert.equal((await (await target()).service(ref()))?.deployments.length, 1);
    await (await target()).delete(ref());
    assert.equal(await (await target()).service(ref()), undefined);
  });

  it('names a cluster that is not there before anything is called', async () => {
    const other = { ...wanted, config: config.replace('nightly', 'nowhere') };
    await assert.rejects(
      stack.deploy({ ...other, version: '1' }),
      catalogueError('ComputeNotFound', 'nowhere', 'nightly'),
    );
  });
});
