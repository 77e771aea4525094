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

  const others = ['pandas<3', 'pyarrow', server];

  it('takes MLflow without its server, in the version of the model, and nothing that only begins like it', () => {
    const given = [
      'MLflow[extras]==2.22.1',
      'mlflow_skinny[databricks]>=2',
      'mlflow-export-import==1',
      'scipy==1.15.0',
    ];
    const { requirements, added } = servingPackages(given, '3.1.0');
    assert.deepEqual(requirements, [
      ...['mlflow-skinny==2.22.1', 'mlflow-skinny>=2', 'mlflow-export-import==1', 'scipy==1.15.0', ...others],
    ]);
    assert.deepEqual(added, ['mlflow-skinny==2.22.1', 'mlflow-skinny>=2', ...others]);
    assert.deepEqual(servingPackages([], '3.1.0').requirements, ['mlflow-skinny==3.1.0', ...others]);
    assert.deepEqual(servingPackages([], undefined).requirements, ['mlflow-skinny', ...others]);
  });

  it('adds nothing that the model names itself', () => {
    const own = [
      'mlflow-skinny==2.22.1',
      'Pandas==2.2.3',
      'PyArrow==20.0.0',
      'azureml_inference_server_http==1.4.0',
    ];
    assert.deepEqual(servingPackages(own, undefined), { requirements: own, added: [] });
    const defaults = servingPackages(['azureml-defaults'], undefined).requirements;
    assert.deepEqual(defaults, ['azureml-defaults', 'mlflow-skinny', 'pandas<3', 'pyarrow']);
  });
});
