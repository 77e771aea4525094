import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  buildEnvironment,
  environmentFiles,
  filesBelow,
} from '../../../../apps/emulator/scoring/scoring-container.ts';

const served = { id: 'serving:1', image: 'base:1', condaFile: 'name: x\n' };

describe('apps/emulator/scoring/scoring-container.ts', () => {
  it('installs the conda file on the image, and lets its Python serve', () => {
    const { Dockerfile, ...others } = environmentFiles(served);
    assert.match(
      Dockerfile ?? '',
      /^FROM base:1\n[^]*COPY conda\.yml [^]*RUN conda env create -n (\S+) -f conda\.yml\nENV AZUREML_INFERENCE_PYTHON_PATH=\S*\/\1\/bin/,
    );
    assert.deepEqual(others, { 'conda.yml': 'name: x\n' });
  });

  it('takes an image without conda file as it is', () => {
    const files = environmentFiles({ ...served, condaFile: undefined });
    assert.deepEqual(Object.keys(files), ['Dockerfile']);
    assert.doesNotMatch(files['Dockerfile'] ?? '', /conda/);
  });

  it('names the image by what is in it', async () => {
    const names: string[] = [];
    const runtime = {
      build: ({ names: [name = ''] }: { readonly names: readonly string[] }) => {
        names.push(name);
        return Promise.resolve('sha256:1');
      },
    };
    const made = { log: () => undefined, signal: new AbortController().signal };
    await buildEnvironment(served, runtime, made);
    // The name of the environment is no part of its content.
    await buildEnvironment({ ...served, id: 'other:2' }, runtime, made);
    await buildEnvironment({ ...served, condaFile: 'name: y\n' }, runtime, made);
    assert.equal(names[0], names[1]);
    assert.notEqual(names[0], names[2]);
    assert.match(names[0] ?? '', /^azureml\/azureml_[0-9a-f]{32}:latest$/);
  });

  it('gathers a folder’s files, but not those of the model that lies in it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'files-below-'));
    try {
      for (const name of ['score.py', 'lib/a.py', 'models/1/weights', 'models/10/weights']) {
        await mkdir(join(folder, name, '..'), { recursive: true });
        await writeFile(join(folder, name), name);
      }
      const files = await filesBelow(folder, '/app', join(folder, 'models/1'));
      assert.deepEqual([...files.keys()].toSorted(), [
        '/app/lib/a.py',
        '/app/models/10/weights',
        '/app/score.py',
      ]);
      assert.equal(String(files.get('/app/lib/a.py')), 'lib/a.py');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
