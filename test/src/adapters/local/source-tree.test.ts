import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readSourceTree } from '../../../../src/adapters/local/source-tree.ts';

describe('src/adapters/local/source-tree.ts', () => {
  let root = '';

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'source-tree-'));
  });

  afterEach(() => rm(root, { recursive: true }));

  async function write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), content);
    }
  }

  const paths = async () => (await readSourceTree(root)).map(({ path }) => path);

  it('hashes a file that is larger than what is read at once', async () => {
    const bytes = Buffer.alloc(600_001, 'model');
    await writeFile(join(root, 'model.bin'), bytes);
    const [file] = await readSourceTree(root);
    assert.equal(file?.size, 600_001);
    assert.equal(file.sha256, createHash('sha256').update(bytes).digest('hex'));
  });

  it('hashes an empty file', async () => {
    await write({ '__init__.py': '' });
    const [file] = await readSourceTree(root);
    assert.equal(file?.size, 0);
    assert.equal(file.sha256, createHash('sha256').digest('hex'));
  });

  it('leaves out what .gitignore says', async () => {
    await write({
      '.gitignore': '*.log\n/data/\n!keep.log\n',
      'score.py': '',
      'run.log': '',
      'keep.log': '',
      'data/rows.csv': '',
      'lib/data/table.csv': '',
    });
    assert.deepEqual(await paths(), ['.gitignore', 'keep.log', 'lib/data/table.csv', 'score.py']);
  });

  it('obeys .amlignore alone where both exist', async () => {
    await write({ '.gitignore': 'score.py\n', '.amlignore': 'notes/\n', 'score.py': '', 'notes/a.md': '' });
    assert.deepEqual(await paths(), ['.amlignore', '.gitignore', 'score.py']);
  });

  it('takes no ignore file of a sub-folder, as the CLI of Azure ML does not', async () => {
    await write({ 'lib/.amlignore': 'a.py\n', 'lib/a.py': '' });
    assert.deepEqual(await paths(), ['lib/.amlignore', 'lib/a.py']);
  });
});
