import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { createProjectFiles } from '../../../../src/adapters/local/project-files.ts';
import { isExtensionError } from '../../../../src/core/errors/extension-error.ts';
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

  it('refuses pipes and devices before it reads them: one never answers, the other never ends', async () => {
    const pipe = join(folder, 'pipe.yml');
    execFileSync('mkfifo', [pipe]);
    for (const path of [pipe, '/dev/zero'])
      await assert.rejects(
        files.readText(path, 'config'),
        catalogueError('FileUnreadable', path, 'device or a pipe'),
      );
  });

  it('says of a path with a null character what is wrong with it', async () => {
    await assert.rejects(
      files.readText('config\0.yml', 'config'),
      catalogueError('FileUnreadable', 'null character'),
    );
  });

  it('ends outside its root in no file, whichever way the path takes', async () => {
    const inside = createProjectFiles({ root: join(folder, 'tree') });
    await symlink(folder, join(folder, 'tree', 'up'));
    await symlink('/dev/zero', join(folder, 'tree', 'zeros'));
    await symlink('loop', join(folder, 'tree', 'loop'));
    const parts = [
      '..',
      '.',
      'sub',
      'up',
      'link.txt',
      'secret.txt',
      'tree',
      'zeros',
      'loop',
      'a.py',
      '',
      '\0',
    ];
    const path = fc
      .tuple(fc.constantFrom('', '/', '//', `${folder}/`, 'C:\\', '~/'), fc.array(fc.constantFrom(...parts)))
      .map(([start, names]) => start + names.join('/'));
    const read = async (way: string) => {
      try {
        return await inside.readText(way, 'config');
      } catch (error) {
        assert.ok(isExtensionError(error), `${way}: ${String(error)}`);
        return '';
      }
    };
    await fc.assert(
      fc.asyncProperty(path, async (way) => {
        assert.ok(['', 'a'].includes(await read(way)), `'${way}' leads outside`);
      }),
      { numRuns: 500 },
    );
    assert.equal(await read('sub/../a.py'), 'a');
    assert.equal(await read('up/tree/a.py'), 'a');
  });

  it('reads another folder of the job by its whole path, and nothing beside the two', async () => {
    const secure = join(folder, 'secure-files');
    await mkdir(secure);
    await writeFile(join(secure, 'key.pem'), 'key');
    const both = createProjectFiles({ root: join(folder, 'tree'), also: [secure] });
    assert.equal(await both.readText(join(secure, 'key.pem'), 'key'), 'key');
    assert.equal(await both.readText('a.py', 'script'), 'a');
    await assert.rejects(
      both.readText(join(folder, 'secret.txt'), 'key'),
      catalogueError('PathOutsideSource', 'secret.txt'),
    );
  });

  it('does not follow an ignore file that is a link, and does not act as if there were none', async () => {
    const tree = join(folder, 'linked-ignore');
    await mkdir(tree);
    await symlink(join(folder, 'secret.txt'), join(tree, '.amlignore'));
    await assert.rejects(
      files.listTree(tree),
      catalogueError('FileUnreadable', 'ignore file', '.amlignore', 'not a regular file'),
    );
  });
});
