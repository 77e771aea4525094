import assert from 'node:assert/strict';
import { access, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mount, planMount } from '../../../../apps/emulator/scoring/mount.ts';

const blobs = (...names: string[]) => names.map((name) => ({ name, bytes: 1 }));
const storage = (...names: string[]) => ({
  list: (_container: string, prefix: string) =>
    Promise.resolve(blobs(...names.filter((name) => name.startsWith(prefix)))),
  read: (_container: string, name: string) => Promise.resolve(Buffer.from(name)),
});

describe('apps/emulator/scoring/mount.ts', () => {
  let directory = '';
  beforeEach(async () => (directory = await mkdtemp(join(tmpdir(), 'mount-'))));
  afterEach(() => rm(directory, { recursive: true, force: true }));

  it('keeps the last segment of the registered path', () => {
    const paths = (path: string, ...names: string[]) =>
      planMount(path, blobs(...names)).map((file) => file.path);
    assert.deepEqual(paths('a/b/model', 'a/b/model/x.pkl', 'a/b/model/sub/y', 'a/b/model2/z'), [
      'model/x.pkl',
      'model/sub/y',
    ]);
    assert.deepEqual(paths('a/model.pkl', 'a/model.pkl', 'a/model.pkl.bak'), ['model.pkl']);
    assert.deepEqual(paths('model', 'model/x'), ['model/x']);
    assert.deepEqual(paths('', 'score.py', 'lib/x.py'), ['score.py', 'lib/x.py']);
    assert.deepEqual(paths('a', 'a/folder/'), []);
  });

  it('writes the files', async () => {
    const lines: string[] = [];
    const location = { container: 'c', path: 'up/model' };
    const count = await mount(location, directory, storage('up/model/w.json', 'up/model2/w.json'), (line) =>
      lines.push(line),
    );
    assert.equal(count, 1);
    assert.equal(await readFile(join(directory, 'model', 'w.json'), 'utf8'), 'up/model/w.json');
    assert.deepEqual(lines, ['Downloaded model/w.json (15 bytes)\n']);
  });

  it('says when there is nothing', async () => {
    const nothing = mount({ container: 'c', path: 'gone' }, directory, storage(), () => undefined);
    await assert.rejects(nothing, /there is no blob at 'gone'/);
  });

  it('never writes outside of its folder', async () => {
    const location = { container: 'c', path: 'm' };
    const evil = mount(location, directory, storage('m/../../evil.py'), () => undefined);
    await assert.rejects(evil, /leads out of its folder/);
    await assert.rejects(access(join(directory, '..', 'evil.py')));
  });
});
