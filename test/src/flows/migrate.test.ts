import assert from 'node:assert/strict';
import { fail } from '../../../src/core/errors/catalogue.ts';
import { type MigrationTarget, migrateFile } from '../../../src/flows/migrate.ts';
import type { MigrationFiles } from '../../../src/ports/migration-files.ts';
import { catalogueError } from '../../support/catalogue-error.ts';
import { contextWith, deployStep } from '../core/migration/support/context.ts';

const before = `steps:\n${deployStep.before.join('\n')}\n`;
const after = `steps:\n${deployStep.after.join('\n')}\n`;

/** Files in memory, as strict as a disk: what exists is not created again. */
function memoryFiles(start: Readonly<Record<string, string>>) {
  const texts = new Map(Object.entries(start));
  const calls: string[] = [];
  const files: MigrationFiles = {
    read: (path) => {
      const text = texts.get(path);
      return text === undefined
        ? Promise.reject(fail('FileNotFound', { what: 'file to migrate', path }))
        : Promise.resolve(text);
    },
    create: (path, text) => {
      if (texts.has(path)) return Promise.reject(fail('OutputExists', { path }));
      calls.push(`create ${path}`);
      texts.set(path, text);
      return Promise.resolve();
    },
    replace: (path, text) => {
      calls.push(`replace ${path}`);
      texts.set(path, text);
      return Promise.resolve();
    },
  };
  return { files, texts, calls };
}

describe('src/flows/migrate.ts', () => {
  const run = (disk: ReturnType<typeof memoryFiles>, target: MigrationTarget) =>
    migrateFile('a.yml', target, contextWith(), disk.files);

  it('writes nothing when it only has to look', async () => {
    const disk = memoryFiles({ 'a.yml': before });
    const outcome = await run(disk, 'nowhere');
    assert.deepEqual([outcome.text, outcome.written, disk.calls], [after, undefined, []]);
  });

  it('makes a new file and leaves the given one alone', async () => {
    const disk = memoryFiles({ 'a.yml': before });
    assert.equal((await run(disk, { newFile: 'b.yml' })).written, 'b.yml');
    assert.deepEqual([disk.texts.get('a.yml'), disk.texts.get('b.yml')], [before, after]);
  });

  it('overwrites no other file', async () => {
    const disk = memoryFiles({ 'a.yml': before, 'b.yml': 'mine' });
    await assert.rejects(run(disk, { newFile: 'b.yml' }), catalogueError('OutputExists', 'b.yml'));
    assert.equal(disk.texts.get('b.yml'), 'mine');
  });

  it('rewrites the file itself, and only when something changes', async () => {
    const disk = memoryFiles({ 'a.yml': before });
    assert.equal((await run(disk, 'itself')).written, 'a.yml');
    assert.equal(disk.texts.get('a.yml'), after);
    assert.equal((await run(disk, 'itself')).written, undefined);
    assert.deepEqual(disk.calls, ['replace a.yml']);
  });

  it('writes nothing when the file can not be migrated', async () => {
    const disk = memoryFiles({ 'a.yml': '- 1' });
    await assert.rejects(run(disk, 'itself'), catalogueError('MigrationFileUnknown', 'a.yml'));
    assert.deepEqual(disk.calls, []);
  });
});
