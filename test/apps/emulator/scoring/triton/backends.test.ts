import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { layOutBackends, libraryFolder } from '../../../../../apps/emulator/scoring/triton/backends.ts';

describe('apps/emulator/scoring/triton/backends.ts', () => {
  let folder = '';
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'backends-'))));
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const python = () => ({ packages: join(folder, 'packages'), version: '3.11' });
  async function put(...paths: readonly string[]): Promise<void> {
    for (const path of paths) {
      const file = join(folder, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, path);
    }
  }
  const server = 'packages/pytriton/tritonserver';

  it('copies Triton’s backend for Python with the stub of this Python, and ours for ONNX beside it', async () => {
    await put(`${server}/backends/python/libtriton_python.so`, `${server}/backends/python/__pycache__/x.pyc`);
    for (const version of ['3.11', '3.12'])
      await put(`${server}/python_backend_stubs/${version}/triton_python_backend_stub`);
    const laid = await layOutBackends(python(), join(folder, 'root'));
    assert.deepEqual((await readdir(join(laid, 'python'))).toSorted(), [
      'libtriton_python.so',
      'triton_python_backend_stub',
    ]);
    assert.match(await readFile(join(laid, 'python', 'triton_python_backend_stub'), 'utf8'), /3\.11/);
    assert.match(await readFile(join(laid, 'onnxruntime', 'model.py'), 'utf8'), /class TritonPythonModel/);
  });

  it('finds Python’s shared library, or says where it comes from', async () => {
    const folders = ['own', 'system'].map((name) => join(folder, name));
    await assert.rejects(
      libraryFolder('3.11', folders),
      /libpython3\.11\.so\.1\.0, which is not in .*own or .*system \(on Debian: apt-get install libpython3\.11\)/,
    );
    await put('own/libpython3.11.a', 'system/libpython3.11.so.1.0');
    assert.equal(await libraryFolder('3.11', folders), folders[1]);
  });

  it('says that Triton does not come for this Python', async () => {
    await assert.rejects(
      layOutBackends({ ...python(), version: '3.7' }, join(folder, 'root')),
      /does not come for Python 3\.7/,
    );
  });
});
