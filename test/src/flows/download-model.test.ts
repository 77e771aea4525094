import assert from 'node:assert/strict';
import fc from 'fast-check';
import { downloadModel, type DownloadModelRequest } from '../../../src/flows/download-model.ts';
import { createAutoClock } from '../../support/auto-clock.ts';
import { catalogueError } from '../../support/catalogue-error.ts';
import { createMemoryLog } from '../../support/memory-log.ts';
import { createMemoryModelFiles } from '../../support/memory-model-files.ts';
import { createMemoryRegistry } from '../../support/memory-registry.ts';

const workspace = { subscriptionId: 's', resourceGroup: 'ml', name: 'prod' };

/** A workspace with two versions of `fraud`, the second with a folder of three files. */
function setUp() {
  const registry = createMemoryRegistry(workspace);
  const files = createMemoryModelFiles();
  registry.register('fraud', '1');
  registry.register('fraud', '2', {
    uri: 'azureml://datastores/workspaceblobstore/paths/LocalUpload/ab/model',
    tags: { r2: '0.45', author: 'ada' },
    type: 'custom_model',
  });
  const at = 'workspaceblobstore/LocalUpload/ab';
  files.blobs.set(`${at}/model/MLmodel`, 'flavors');
  files.blobs.set(`${at}/model/data/weights.bin`, '0123456789');
  files.blobs.set(`${at}/model/README.md`, '# read me');
  files.blobs.set(`${at}/model2/other`, 'not ours');
  const clock = createAutoClock();
  const log = createMemoryLog();
  const shown: number[] = [];
  const ports = {
    registry,
    stores: files,
    files,
    log,
    clock,
    random: () => 0,
    writeText: (path: string, text: string) => {
      files.disk.set(path, text);
      return Promise.resolve();
    },
    match: (paths: readonly string[], patterns: readonly string[]) =>
      paths.filter((path) => patterns.some((pattern) => path.endsWith(pattern.replace('**', '')))),
    progress: { show: (percent: number) => shown.push(percent) },
  };
  const download = (more: Partial<DownloadModelRequest> = {}) =>
    downloadModel(
      { source: workspace, model: 'fraud', version: 'latest', folder: '/job/_fraud', patterns: [], ...more },
      ports,
    );
  return { registry, files, clock, log, shown, ports, download };
}

describe('src/flows/download-model.ts', () => {
  it('puts the latest version into the folder, with its description beside it', async () => {
    const { files, shown, download } = setUp();
    const report = await download();
    assert.deepEqual(
      { ...report, model: report.model.version },
      { model: '2', modelPath: '/job/_fraud/model', files: 3, kept: 0, bytes: 26 },
    );
    assert.equal(files.disk.get('/job/_fraud/model/data/weights.bin'), '0123456789');
    assert.equal(files.disk.size, 4);
    const description = JSON.parse(files.disk.get('/job/_fraud/.azureml-model.json') ?? '') as object;
    assert.deepEqual(description, {
      schema: 1,
      model: 'fraud',
      version: '2',
      id: '/subscriptions/s/resourceGroups/ml/providers/Microsoft.MachineLearningServices/workspaces/prod/models/fraud/versions/2',
      uri: 'azureml://datastores/workspaceblobstore/paths/LocalUpload/ab/model',
      createdAt: '2026-01-01T00:00:01.000Z',
      type: 'custom_model',
      tags: { author: 'ada', r2: '0.45' },
      properties: {},
      files: [
        { path: 'model/MLmodel', size: 7 },
        { path: 'model/README.md', size: 9 },
        { path: 'model/data/weights.bin', size: 10 },
      ],
    });
    assert.equal(shown.at(-1), 100);
  });

  it('takes a given version, and a model that is one file', async () => {
    const { files, download } = setUp();
    files.blobs.set('workspaceblobstore/fraud/1', 'pickle');
    const report = await download({ version: '1' });
    assert.equal(report.modelPath, '/job/_fraud/1');
    assert.equal(files.disk.get('/job/_fraud/1'), 'pickle');
  });

  it('keeps what is there already, so that a second run has nothing to do', async () => {
    const { download } = setUp();
    await download();
    assert.equal((await download()).kept, 3);
  });

  it('downloads what the patterns choose, and says when that is nothing', async () => {
    const { files, download } = setUp();
    assert.equal((await download({ patterns: ['**.bin'] })).files, 1);
    assert.ok(!files.disk.has('/job/_fraud/model/MLmodel'));
    await assert.rejects(
      download({ patterns: ['**.onnx'] }),
      catalogueError('ItemPatternMatchesNothing', '**.onnx', '3'),
    );
  });

  it('tries a damaged file again, and counts its bytes once', async () => {
    const { files, clock, shown, log, download } = setUp();
    files.failures = 2;
    await download();
    assert.equal(clock.slept.length, 2);
    assert.equal(shown.at(-1), 100);
    assert.ok(shown.every((percent) => percent <= 100));
    assert.ok(log.lines.some((line) => /^warning: .*arrived damaged.*try \d of 4/.test(line)));
  });

  it('gives up after four tries', async () => {
    const { files, clock, download } = setUp();
    files.failures = 100;
    await assert.rejects(download(), catalogueError('ModelFileDamaged'));
    assert.ok(clock.slept.length >= 3);
  });

  it('says what is missing: model, version, workspace, files', async () => {
    const { download } = setUp();
    await assert.rejects(download({ model: 'none' }), catalogueError('ModelNotFound', 'none', 'prod'));
    await assert.rejects(download({ version: '9' }), catalogueError('ModelVersionNotFound', 'fraud', '9'));
    await assert.rejects(download({ version: '1' }), catalogueError('ModelFilesMissing', 'fraud', '1'));
    const elsewhere = { ...workspace, name: 'nowhere' };
    await assert.rejects(download({ source: elsewhere }), catalogueError('WorkspaceNotFound', 'nowhere'));
  });

  it('writes nothing at all when one name would leave the folder', async () => {
    const { files, download } = setUp();
    files.blobs.set('workspaceblobstore/LocalUpload/ab/model/../../../evil', 'x');
    await assert.rejects(download(), catalogueError('UnsafeModelPath', '../../../evil', 'climbs'));
    assert.equal(files.disk.size, 0);
  });

  it('finds the bytes behind every kind of address', async () => {
    const { registry, files, download } = setUp();
    files.blobs.set('workspaceartifactstore/ExperimentRun/dcid.run-1/out/model.pkl', 'pkl');
    files.blobs.set('workspaceblobstore/azureml/job-7/out/model.pkl', 'pkl');
    files.blobs.set('models/a/model.pkl', 'pkl');
    files.outputs.set('job-7/model_output', 'azureml://datastores/workspaceblobstore/paths/azureml/job-7/');
    for (const [index, uri] of [
      'runs:/run-1/out/model.pkl',
      'azureml://jobs/run-1/outputs/artifacts/paths/out/model.pkl',
      'azureml://jobs/job-7/outputs/model_output/paths/out/model.pkl',
      'https://acc.blob.core.windows.net/models/a/model.pkl',
    ].entries()) {
      registry.register('kinds', String(index), { uri });
      const report = await download({ model: 'kinds' });
      assert.equal(report.modelPath, '/job/_fraud/model.pkl', uri);
      assert.equal(report.bytes, 3);
    }
    for (const uri of [
      'azureml:other:3',
      'ftp://x',
      'azureml://jobs/none/outputs/x',
      'https://x/?sig=secret',
    ]) {
      registry.register('unknown', 'v', { uri });
      await assert.rejects(download({ model: 'unknown' }), (error) => {
        catalogueError('ModelLocationNotSupported', 'unknown')(error);
        assert.doesNotMatch(String(error), /secret/);
        return true;
      });
    }
  });

  it('takes the files of a registry from the container that it opens, and from nowhere else', async () => {
    const { files, ports } = setUp();
    const source = { ...workspace, kind: 'registry' } as const;
    const registry = createMemoryRegistry(source);
    registry.register('fraud', '7', { uri: 'https://shared.blob.core.windows.net/original/deep/model' });
    registry.register('fraud', '8');
    files.blobs.set('prod-fraud-7/deep/model/MLmodel', 'flavors');
    const download = (version: string) =>
      downloadModel(
        { source, model: 'fraud', version, folder: '/job', patterns: [] },
        { ...ports, registry },
      );
    assert.equal((await download('7')).files, 1);
    assert.equal(files.disk.get('/job/model/MLmodel'), 'flavors');
    // A datastore belongs to a workspace: a registry has none.
    await assert.rejects(download('8'), catalogueError('ModelLocationNotSupported', 'fraud', '8'));
    await assert.rejects(
      downloadModel(
        { source: workspace, model: 'fraud', version: '7', folder: '/job', patterns: [] },
        { ...ports, registry },
      ),
      catalogueError('WorkspaceNotFound', 'prod'),
    );
  });

  it('never writes outside the folder, whatever the files are called', async () => {
    const part = fc.constantFrom('..', '.', '', 'a', 'C:', 'b c', '\\', '..\\..', '\u0000');
    await fc.assert(
      fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 5 }), async (parts) => {
        const { files, download } = setUp();
        files.blobs.set(`workspaceblobstore/LocalUpload/ab/model/${parts.join('/')}`, 'x');
        await download().catch(() => undefined);
        for (const path of files.disk.keys()) assert.match(path, /^\/job\/_fraud\/(?!.*\.\.)/);
      }),
    );
  });
});
