import assert from 'node:assert/strict';
import { OperationFailure } from '../../../../../apps/emulator/azure-ml/long-running.ts';
import { parseMlmodel } from '../../../../../apps/emulator/scoring/mlflow/mlmodel.ts';
import { mlmodel } from '../../support/mlflow-model.ts';

const without = (line: RegExp) => mlmodel.replace(line, '');

describe('apps/emulator/scoring/mlflow/mlmodel.ts', () => {
  it('reads what the environment of a model is made from', () => {
    assert.deepEqual(parseMlmodel(mlmodel), { condaFile: 'conda.yaml', mlflowVersion: '2.22.1' });
  });

  it('reads what early versions of MLflow wrote', () => {
    const early = `flavors:
  python_function: {env: env/conda.yaml, loader_module: mlflow.sklearn, model_path: m/model.pkl}
`;
    assert.deepEqual(parseMlmodel(early), { condaFile: 'env/conda.yaml' });
  });

  it('leaves the flavour to MLflow, and names those that need Java', () => {
    for (const flavour of ['mlflow.xgboost', 'mlflow.pyfunc.model', 'loader_of_my_own'])
      assert.ok(parseMlmodel(mlmodel.replace('mlflow.sklearn', flavour)));
    assert.throws(
      () => parseMlmodel(mlmodel.replace('mlflow.sklearn', 'mlflow.spark')),
      (error) =>
        error instanceof OperationFailure &&
        error.code === 'NotImplemented' &&
        /flavour 'spark'.*no Java/.test(error.message),
    );
  });

  it('refuses what is no account of a model', () => {
    const cases: [text: string, words: RegExp][] = [
      ['', /invalid/],
      ['flavors: {}', /python_function/],
      ['flavors: [unclosed', /flow/i],
      [mlmodel.replace('conda: conda.yaml', 'conda: ../../other.yaml'), /leads out/],
      [mlmodel.replace('conda: conda.yaml', 'conda: /etc/passwd'), /leads out/],
      [mlmodel.replace('2.22.1', '2.22.1 @ https://x/y.whl'), /mlflow_version/],
      [without(/.*loader_module.*\n/), /loader_module/],
    ];
    for (const [text, words] of cases) assert.throws(() => parseMlmodel(text), words);
  });
});
