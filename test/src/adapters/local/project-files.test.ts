import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createProjectFiles } from '../../../../src/adapters/local/project-files.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';

describe('src/adapters/local/project-files.ts', () => {
  const files = createProjectFiles();
  let folder = '';

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'project-files-'));
    await mkdir(join(folder, 'tree', 'sub', '__pycache__'), { recursive: true });
    await mkdir(join(folder, 'tree', '.git'));
    await writeFile(join(folder, 'tree', 'sub', 'b.py'), 'b');
    await writeFile(join(folder, 'tree', 'a.py'), 'a');
    await writeFile(join(folder, 'tree', 'sub', '__pycache__', 'b.pyc'), 'x');
    await writeFile(join(folder, 'tree', '.git', 'config'), 'x');
    await writeFile(join(folder, 'secret.txt'), 'secret');
    await symlink(join(folder, 'secret.txt'), join(folder, 'tree', 'link.txt'));
    await writeFile(join(folder, 'latin1.yml'), Buffer.from([0x61, 0xe9]));
  });

  after(() => rm(folder, { recursive: true }));

  it('lists a tree in a fixed order with its hashes, without caches, version control and links', async () => {
    const listed = await files.listTree(join(folder, 'tree'));
    assert.deepEqual(
      listed.map(({ path, size, sha256 }) => ({ path, size, hash: sha256.slice(0, 8) })),
      [
        { path: 'a.py', size: 1, hash: 'ca978112' },
        { path: 'sub/b.py', size: 1, hash: '3e23e816' },
      ],
    );
  });

  it('names what is missing', async () => {
    const path = join(folder, 'nothing.yml');
    await assert.rejects(
      files.readText(path, 'conda file'),
      catalogueError('FileNotFound', 'conda file', path),
    );
    await assert.rejects(files.listTree(path), catalogueError('FileNotFound', 'source directory'));
  });

  it('refuses folders, foreign encodings and huge files', async () => {
    await assert.rejects(files.readText(folder, 'config'), catalogueError('FileUnreadable', 'folder'));
    await assert.rejects(
      files.readText(join(folder, 'latin1.yml'), 'config'),
      catalogueError('FileUnreadable', 'UTF-8'),
    );
    await writeFile(join(folder, 'huge.yml'), Buffer.alloc(8 * 1024 * 1024 + 1, 0x20));
    await assert.rejects(
      files.readText(join(folder, 'huge.yml'), 'config'),
      catalogueError('FileUnreadable', '8 MiB'),
    );
  });
});
