// MLflow models without script and environment: their whole life by the command line, loaded by MLflow itself.
import assert from 'node:assert/strict';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  startStackWithClusters,
  type StackWithClusters,
} from '../../../../src/wiring/support/stack-with-clusters.ts';
import { type CliOnStack, cliOnStack } from '../../../cli/support/cli-on-stack.ts';
import { deploymentBody, followStatus } from '../../support/deploy.ts';
import {
  makeMlflowModels,
  mlmodel,
  registerMlflowModel,
  type MlflowModels,
} from '../../support/mlflow-model.ts';
import { connect, type WorkspaceClient } from '../../support/workspace-client.ts';

describe('apps/emulator/scoring/mlflow (models without script and environment)', function () {
  // The first run builds the virtual environment from the package registry.
  this.timeout(300_000);
  let stack: StackWithClusters;
  let client: WorkspaceClient;
  let cli: CliOnStack;
  let models: MlflowModels;
  let folder = '';

  before(async () => {
    stack = await startStackWithClusters();
    client = connect(stack.stack);
    folder = join(stack.folder, 'mlflow');
    models = await makeMlflowModels(folder);
    cli = cliOnStack(stack.stack, folder);
    const configs = {
      'managed.yml': 'computeType: managed\ninstanceType: Standard_DS3_v2\n',
      'batch.yml': 'computeType: batch\ncomputeTargetName: nightly\nretrySettings: { maxRetries: 0 }\n',
      'request.json': JSON.stringify({ input_data: models.rows }),
    };
    for (const [name, text] of Object.entries(configs)) await writeFile(join(folder, name), text);
  });
  after(() => stack.close());

  const columns = ['age', 'bmi'];
  const good = async (...argv: readonly string[]): Promise<string> => {
    const { status, out, aside } = await cli.run(...argv);
    assert.equal(status, 0, `${argv.join(' ')}: ${aside}`);
    return out;
  };
  const register = (name: string, from: string) =>
    good('model', 'register', '-n', name, '-p', from, '--type', 'mlflow_model');
  const deploy = (service: string, model: string, config: string, ...more: readonly string[]) =>
    good('model', 'deploy', '-n', service, '-m', model, '--dc', config, '--overwrite', ...more);
  const ask = async (service: string, request: object): Promise<unknown> =>
    JSON.parse(await good('service', 'invoke', '-n', service, '-d', JSON.stringify(request)));
  const refused = async (service: string, request: object): Promise<string> => {
    const ran = await cli.run('service', 'invoke', '-n', service, '-d', JSON.stringify(request));
    assert.equal(ran.status, 2);
    return `${ran.aside}\n${await good('service', 'logs', '-n', service, '--tail', '60')}`;
  };
  const close = (answer: unknown) => {
    const values = answer as readonly number[];
    assert.equal(values.length, models.predictions.length);
    for (const [place, expected] of models.predictions.entries())
      assert.ok(Math.abs((values[place] ?? NaN) - expected) < 1e-9, `${String(values)} is not ${expected}`);
  };

  it('answers as the scikit-learn model itself, holding requests to its signature', async () => {
    await register('people', 'ridge');
    await deploy('people', 'people:1', 'managed.yml', '--test-request', 'request.json');
    const turned = models.rows.map(([age, bmi]) => [bmi, 'kept out', age]);
    for (const given of [
      { input_data: models.rows },
      { input_data: { columns, index: [7, 8, 9], data: models.rows } },
      { input_data: { columns: ['bmi', 'name', 'age'], data: turned } },
      { input_data: models.rows.map(([age, bmi]) => ({ bmi, age })) },
      { dataframe_split: { columns, data: models.rows } },
    ])
      close(await ask('people', given));
    assert.match(await refused('people', { data: models.rows }), /top level key named 'input_data'/);
    assert.match(
      await refused('people', { input_data: { columns: ['age'], data: [[1]] } }),
      /missing inputs \['bmi'\]/,
    );
    const logs = await good('service', 'logs', '-n', 'people', '--tail', '200');
    assert.match(logs, /Loaded ridge by mlflow\.sklearn of MLflow 2\.22\.1/);
  });

  it('is updated to a model of another flavour, with parameters', async () => {
    await register('people', 'sums');
    await deploy('people', 'people:2', 'managed.yml', '--test-request', 'request.json');
    const request = { input_data: { columns, data: [[1, 2]] } };
    assert.deepEqual(await ask('people', request), [{ sum: 3, times: 1 }]);
    assert.deepEqual(await ask('people', { ...request, params: { times: 4 } }), [{ sum: 3, times: 4 }]);
    await good('service', 'delete', '-n', 'people', '--yes');
    assert.equal((await cli.run('service', 'status', '-n', 'people')).status, 2);
  });

  it('serves an ONNX model of MLflow by tensors', async () => {
    await register('square', 'square');
    await deploy('square', 'square:1', 'managed.yml', '--test-request', 'request.json');
    assert.deepEqual(await ask('square', { input_data: [[2, 3]] }), { y: [[4, 9]] });
    assert.match(await refused('square', { input_data: [[1, 2, 3]] }), /shape|Shape/);
  });

  it('scores tables in a batch job, a row a prediction, and is updated and taken down', async () => {
    await deploy('nightly', 'people:1', 'batch.yml');
    const data = join(folder, 'data');
    await mkdir(join(data, 'nested'), { recursive: true });
    const csv = ['age,bmi', ...models.rows.map((row) => row.join(','))].join('\n');
    await writeFile(join(data, 'a.csv'), `${csv}\n`);
    await copyFile(join(folder, 'table.parquet'), join(data, 'b.parquet'));
    await writeFile(join(data, 'nested', 'c.csv'), 'not looked at');
    await good('service', 'score', '-n', 'nightly', '--input', 'data', '--output-dir', 'out');
    const rows = (await readFile(join(folder, 'out', 'predictions.csv'), 'utf8')).trim().split('\n');
    for (const file of ['a.csv', 'b.parquet']) {
      const own = rows.filter((row) => row.endsWith(`,${file}`)).map((row) => row.split(',').map(Number));
      assert.deepEqual(
        own.map(([place]) => place),
        [0, 1, 2],
      );
      close(own.map(([, prediction]) => prediction));
    }
    assert.equal(rows.length, 6, rows.join('\n'));
    await deploy('nightly', 'people:2', 'batch.yml');
    await good('service', 'score', '-n', 'nightly', '--input', 'data', '--output-dir', 'again');
    const sums = await readFile(join(folder, 'again', 'predictions.csv'), 'utf8');
    assert.match(sums, /^0,"\[41\.5, 1\.0\]",a\.csv$/m);
  });

  it('ends a batch job at the first file that it cannot read, whatever the error threshold', async () => {
    const cases = [
      ['a.avro', 'x', /Error processing input file: '.*a\.avro'\. File type 'avro' is not supported/],
      [
        'a.csv',
        'age,bmi\nyoung,1\n',
        /Error processing input file: '.*a\.csv'\. Exception: could not convert string/,
      ],
    ] as const;
    const ends = cases.map(async ([name, text, words]) => {
      await mkdir(join(folder, name), { recursive: true });
      await writeFile(join(folder, name, name), text);
      const ran = await cli.run('service', 'score', '-n', 'nightly', '--input', name, '--output-dir', 'none');
      assert.equal(ran.status, 2);
      assert.match(ran.aside, words);
    });
    await Promise.all(ends);
    await good('service', 'delete', '-n', 'nightly', '--compute-type', 'batch', '--yes');
  });

  it('fails with the reason in words', async () => {
    const state = async (version: string, name: string, changes: Readonly<Record<string, string>>) => {
      await registerMlflowModel(client, { name: 'faulty', version }, join(folder, 'ridge'), changes);
      const body = deploymentBody(client, {
        ...{ model: '', code: '', environment: '' },
        properties: {
          model: `${client.id}/models/faulty/versions/${version}`,
          ...{ codeConfiguration: null, environmentId: null },
        },
      });
      return followStatus(
        client,
        await client.arm('PUT', `onlineEndpoints/square/deployments/${name}`, body),
      );
    };
    const [unbuilt, java, empty, lacking] = await Promise.all([
      state('1', 'unbuilt', {
        'requirements.txt': 'no-such-package-of-anyone @ file:///nowhere/at-all.whl\n',
      }),
      state('2', 'java', { MLmodel: mlmodel.replace('mlflow.sklearn', 'mlflow.spark') }),
      state('3', 'empty', { MLmodel: 'flavors: {}\n' }),
      state('4', 'lacking', { MLmodel: mlmodel.replace('mlflow.sklearn', 'loader_of_nobody') }),
    ]);
    assert.equal(unbuilt.error?.code, 'ImageBuildFailure');
    assert.match(unbuilt.error.message, /pip install ended with exit code 1: ERROR: .*at-all\.whl/);
    assert.deepEqual([java.status, java.error?.code], ['Failed', 'NotImplemented']);
    assert.match(java.error?.message ?? '', /flavour 'spark'/);
    assert.match(empty.error?.message ?? '', /'faulty:3' cannot be served: .*python_function/);
    assert.equal(lacking.error?.code, 'ResourceNotReady');
    const log = await good('service', 'logs', '-n', 'square', '--deployment', 'lacking', '--tail', '200');
    assert.match(log, /No module named 'loader_of_nobody'/);
  });
});
