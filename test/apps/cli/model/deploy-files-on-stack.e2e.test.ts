// The files of `az ml` v2 against the emulated workspace: carried out with real scoring, and nothing to do the second time.
import assert from 'node:assert/strict';
import { AzureMachineLearningWorkspaces } from '@azure/arm-machinelearning';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Plan } from '../../../../src/core/plan/plan.ts';
import { batchConda, batchScript } from '../../emulator/support/batch-job.ts';
import { condaFile, echoScript } from '../../emulator/support/deploy.ts';
import {
  startStackWithClusters,
  type StackWithClusters,
} from '../../../src/wiring/support/stack-with-clusters.ts';
import { cliOnStack, type CliOnStack } from '../support/cli-on-stack.ts';

const schemas = 'https://azuremlschemas.azureedge.net/latest';

const endpoint = (traffic: string) => `$schema: ${schemas}/managedOnlineEndpoint.schema.json
name: product
auth_mode: key
description: multiplies
tags: { team: ml }
${traffic}
`;

const deployment = (
  name: string,
  greeting: string,
) => `$schema: ${schemas}/managedOnlineDeployment.schema.json
name: ${name}
endpoint_name: product
model: { path: ../weights/${name}/model/ }
code_configuration: { code: ../score, scoring_script: score.py }
environment:
  image: mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu22.04:latest
  conda_file: ./conda.yml
environment_variables: { GREETING: ${greeting} }
instance_type: Standard_DS3_v2
instance_count: 1
request_settings: { request_timeout_ms: 90000, max_concurrent_requests_per_instance: 3 }
liveness_probe: { initial_delay: 10 }
`;

const files: Readonly<Record<string, string>> = {
  'online/endpoint.yml': endpoint('traffic: { blue: 100 }'),
  'online/bare.yml': endpoint(''),
  'online/split.yml': endpoint('traffic: { blue: 100 }\nmirror_traffic: { green: 20 }'),
  'online/stray.yml': endpoint('traffic: { blue: 90, grey: 10 }'),
  'online/blue.yml': deployment('blue', 'hello'),
  'online/green.yml': deployment('green', 'hi'),
  'online/conda.yml': condaFile,
  'score/score.py': echoScript,
  'weights/blue/model/weight.json': '{"weight": 2}',
  'weights/green/model/weight.json': '{"weight": 3}',
  'request.json': '{"x": 2}',
  'tests/rollout.yml':
    'smokeTests: [{ name: six, request: two.json, expected: six.json }]\nminimumSamples: 5\npauseSeconds: 0\n',
  'tests/two.json': '{"x": 2}',
  'tests/six.json': '{"product": 6, "greeting": "hi", "home": false}',
  'batch/endpoint.yml': `$schema: ${schemas}/batchEndpoint.schema.json\nname: nightly-scores\n`,
  'batch/nightly.yml': `$schema: ${schemas}/modelBatchDeployment.schema.json
name: nightly
endpoint_name: nightly-scores
type: model
model: azureml:weight@latest
code_configuration: { code: ./code, scoring_script: score.py }
environment: { image: mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu22.04:latest, conda_file: conda.yml }
compute: azureml:nightly
resources: { instance_count: 1 }
settings: { mini_batch_size: 2, error_threshold: 1, output_action: append_row, retry_settings: { max_retries: 0, timeout: 20 } }
`,
  'k8s/endpoint.yml': `$schema: ${schemas}/kubernetesOnlineEndpoint.schema.json
name: cluster-product
auth_mode: key
compute: azureml:k8s
traffic: { blue: 100 }
`,
  'k8s/blue.yml': `$schema: ${schemas}/kubernetesOnlineDeployment.schema.json
name: blue
endpoint_name: cluster-product
model: azureml:weight:1
code_configuration: { code: ../score, scoring_script: score.py }
environment: { image: mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu22.04:latest, conda_file: ../online/conda.yml }
instance_type: gpu
resources: { requests: { cpu: "0.1", memory: 0.2Gi } }
`,
  'batch/code/score.py': batchScript,
  'batch/conda.yml': batchConda,
  'numbers/a.txt': '1',
  'numbers/b.txt': '2',
  'batch/request.json': '{"files": {"a.txt": "4"}}',
};

describe('apps/cli/model/deploy-yaml.ts (on the stack)', function () {
  // The first run builds the virtual environments from the package registry.
  this.timeout(300_000);
  let stack: StackWithClusters;
  let cli: CliOnStack;

  before(async () => {
    stack = await startStackWithClusters();
    const project = join(stack.folder, 'project');
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(project, path)), { recursive: true });
      await writeFile(join(project, path), text);
    }
    cli = cliOnStack(stack.stack, project);
  });
  after(() => stack.close());

  const deploy = (...argv: readonly string[]) => cli.run('model', 'deploy', ...argv);
  const blue = ['--file', 'online/blue.yml', '--endpoint-file', 'online/endpoint.yml'];
  const green = ['--file', 'online/green.yml'];

  async function stepsOf(...argv: readonly string[]): Promise<readonly string[]> {
    const { status, out, aside } = await deploy('--dry-run', '--json', ...argv);
    assert.equal(status, 0, aside);
    return (JSON.parse(out) as Plan).steps.map(({ kind }) => kind);
  }

  async function score(...argv: readonly string[]): Promise<unknown> {
    const { status, out, aside } = await cli.run(
      ...['service', 'invoke', '-n', 'product', '-d', '{"x": 2}', ...argv],
    );
    assert.equal(status, 0, aside);
    return JSON.parse(out);
  }

  it('makes endpoint and deployment with a model of this machine, which then answers', async () => {
    const { status, out, aside } = await deploy(...blue, '--test-request', 'request.json');
    assert.equal(status, 0, aside);
    assert.match(out, /^product-model:[0-9a-f]{16} is deployed\.\nproduct: Succeeded/);
    assert.match(aside, /upload 1 file\(s\) of the model.*register model product-model/s);
    assert.match(aside, /'blue' answered the test request/);
    assert.deepEqual(await score(), { product: 4, greeting: 'hello', home: false });
  });

  it('changes nothing the second time', async () => {
    assert.deepEqual(await stepsOf(...blue), []);
    const { out, aside } = await deploy(...blue, '--test-request', 'request.json');
    assert.match(out, /^product-model:[0-9a-f]{16} served already/);
    assert.match(aside, /Nothing to do/);
  });

  it('refuses other content under the name of a deployment that serves, and a split with one that is not there', async () => {
    const changed = await deploy(...blue, '--set', 'environment_variables.GREETING=salve');
    assert.equal(changed.status, 2);
    assert.match(changed.aside, /'blue' of endpoint 'product' gets 100 %.*DeploymentChangedInPlace/s);
    const stray = await deploy(...green, '--endpoint-file', 'online/stray.yml');
    assert.match(stray.aside, /'online\/stray\.yml' is not valid: line 6, traffic: gives 10 % to 'grey'/);
    assert.deepEqual(await score(), { product: 4, greeting: 'hello', home: false });
  });

  it('keeps the traffic where it was when the new version answers its smoke test with anything else', async () => {
    const { status, aside } = await deploy(
      ...[...green, '--endpoint-file', 'online/bare.yml', '--all-traffic'],
      ...['--rollout-file', 'tests/rollout.yml', '--set', 'environment_variables.GREETING=oh'],
    );
    assert.equal(status, 2);
    assert.match(aside, /SmokeTestWrong/);
    assert.deepEqual(await score(), { product: 4, greeting: 'hello', home: false });
    assert.deepEqual(await score('--deployment', 'green'), { product: 6, greeting: 'oh', home: false });
  });

  it('mirrors what the endpoint says, and brings all traffic in judged steps', async () => {
    const mirrored = await deploy(...green, '--endpoint-file', 'online/split.yml');
    assert.equal(mirrored.status, 0, mirrored.aside);
    const shown = await cli.run('service', 'status', '-n', 'product');
    assert.match(shown.out, /blue.*100 %/);
    const rolled = await deploy(
      ...[...green, '--all-traffic', '--rollout-file', 'tests/rollout.yml'],
      ...['--strategy', 'canary', '--steps', '50', '--latency-objective-ms', '5000'],
    );
    assert.equal(rolled.status, 0, rolled.aside);
    assert.match(rolled.aside, /judge 'green' beside 'blue' at 50 % of the traffic/);
    assert.deepEqual(await score(), { product: 6, greeting: 'hi', home: false });
    assert.deepEqual(await stepsOf(...green, '--all-traffic'), []);
  });

  it('makes a batch endpoint and its deployment, tested by a job of its own', async () => {
    const nightly = ['--file', 'batch/nightly.yml', '--endpoint-file', 'batch/endpoint.yml'];
    const { status, out, aside } = await deploy(...nightly, '--test-request', 'batch/request.json');
    assert.equal(status, 0, aside);
    assert.match(out, /^weight:2 is deployed\.\nnightly-scores: Succeeded/);
    assert.match(aside, /'nightly' scored the test request in job 'batchjob-/);
    assert.deepEqual(await stepsOf(...nightly), []);
    const scored = await cli.run(
      ...['service', 'score', '-n', 'nightly-scores', '--input', 'numbers', '--output-dir', 'out'],
    );
    assert.equal(scored.status, 0, scored.aside);
    const rows = await readFile(join(stack.folder, 'project', 'out', 'predictions.csv'), 'utf8');
    assert.deepEqual(rows.trim().split('\n').toSorted(), ['a.txt 3', 'b.txt 6']);
  });

  it('serves on an attached cluster, and names a cluster or instance type that is not there', async () => {
    const cluster = ['--file', 'k8s/blue.yml', '--endpoint-file', 'k8s/endpoint.yml'];
    const { status, aside } = await deploy(...cluster, '--test-request', 'request.json');
    assert.equal(status, 0, aside);
    const { out } = await cli.run('service', 'invoke', '-n', 'cluster-product', '-d', '{"x": 5}');
    assert.deepEqual(JSON.parse(out), { product: 10, greeting: 'none', home: false });
    assert.deepEqual(await stepsOf(...cluster), []);
    const small = await deploy(...cluster, '--set', 'instance_type=small');
    assert.match(small.aside, /has no instance type 'small'; it has .*gpu.*InstanceTypeNotFound/s);
  });

  it('makes what the official client reads, in its own terms', async () => {
    const { options, workspace } = stack;
    const { subscriptionId, resourceGroup, name } = workspace;
    // As it is published: its own pipeline, and its own version of the interface.
    const client = new AzureMachineLearningWorkspaces(options.credential, subscriptionId, {
      endpoint: options.connection.armUrl,
      $host: options.connection.armUrl,
      credentialScopes: 'https://management.core.windows.net//.default',
    });
    const made = await client.onlineEndpoints.get(resourceGroup, name, 'product');
    assert.deepEqual([made.properties.traffic?.['green'], made.tags?.['team']], [100, 'ml']);
    const { properties, sku } = await client.onlineDeployments.get(resourceGroup, name, 'product', 'green');
    assert.ok(properties.endpointComputeType === 'Managed');
    assert.deepEqual(properties.requestSettings?.requestTimeout, 'PT90S');
    assert.deepEqual([properties.instanceType, sku?.capacity], ['Standard_DS3_v2', 1]);
    const [, model = '', version = ''] = /models\/(.+)\/versions\/(.+)$/.exec(properties.model ?? '') ?? [];
    const registered = await client.modelVersions.get(resourceGroup, name, model, version);
    assert.match(registered.properties.modelUri ?? '', /\/paths\/LocalUpload\/[0-9a-f]{32}\/model$/);
    assert.deepEqual(registered.properties.flavors, {});
    const batch = await client.batchDeployments.get(resourceGroup, name, 'nightly-scores', 'nightly');
    assert.deepEqual([batch.properties.miniBatchSize, batch.properties.outputAction], [2, 'AppendRow']);
    const { defaults } = (await client.batchEndpoints.get(resourceGroup, name, 'nightly-scores')).properties;
    assert.equal(defaults?.deploymentName, 'nightly');
  });

  it('says what is wrong with a reference before anything is made', async () => {
    for (const [set, words] of [
      ['model=azureml:wieght:1', /ModelNotFound/],
      [
        'model=azureml:weight@champion',
        /blue\.yml' is not valid: .*the service knows the label 'latest' only/,
      ],
      ['environment=azureml:nothing:3', /EnvironmentNotFound/],
      ['environment=azureml:nothing@latest', /EnvironmentNotFound/],
    ] as const) {
      const { status, aside } = await deploy(...blue, '--set', set);
      assert.equal(status, 2);
      assert.match(aside, words);
    }
  });
});
