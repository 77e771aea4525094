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
  const server = 'azureml-inference-server-http==1.5.1';

  it('takes the packages of requirements.txt before those of the conda file', async () => {
    const files = { MLmodel: mlmodel, 'conda.yaml': conda };
    const fromConda = await readMlflowModel(await mounted(files));
    assert.deepEqual(fromConda.requirements, ['scipy==1.15.0', server]);
    assert.deepEqual(fromConda.leftOut, ['mlflow==2.22.1']);
    const both = await readMlflowModel(await mounted({ ...files, 'requirements.txt': 'joblib==1.6.0\n' }));
    assert.deepEqual(both.requirements, ['joblib==1.6.0', server]);
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

  it('puts a script beside what it has to know', async () => {
    const model = await mounted({ MLmodel: mlmodel, 'requirements.txt': '' });
    const app = join(directory, 'app');
    const script = await writeScript(model, await readMlflowModel(model), app);
    assert.match(await readFile(join(app, script), 'utf8'), /def run\(/);
    assert.deepEqual(JSON.parse(await readFile(join(app, 'served_model.json'), 'utf8')), {
      ...{ file: 'model/model.pkl', loader: 'cloudpickle', predictFunction: 'predict' },
    });
  });
});
