// Installing from a .vsix, and what is refused.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExtensionRegistry } from '../../../../../apps/emulator/azure-devops/extensions/extension-registry.ts';
import { modelArtifactType } from '../support/fake-azure.ts';
import { fixtureVsix, type FixtureTask } from '../support/fixture-vsix.ts';

const id = 'aaaaaaaa-0000-4000-8000-000000000001';
const task: FixtureTask = { name: 'T', id, script: '1' };

/** Changes the name of a stored entry to one of the same length: a zip writer would not write such a name. */
function renamed(vsix: Buffer, from: string, to: string): Buffer {
  assert.equal(from.length, to.length);
  return Buffer.from(vsix.toString('latin1').replaceAll(from, to), 'latin1');
}

describe('apps/emulator/azure-devops/extensions/extension-registry.ts', () => {
  let folder: string;
  let registry: ExtensionRegistry;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'extensions-'));
    registry = new ExtensionRegistry(join(folder, 'unpacked'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('loads tasks and artifact types from the package', async () => {
    await registry.install(await fixtureVsix({ tasks: [task], artifactTypes: [modelArtifactType(id)] }));
    const found = registry.task(id, '1.*');
    assert.equal(found?.json.name, 'T');
    assert.equal(await readFile(join(found.folder, 'index.js'), 'utf8'), '1');
    assert.equal(registry.artifactType('fixturemodel')?.displayName, 'Fixture model');
  });

  it('loads every version of a task that has a folder for each', async () => {
    const json = (Major: number): string =>
      JSON.stringify({ id, name: 'V', version: { Major, Minor: 0, Patch: 0 } });
    const files = { 'tasks/V/v1/task.json': json(1), 'tasks/V/v2/task.json': json(2) };
    const contribution = { id: 'v', type: 'ms.vss-distributed-task.task', properties: { name: 'tasks/V' } };
    await registry.install(await fixtureVsix({ files, contributions: [contribution] }));
    assert.equal(registry.task(id, '1.*')?.json.version.Major, 1);
    assert.equal(registry.task(id, '*')?.json.version.Major, 2);
  });

  it('replaces an extension that is installed again', async () => {
    await registry.install(await fixtureVsix({ tasks: [task] }));
    const before = registry.task(id, '*');
    await registry.install(await fixtureVsix({ tasks: [{ ...task, script: '2' }], version: '1.0.1' }));
    assert.equal(registry.extensions().length, 1);
    assert.notEqual(registry.task(id, '*')?.contentKey, before?.contentKey);
  });

  it('refuses an entry that would land outside of the folder, and writes nothing there', async () => {
    const vsix = renamed(await fixtureVsix({ files: { 'xx/yy/evil': 'x' } }), 'xx/yy/evil', '../../evil');
    await assert.rejects(registry.install(vsix), /\.\.\/\.\.\/evil|invalid relative path/);
    const escaped = await fixtureVsix({ files: { '%2e%2e/%2e%2e/evil': 'x' } });
    await assert.rejects(registry.install(escaped), /outside of its folder/);
    await assert.rejects(stat(join(folder, 'evil')), /ENOENT/);
    assert.equal(registry.extensions().length, 0);
  });

  const broken: readonly [what: string, vsix: () => Promise<Buffer>, why: RegExp][] = [
    ['bytes that are no zip', () => Promise.resolve(Buffer.from('no zip')), /End of central directory/i],
    [
      'a task without task.json',
      () =>
        fixtureVsix({
          contributions: [{ id: 'x', type: 'ms.vss-distributed-task.task', properties: { name: 'gone' } }],
        }),
      /"gone" has no task\.json/,
    ],
    [
      'a task whose id is no GUID',
      () => fixtureVsix({ tasks: [{ ...task, id: 'nope' }] }),
      /tasks\/T\/task\.json is not valid: id/,
    ],
    [
      'an artifact type without inputs',
      () => fixtureVsix({ artifactTypes: [{ ...modelArtifactType(id), inputDescriptors: [] }] }),
      /artifact type contribution "type-0" is not valid: inputDescriptors/,
    ],
  ];
  for (const [what, vsix, why] of broken)
    it(`refuses ${what} and keeps what was there`, async () => {
      await registry.install(await fixtureVsix({ tasks: [task] }));
      await assert.rejects(registry.install(await vsix()), why);
      assert.equal(registry.tasks().length, 1);
    });
});
