// The agent's own copy of a task.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provideTask } from '../../../../../apps/emulator/azure-devops/agent/task-folder.ts';
import { taskJson } from '../../../../../apps/emulator/azure-devops/extensions/task-definition.ts';

describe('apps/emulator/azure-devops/agent/task-folder.ts', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'task-folder-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is kept for the next run, with what the task left there, until the extension’s content changes', async () => {
    const json = taskJson.parse({
      id: 'AAAAAAAA-0000-4000-8000-000000000001',
      name: 'T',
      version: { Major: 1, Minor: 2, Patch: 3 },
    });
    const source = join(folder, 'source');
    await mkdir(source);
    await writeFile(join(source, 'index.js'), 'old');
    const task = { json, folder: source, contentKey: 'first' };
    const copy = await provideTask(task, join(folder, '_tasks'));
    assert.equal(copy, join(folder, '_tasks', 'T_aaaaaaaa-0000-4000-8000-000000000001', '1.2.3'));
    await writeFile(join(copy, 'compiled'), 'cache');
    await provideTask(task, join(folder, '_tasks'));
    assert.equal(await readFile(join(copy, 'compiled'), 'utf8'), 'cache');
    await writeFile(join(source, 'index.js'), 'new');
    await provideTask({ ...task, contentKey: 'second' }, join(folder, '_tasks'));
    assert.equal(await readFile(join(copy, 'index.js'), 'utf8'), 'new');
    await assert.rejects(readFile(join(copy, 'compiled')), /ENOENT/);
  });
});
