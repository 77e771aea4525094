import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OperationFailure } from '../../../../../apps/emulator/azure-ml/long-running.ts';
import { readMlflowModel, writeScript } from '../../../../../apps/emulator/scoring/mlflow/prepare.ts';
import { mlmodel } from '../../support/mlflow-model.ts';

describe('apps/emulator/scoring/mlflow/prepare.ts', () => {
  let directory = '';
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'mlflow-'));
    await mkdir(join(directory, 'model'));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  const mounted = async (files: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(files)) await writeFile(join(directory, 'model', name), text);
    return { name: 'ridge', version: '7', directory, folder: 'model' };
  };
  const conda = 'dependencies:\n  - python=3.11\n  - pip:\n      - mlflow==2.22.1\n      - scipy==1.15.0\n';
  const others = ['pandas<3', 'pyarrow', 'azureml-inference-server-http==1.5.1'];

  it('takes the packages of requirements.txt before those of the conda file', async () => {
    const files = { MLmodel: mlmodel, 'conda.yaml': conda };
    const fromConda = await readMlflowModel(await mounted(files));
    assert.deepEqual(fromConda.requirements, ['mlflow-skinny==2.22.1', 'scipy==1.15.0', ...others]);
    const both = await readMlflowModel(await mounted({ ...files, 'requirements.txt': 'joblib==1.6.0\n' }));
    assert.deepEqual(both.requirements, ['joblib==1.6.0', 'mlflow-skinny==2.22.1', ...others]);
  });

  it('explains which model cannot be served and why', async () => {
    const cases: [files: Readonly<Record<string, string>>, reason: RegExp][] = [
      [{}, /no MLmodel file/],
      [{ MLmodel: mlmodel }, /neither requirements\.txt nor conda\.yaml/],
      [{ 'requirements.txt': '-r other.txt\n' }, /refers to a file/],
    ];
    for (const [files, reason] of cases)
      await assert.rejects(
        readMlflowModel(await mounted(files)),
        (error) =>
          error instanceof OperationFailure &&
          error.code === 'BadArgument' &&
          error.message.includes("'ridge:7'") &&
          reason.test(error.message),
      );
  });

  it('puts the script of the kind of endpoint beside what it imports', async () => {
    for (const [kind, words] of [
      ['online', /input_data/],
      ['batch', /mini_batch/],
    ] as const) {
      const app = join(directory, kind);
      assert.match(await readFile(join(app, await writeScript(kind, app)), 'utf8'), words);
      assert.match(await readFile(join(app, 'mlflow_model.py'), 'utf8'), /def load\(/);
    }
  });
});
