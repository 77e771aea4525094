import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeContext } from '../../../../src/adapters/local/write-context.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';

describe('src/adapters/local/write-context.ts', () => {
  let root: string;
  before(() => {
    root = mkdtempSync(join(tmpdir(), 'write-context-'));
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  it('writes texts and copies files, below folders that it makes', async () => {
    writeFileSync(join(root, 'source'), 'copied');
    await writeContext(join(root, 'new'), [
      { path: 'Dockerfile', text: 'FROM x' },
      { path: 'code/sub/a.py', absolutePath: join(root, 'source') },
    ]);
    assert.equal(readFileSync(join(root, 'new/Dockerfile'), 'utf8'), 'FROM x');
    assert.equal(readFileSync(join(root, 'new/code/sub/a.py'), 'utf8'), 'copied');
  });

  it('leaves the folder for nobody, and says what can not be written', async () => {
    await assert.rejects(
      writeContext(join(root, 'in'), [{ path: '../out', text: 'x' }]),
      catalogueError('UnsafeModelPath', '../out'),
    );
    await assert.rejects(
      writeContext(join(root, 'source'), [{ path: 'a', text: 'x' }]),
      catalogueError('TargetNotWritable', 'source'),
    );
  });
});
