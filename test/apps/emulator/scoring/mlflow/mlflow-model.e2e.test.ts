import assert from 'node:assert/strict';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createModelRegistry } from '../../../../../src/adapters/azure-ml/model-registry.ts';
import { newKeys } from '../../../../../src/adapters/local/new-keys.ts';
import { createProjectFiles } from '../../../../../src/adapters/local/project-files.ts';
import { deployModel } from '../../../../../src/flows/deploy/deploy-model.ts';
import { createTargets } from '../../../../../src/wiring/deploy-targets.ts';
import {
  startStackWithClusters,
  type StackWithClusters,
} from '../../../../src/wiring/support/stack-with-clusters.ts';
import { deploymentBody, followStatus } from '../../support/deploy.ts';
import {
  mlmodel,
  registerMlflowModel,
  trainMlflowModel,
  type MlflowModel,
} from '../../support/mlflow-model.ts';
import { connect, type WorkspaceClient } from '../../support/workspace-client.ts';

const root = join(import.meta.dirname, '..', '..', '..', '..', '..');

describe('apps/emulator/scoring/mlflow (a model without script and environment)', function () {
  // The first run builds the virtual environment from the package registry.
  this.timeout(300_000);
  let stack: StackWithClusters;
  let client: WorkspaceClient;
  let model: MlflowModel;
  let folder = '';

  before(async () => {
    stack = await startStackWithClusters();
    client = connect(stack.stack);
    folder = join(stack.folder, 'model');
    model = await trainMlflowModel(folder, join(root, '.cache'));
    await registerMlflowModel(client, '1', folder);
  });
  after(() => stack.close());

  const columns = () => model.rows[0]?.map((_, place) => `x${place}`);
  const close = (text: string) => {
    const answer = JSON.parse(text) as number[];
    assert.equal(answer.length, model.predictions.length, text);
    for (const [place, expected] of model.predictions.entries())
      assert.ok(Math.abs((answer[place] ?? NaN) - expected) < 1e-9, `${text} is not ${expected}`);
  };
  const state = async (body: Record<string, unknown>, name: string) =>
    followStatus(client, await client.arm('PUT', `onlineEndpoints/ridge/deployments/${name}`, body));
  const body = (version: string) =>
    deploymentBody(client, {
      ...{ model: '', code: '', environment: '' },
      properties: {
        model: `${client.id}/models/ridge/versions/${version}`,
        ...{ codeConfiguration: null, environmentId: null },
      },
    });

  it('is deployed without an inference config and answers as the model itself', async () => {
    const { options, workspace, log } = stack;
    const deploymentConfig = join(stack.folder, 'mlflow-dc.yml');
    const testRequest = join(stack.folder, 'mlflow-request.json');
    await writeFile(deploymentConfig, 'computeType: managed\ninstanceType: Standard_DS3_v2\n');
    await writeFile(testRequest, JSON.stringify({ input_data: model.rows }));
    const request = {
      ...{ workspace, service: 'ridge', model: 'ridge', version: '1', deploymentConfig, testRequest },
      ...{ overwrite: true, rolloutInputs: {}, lineage: {} },
    };
    const target = createTargets(options);
    const ports = {
      ...{ registry: createModelRegistry(options), files: createProjectFiles(), target, newKeys },
      ...{ clock: options.clock, log },
    };
    await deployModel(request, ports);
    const managed = await target('managed');
    const service = await managed.service({ workspace, service: 'ridge' });
    assert.deepEqual(
      service?.deployments.map(({ share }) => share),
      [100],
    );
    for (const given of [
      { input_data: model.rows },
      { input_data: { columns: columns(), index: [0, 1, 2], data: model.rows } },
      { dataframe_split: { columns: columns(), data: model.rows } },
    ]) {
      const answer = await managed.invoke({ workspace, service: 'ridge' }, JSON.stringify(given));
      assert.equal(answer.status, 200, answer.body);
      close(answer.body);
    }
    const answer = await managed.invoke({ workspace, service: 'ridge' }, '{"data": []}');
    assert.equal(answer.status, 424);
    const logs = await managed.logs({ workspace, service: 'ridge' }, 200);
    assert.match(logs, /Not installed, because the emulator loads the model without it: mlflow==2\.22\.1/);
    assert.match(logs, /Loaded model\/model\.pkl, a Ridge/);
  });

  it('takes columns by the names and in the order of the signature', async () => {
    const app = join(stack.folder, 'app');
    const script = join(root, 'apps', 'emulator', 'scoring', 'mlflow', 'score.py');
    await mkdir(app, { recursive: true });
    await copyFile(script, join(app, 'score.py'));
    await writeFile(join(app, 'served_model.json'), JSON.stringify({ columns: ['a', 'b'] }));
    const code = `import json, sys
sys.path.insert(0, sys.argv[1])
import score
for request in json.loads(sys.argv[2]):
    try:
        print(score.input_of(request).tolist())
    except ValueError as error:
        print(error)
`;
    const requests = [
      { input_data: { columns: ['b', 'more', 'a'], data: [[2, 9, 1]] } },
      { input_data: [{ b: 'text', a: 1 }] },
      { input_data: [[1, 2]] },
      { input_data: { columns: ['b'], data: [[2]] } },
    ];
    const output = await model.python(code, app, JSON.stringify(requests));
    assert.deepEqual(output.trim().split('\n'), [
      '[[1, 2]]',
      "[[1, 'text']]",
      '[[1, 2]]',
      "Model is missing inputs ['a'].",
    ]);
  });

  it('fails the image build with pip’s last words', async () => {
    await registerMlflowModel(client, '2', folder, {
      'requirements.txt': 'no-such-package-of-anyone @ file:///nowhere/at-all.whl\n',
    });
    const operation = await state(body('2'), 'unbuilt');
    assert.equal(operation.error?.code, 'ImageBuildFailure');
    assert.match(operation.error.message, /pip install ended with exit code 1: ERROR: .*at-all\.whl/);
  });

  it('fails naming a flavour that is not served here, and a folder that says nothing', async () => {
    await registerMlflowModel(client, '3', folder, {
      MLmodel: mlmodel.replace('mlflow.sklearn', 'mlflow.xgboost'),
    });
    const foreign = await state(body('3'), 'foreign');
    assert.deepEqual([foreign.status, foreign.error?.code], ['Failed', 'NotImplemented']);
    assert.match(foreign.error?.message ?? '', /flavour 'xgboost'/);
    await registerMlflowModel(client, '4', folder, { MLmodel: 'flavors: {}\n' });
    const empty = await state(body('4'), 'empty');
    assert.match(empty.error?.message ?? '', /'ridge:4' cannot be served: .*python_function/);
  });
});
