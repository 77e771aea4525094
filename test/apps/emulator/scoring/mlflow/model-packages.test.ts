import assert from 'node:assert/strict';
import {
  parseRequirements,
  servingPackages,
} from '../../../../../apps/emulator/scoring/mlflow/model-packages.ts';

const server = 'azureml-inference-server-http==1.5.1';

describe('apps/emulator/scoring/mlflow/model-packages.ts', () => {
  it('reads requirements without comments, with markers and continued lines', () => {
    assert.deepEqual(
      parseRequirements(
        '# made by MLflow\nmlflow==2.22.1\r\n\nscipy==1.15.0  # for us\na==1 \\\n  ; python_version < "3.11"\nb @ https://x/b.whl#sha256=1\n',
      ),
      [
        'mlflow==2.22.1',
        'scipy==1.15.0',
        'a==1    ; python_version < "3.11"',
        'b @ https://x/b.whl#sha256=1',
      ],
    );
  });

  it('refuses a reference to another file', () => {
    for (const line of ['-r other.txt', '--constraint c.txt', '-e .'])
      assert.throws(() => parseRequirements(`a==1\n${line}\n`), /refers to a file/);
  });

  it('leaves MLflow out, whatever its name, and nothing that only begins like it', () => {
    const { requirements, leftOut } = servingPackages(
      ['mlflow==2.22.1', 'MLflow_skinny[databricks]>=2', 'mlflow-export-import==1', 'scipy==1.15.0'],
      false,
    );
    assert.deepEqual(leftOut, ['mlflow==2.22.1', 'MLflow_skinny[databricks]>=2']);
    assert.deepEqual(requirements, ['mlflow-export-import==1', 'scipy==1.15.0', server]);
  });

  it('adds the inference server and, for columns with names, pandas, unless the model names them', () => {
    assert.deepEqual(servingPackages([], true).requirements, ['pandas', server]);
    const own = ['Pandas==2.2.3', 'azureml_inference_server_http==1.4.0'];
    assert.deepEqual(servingPackages(own, true).requirements, own);
    assert.deepEqual(servingPackages(['azureml-defaults'], false).requirements, ['azureml-defaults']);
  });
});
