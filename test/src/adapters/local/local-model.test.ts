import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findOccupied } from '../../../../src/adapters/local/find-occupied.ts';
import { readLocalModel } from '../../../../src/adapters/local/local-model.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';

describe('src/adapters/local/local-model.ts', () => {
  let root: string;
  const at = (path: string) => join(root, path);
  function write(path: string, text: string): void {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), text);
  }
  before(() => {
    root = mkdtempSync(join(tmpdir(), 'local-model-'));
    write('model/a.txt', 'a');
    write('model/sub/b.bin', 'bb');
    write('model/skip/c', 'c');
    write('model/.amlignore', 'skip/\n');
    write('secret', 's');
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  it('reads a file with both of its hashes', async () => {
    const { name, isFolder, files } = await readLocalModel(at('model/sub/b.bin'));
    const hash = (algorithm: string) => createHash(algorithm).update('bb');
    assert.deepEqual([name, isFolder], ['b.bin', false]);
    assert.deepEqual(
      files.map(({ path, size, sha256, md5 }) => ({ path, size, sha256, md5 })),
      [{ path: 'b.bin', size: 2, sha256: hash('sha256').digest('hex'), md5: hash('md5').digest('base64') }],
    );
  });

  it('reads a folder without what its ignore file leaves out', async () => {
    const { name, isFolder, files } = await readLocalModel(`${at('model')}/`);
    assert.deepEqual([name, isFolder], ['model', true]);
    assert.deepEqual(
      files.map(({ path }) => path),
      ['.amlignore', 'a.txt', 'sub/b.bin'],
    );
  });

  it('follows links inside, and none that leads out or in a circle', async () => {
    write('linked/blobs/1', 'x');
    mkdirSync(at('linked/snapshot'), { recursive: true });
    symlinkSync('../blobs/1', at('linked/snapshot/model.bin'));
    const { files } = await readLocalModel(at('linked'));
    assert.deepEqual(
      files.map(({ path }) => path),
      ['blobs/1', 'snapshot/model.bin'],
    );
    write('circle/a', 'a');
    symlinkSync('..', at('circle/up'));
    await assert.rejects(readLocalModel(at('circle')), catalogueError('PathOutsideSource', 'up'));
    rmSync(at('circle/up'));
    symlinkSync('.', at('circle/self'));
    await assert.rejects(readLocalModel(at('circle')), catalogueError('FileUnreadable', 'circle'));
    write('leak/a', 'a');
    symlinkSync(at('secret'), at('leak/out'));
    await assert.rejects(readLocalModel(at('leak')), catalogueError('PathOutsideSource', 'out'));
  });

  it('says what is wrong with what is named', async () => {
    await assert.rejects(readLocalModel(at('none')), catalogueError('FileNotFound', 'none'));
    mkdirSync(at('empty'));
    await assert.rejects(readLocalModel(at('empty')), catalogueError('FileUnreadable', 'holds no file'));
  });
});

describe('src/adapters/local/find-occupied.ts', () => {
  it('finds the first path where something is, a broken link too', async () => {
    const root = mkdtempSync(join(tmpdir(), 'occupied-'));
    try {
      symlinkSync('/nowhere', join(root, 'link'));
      assert.equal(await findOccupied([join(root, 'a'), join(root, 'link')]), join(root, 'link'));
      assert.equal(await findOccupied([join(root, 'a')]), undefined);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
});
