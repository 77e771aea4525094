// A scikit-learn model in a folder as MLflow writes it, trained here, in the environment that will serve it.
import assert from 'node:assert/strict';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ProcessTable } from '../../../../apps/emulator/kernel/process-table.ts';
import { systemTime } from '../../../../apps/emulator/kernel/time.ts';
import { createPythonEnvironments } from '../../../../apps/emulator/scoring/python-environments.ts';
import type { WorkspaceClient } from './workspace-client.ts';

/** The lines of the main job's environment: both share one virtual environment, whoever comes first builds it. */
const packages = `scikit-learn==1.6.1; python_version < "3.11"
scikit-learn==1.9.1; python_version >= "3.11"
joblib==1.5.3; python_version < "3.10"
joblib==1.6.0; python_version >= "3.10"
`;

export const mlmodel = `artifact_path: model
flavors:
  python_function:
    env:
      conda: conda.yaml
      virtualenv: python_env.yaml
    loader_module: mlflow.sklearn
    model_path: model.pkl
    predict_fn: predict
    python_version: 3.11.7
  sklearn:
    code: null
    pickled_model: model.pkl
    serialization_format: cloudpickle
    sklearn_version: 1.9.1
mlflow_version: 2.22.1
model_size_bytes: 562
model_uuid: 1d7a9ad5bd2c4d4f9a1cf1e4b1f7b2ae
utc_time_created: '2026-07-01 08:00:00.000000'
`;

const train = `import json, pathlib, sys
import cloudpickle
from sklearn.datasets import load_diabetes
from sklearn.linear_model import Ridge

rows, targets = load_diabetes(return_X_y=True)
model = Ridge(alpha=0.1).fit(rows, targets)
(pathlib.Path(sys.argv[1]) / "model.pkl").write_bytes(cloudpickle.dumps(model))
print(json.dumps({"rows": rows[:3].tolist(), "predictions": model.predict(rows[:3]).tolist()}))
`;

export interface MlflowModel {
  readonly rows: readonly (readonly number[])[];
  /** What the model itself predicts for them. */
  readonly predictions: readonly number[];
  /** Runs Python code in the model's environment and gives what it prints. */
  python(code: string, ...args: readonly string[]): Promise<string>;
}

/** Writes the model folder and gives what the model answers outside of any service. */
export async function trainMlflowModel(folder: string, cacheDir: string): Promise<MlflowModel> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'MLmodel'), mlmodel);
  await writeFile(join(folder, 'requirements.txt'), `mlflow==2.22.1\n${packages}`);
  const processes = new ProcessTable();
  const environments = createPythonEnvironments({
    ...{ processes, time: systemTime, directory: folder, cacheDir, python: undefined, env: process.env },
  });
  const log: string[] = [];
  const requirements = [...packages.trim().split('\n'), 'azureml-inference-server-http==1.5.1'];
  const add = (text: string) => void log.push(text);
  const venv = await environments.build('', requirements, add, new AbortController().signal);
  const python: MlflowModel['python'] = async (code, ...args) => {
    let output = '';
    const exit = await processes.run({
      ...{ name: 'python', command: join(venv, 'bin', 'python'), args: ['-c', code, ...args], cwd: folder },
      ...{ env: environments.baseEnv, onOutput: (text: string) => (output += text) },
    });
    assert.equal(exit, 0, output);
    return output;
  };
  const trained = JSON.parse(await python(train, folder)) as Pick<MlflowModel, 'rows' | 'predictions'>;
  return { ...trained, python };
}

/** Registers the files of `folder`, with `changes` to them, as an MLflow model. */
export async function registerMlflowModel(
  client: WorkspaceClient,
  version: string,
  folder: string,
  changes: Readonly<Record<string, string>> = {},
): Promise<void> {
  const container = await client.container();
  const path = `LocalUpload/ridge-${version}/model`;
  const names = new Set([...(await readdir(folder)), ...Object.keys(changes)]);
  for (const name of names) {
    const changed = changes[name];
    const content = changed === undefined ? await readFile(join(folder, name)) : Buffer.from(changed);
    await container.getBlockBlobClient(`${path}/${name}`).uploadData(content);
  }
  const modelUri = `azureml:/${client.id}/datastores/workspaceblobstore/paths/${path}`;
  const reply = await client.arm('PUT', `models/ridge/versions/${version}`, {
    properties: { modelUri, modelType: 'mlflow_model' },
  });
  assert.equal(reply.status, 201, reply.text);
}
