import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeText } from '../../../../src/adapters/local/write-text.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';

describe('src/adapters/local/write-text.ts', () => {
  it('writes a file with its folders, replaces it, and leaves nothing else behind', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'write-text-'));
    try {
      const path = join(folder, 'a', 'b.json');
      await writeText(path, 'one');
      await writeText(path, 'zwei ü');
      assert.equal(await readFile(path, 'utf8'), 'zwei ü');
      assert.deepEqual(await readdir(join(folder, 'a')), ['b.json']);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('says why it cannot', async () => {
    await assert.rejects(
      writeText('/dev/null/x/y', 'z'),
      catalogueError('TargetNotWritable', '/dev/null/x/y'),
    );
  });
});
