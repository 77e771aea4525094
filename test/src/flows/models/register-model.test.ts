import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { fail } from '../../../../src/core/errors/catalogue.ts';
import type { LocalModel } from '../../../../src/ports/local-model.ts';
import { registerModel, type RegisterModelRequest } from '../../../../src/flows/models/register-model.ts';
import { createAutoClock } from '../../../support/auto-clock.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';
import { createMemoryLog } from '../../../support/memory-log.ts';
import { createMemoryModelFiles, md5Of } from '../../../support/memory-model-files.ts';
import { createMemoryRegistry } from '../../../support/memory-registry.ts';

const workspace = { subscriptionId: 's', resourceGroup: 'ml', name: 'prod' };

function setUp(contents: Readonly<Record<string, string>> = { MLmodel: 'flavors', 'data/w.bin': '0123' }) {
  const registry = createMemoryRegistry(workspace);
  const files = createMemoryModelFiles();
  const log = createMemoryLog();
  const local: LocalModel = {
    ...{ name: 'model', isFolder: true },
    files: Object.entries(contents).map(([path, content]) => {
      files.disk.set(`/disk/model/${path}`, content);
      const sha256 = createHash('sha256').update(content).digest('hex');
      return { path, absolutePath: `/disk/model/${path}`, size: content.length, sha256, md5: md5Of(content) };
    }),
  };
  const ports = {
    ...{ registry, files, log, clock: createAutoClock(), random: () => 0, stores: files },
    registrations: { ...registry.registrations },
    upload: files.upload,
    readModel: () => Promise.resolve(local),
  };
  const register = (more: Partial<RegisterModelRequest> = {}) =>
    registerModel(
      {
        ...{ workspace, model: 'fraud', from: { path: '/disk/model' }, type: 'custom_model' },
        ...{ tags: { r2: '0.45' }, properties: {} },
        ...more,
      },
      ports,
    );
  return { registry, files, log, ports, register };
}

const prefix =
  'azureml://subscriptions/s/resourcegroups/ml/workspaces/prod/datastores/workspaceblobstore/paths/';

describe('src/flows/models/register-model.ts', () => {
  it('uploads a folder and registers the next version of it', async () => {
    const { files, register } = setUp();
    const made = await register();
    assert.deepEqual([made.version, made.tags], ['1', { r2: '0.45' }]);
    const folder = made.uri.slice(prefix.length);
    assert.match(made.uri.slice(0, prefix.length), new RegExp(`^${prefix}$`));
    assert.match(folder, /^LocalUpload\/[0-9a-f]{32}\/model$/);
    assert.deepEqual(
      [...files.blobs.keys()].toSorted(),
      ['MLmodel', 'data/w.bin'].map((path) => `workspaceblobstore/${folder}/${path}`),
    );
    assert.equal((await register({ description: 'again' })).version, '2');
  });

  it('uploads the same content to the same place, and sends only what is not there', async () => {
    const { files, log, register } = setUp();
    const { uri } = await register();
    const weights = [...files.blobs.keys()].find((name) => name.endsWith('w.bin')) ?? '';
    files.blobs.set(weights, '01');
    assert.equal((await register()).uri, uri);
    assert.equal(files.blobs.get(weights), '0123');
    assert.match(log.lines.join('\n'), /Uploading 1 of 2 file\(s\), 4 bytes/);
    await register();
    assert.match(log.lines.at(-2) ?? '', /All 2 file\(s\) are in the workspace already/);
    assert.notEqual((await setUp({ MLmodel: 'other' }).register()).uri, uri);
  });

  it('makes nothing of somebody else a part of the model', async () => {
    const { files, register } = setUp();
    const { uri } = await register();
    files.blobs.set(`workspaceblobstore/${uri.slice(prefix.length)}/intruder`, 'x');
    const again = await register();
    assert.match(again.uri, /LocalUpload\/[0-9a-f]{32}-2\/model$/);
  });

  it('goes on with an upload that broke off', async () => {
    const { files, log, register } = setUp();
    files.failures = 1;
    assert.equal((await register()).version, '1');
    assert.equal(files.blobs.size, 2);
    assert.match(log.lines.join('\n'), /Trying again/);
  });

  it('takes the next number when somebody was faster, and gives up after the third', async () => {
    const { registry, ports, register } = setUp();
    const { registrations } = registry;
    let races = 2;
    ports.registrations.nextVersion = async (where, model) => {
      const next = await registrations.nextVersion(where, model);
      if (races-- > 0) registry.register(model, next, { uri: 'azureml://datastores/d/paths/other' });
      return next;
    };
    assert.equal((await register()).version, '3');
    races = 3;
    await assert.rejects(register(), catalogueError('ModelVersionTaken', 'fraud', '6'));
  });

  it('registers a version by its name once, and refuses it for other files', async () => {
    const { registry, register } = setUp();
    const made = await register({ version: 'may' });
    assert.deepEqual(await register({ version: 'may' }), made);
    assert.equal((await registry.listVersions(workspace, 'fraud')).length, 1);
    registry.register('fraud', 'june');
    await assert.rejects(register({ version: 'june' }), catalogueError('ModelVersionTaken', 'june'));
  });

  it('points at what a run left behind, if there is something', async () => {
    const { files, register } = setUp();
    const uri = 'azureml://jobs/run_9/outputs/artifacts/paths/outputs/m';
    await assert.rejects(register({ from: { uri } }), catalogueError('ModelSourceMissing', uri));
    files.blobs.set('workspaceartifactstore/ExperimentRun/dcid.run_9/outputs/m/w.bin', 'x');
    const made = await register({ from: { uri }, jobName: 'run_9' });
    assert.deepEqual([made.uri, made.jobName], [uri, 'run_9']);
    await assert.rejects(
      register({ from: { uri: 'azureml:other:1' } }),
      catalogueError('ModelLocationNotSupported', 'azureml:other:1'),
    );
  });

  it('takes the word of the service where the storage may not be read', async () => {
    const { ports, log, register } = setUp();
    ports.files = {
      ...ports.files,
      list: () => Promise.reject(fail('StorageForbidden', { resource: 'x', reason: 'no role' })),
    };
    const uri = 'azureml://datastores/workspaceblobstore/paths/m';
    assert.equal((await register({ from: { uri } })).uri, uri);
    assert.match(log.lines.join('\n'), /is not known/);
  });

  it('refuses a name that no model can have, before anything is read', async () => {
    const { files, register } = setUp();
    for (const model of ['', '-a', 'a b', 'a/b', 'x'.repeat(256)])
      await assert.rejects(register({ model }), catalogueError('NameInvalid', 'model name'));
    assert.equal(files.blobs.size, 0);
    assert.equal((await register({ model: 'v1.name-with_all' })).version, '1');
  });
});
