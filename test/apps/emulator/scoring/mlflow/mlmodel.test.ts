import assert from 'node:assert/strict';
import { OperationFailure } from '../../../../../apps/emulator/azure-ml/long-running.ts';
import { parseMlmodel } from '../../../../../apps/emulator/scoring/mlflow/mlmodel.ts';
import { mlmodel } from '../../support/mlflow-model.ts';

const without = (line: RegExp) => mlmodel.replace(line, '');
const withInputs = (inputs: unknown) =>
  `${mlmodel}signature:\n  inputs: '${JSON.stringify(inputs)}'\n  outputs: null\n`;

describe('apps/emulator/scoring/mlflow/mlmodel.ts', () => {
  it('reads how a scikit-learn model is loaded', () => {
    assert.deepEqual(parseMlmodel(mlmodel), {
      file: 'model.pkl',
      loader: 'cloudpickle',
      predictFunction: 'predict',
      columns: undefined,
      condaFile: 'conda.yaml',
    });
  });

  it('reads what early versions of MLflow wrote', () => {
    const early = parseMlmodel(`flavors:
  python_function: {env: env/conda.yaml, loader_module: mlflow.sklearn, model_path: m/model.pkl}
  sklearn: {pickled_model: m/model.pkl}
`);
    assert.deepEqual(
      [early.file, early.loader, early.predictFunction, early.condaFile],
      ['m/model.pkl', 'pickle', 'predict', 'env/conda.yaml'],
    );
  });

  it('takes the method that the model was saved with', () => {
    const text = mlmodel.replace('predict_fn: predict', 'predict_fn: predict_proba');
    assert.equal(parseMlmodel(text).predictFunction, 'predict_proba');
  });

  it('knows the columns of a signature that names them, and none of a tensor', () => {
    const named = [
      { type: 'double', name: 'age', required: true },
      { type: 'long', name: 'bmi' },
    ];
    assert.deepEqual(parseMlmodel(withInputs(named)).columns, ['age', 'bmi']);
    const tensor = [{ type: 'tensor', 'tensor-spec': { dtype: 'float64', shape: [-1, 10] } }];
    assert.equal(parseMlmodel(withInputs(tensor)).columns, undefined);
    assert.equal(parseMlmodel(withInputs([{ ...tensor[0], name: 'x' }])).columns, undefined);
  });

  it('names the flavour or the format that is not served', () => {
    const cases: [text: string, words: RegExp][] = [
      [mlmodel.replace('mlflow.sklearn', 'mlflow.xgboost'), /flavour 'xgboost'/],
      [mlmodel.replace('mlflow.sklearn', 'mlflow.pyfunc.model'), /flavour 'pyfunc\.model'/],
      [mlmodel.replace('format: cloudpickle', 'format: skops'), /serialized as 'skops'/],
    ];
    for (const [text, words] of cases)
      assert.throws(
        () => parseMlmodel(text),
        (error) =>
          error instanceof OperationFailure && error.code === 'NotImplemented' && words.test(error.message),
      );
  });

  it('refuses what is no account of a model', () => {
    const cases: [text: string, words: RegExp][] = [
      ['', /invalid/],
      ['flavors: {}', /python_function/],
      ['flavors: [unclosed', /flow/i],
      [mlmodel.replace('pickled_model: model.pkl', 'pickled_model: ../../other.pkl'), /leads out/],
      [mlmodel.replace('pickled_model: model.pkl', 'pickled_model: /etc/passwd'), /leads out/],
      [without(/.*model\.pkl\n/gu), /no pickled model/],
      [without(/.*loader_module.*\n/), /loader_module/],
    ];
    for (const [text, words] of cases) assert.throws(() => parseMlmodel(text), words);
  });
});
