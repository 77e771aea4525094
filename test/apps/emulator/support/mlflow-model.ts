// MLflow models of several flavours in folders as MLflow itself writes them, made here, in the environment that will serve them.
import assert from 'node:assert/strict';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { servingPackages } from '../../../../apps/emulator/scoring/mlflow/model-packages.ts';
import { squaringModel } from '../../../support/tiny-onnx.ts';
import { pythonWith } from './python-environment.ts';
import type { WorkspaceClient } from './workspace-client.ts';

/** What every one of them names: one virtual environment serves all, whoever comes first builds it. */
const packages = [
  ...['mlflow==2.22.1', 'scikit-learn==1.6.1; python_version < "3.11"'],
  ...['scikit-learn==1.9.1; python_version >= "3.11"', 'onnx==1.23.2', 'onnxruntime==1.31.1'],
];

/** As MLflow 2.22.1 writes it. */
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

const train = `import json, pathlib, sys, warnings
warnings.simplefilter("ignore")
import mlflow.onnx, mlflow.pyfunc, mlflow.sklearn, numpy, onnx, pandas
from mlflow.models import infer_signature
from sklearn.linear_model import Ridge

folder, packages = pathlib.Path(sys.argv[1]), json.loads(sys.argv[2])
table = pandas.DataFrame({"age": [20.0, 30.0, 50.0], "bmi": [21.5, 33.0, 27.5]})
ridge = Ridge(alpha=0.1).fit(table, [1.0, 4.0, 2.0])
signature = infer_signature(table, ridge.predict(table))
mlflow.sklearn.save_model(ridge, folder / "ridge", signature=signature, pip_requirements=[])

class Sums(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        return pandas.DataFrame({"sum": model_input.sum(axis=1), "times": (params or {}).get("times", 1)})

signature = infer_signature(table, table, params={"times": 1})
mlflow.pyfunc.save_model(folder / "sums", python_model=Sums(), signature=signature, pip_requirements=[])
square = onnx.load(folder / "model.onnx")
tensor = numpy.array([[1, 2]], dtype=numpy.float32)
signature = infer_signature(tensor, tensor)
mlflow.onnx.save_model(square, folder / "square", signature=signature, pip_requirements=[])
# MLflow drops conditions, and its own guesses take a process for each model.
for name in ("ridge", "sums", "square"):
    (folder / name / "requirements.txt").write_text("\\n".join(packages))
table.to_parquet(folder / "table.parquet")
print("MADE" + json.dumps({"rows": table.to_numpy().tolist(), "predictions": ridge.predict(table).tolist()}))
`;

export interface MlflowModels {
  /** Columns age and bmi; the first rows of what `ridge` was trained with. */
  readonly rows: readonly (readonly number[])[];
  /** What `ridge` itself predicts for them. */
  readonly predictions: readonly number[];
}

/** Writes the folders `ridge` (scikit-learn), `sums` (a Python class), `square` (ONNX), and `table.parquet`. */
export async function makeMlflowModels(folder: string): Promise<MlflowModels> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'model.onnx'), squaringModel(2));
  const python = await pythonWith(servingPackages(packages, undefined).requirements, folder);
  const output = await python(train, { args: [folder, JSON.stringify(packages)] });
  return JSON.parse(output.slice(output.lastIndexOf('MADE') + 4)) as MlflowModels;
}

/** Registers the files of `folder`, with `changes` to them, as version `version` of `name`. */
export async function registerMlflowModel(
  client: WorkspaceClient,
  { name, version }: { readonly name: string; readonly version: string },
  folder: string,
  changes: Readonly<Record<string, string>> = {},
): Promise<void> {
  const container = await client.container();
  const path = `LocalUpload/${name}-${version}/model`;
  const names = new Set([...(await readdir(folder)), ...Object.keys(changes)]);
  for (const file of names) {
    const changed = changes[file];
    const content = changed === undefined ? await readFile(join(folder, file)) : Buffer.from(changed);
    await container.getBlockBlobClient(`${path}/${file}`).uploadData(content);
  }
  const modelUri = `azureml:/${client.id}/datastores/workspaceblobstore/paths/${path}`;
  const reply = await client.arm('PUT', `models/${name}/versions/${version}`, {
    properties: { modelUri, modelType: 'mlflow_model' },
  });
  assert.equal(reply.status, 201, reply.text);
}
