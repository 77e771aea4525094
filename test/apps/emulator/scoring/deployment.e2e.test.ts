import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Stack } from '../../../../apps/emulator/stack.ts';
import { startTestStack } from '../../../support/test-stack.ts';
import {
  condaFile,
  deploymentBody,
  echoScript,
  endpointBody,
  followResult,
  followStatus,
  registerCode,
  registerEnvironment,
  registerTwoVersions,
  scoreAt,
} from '../support/deploy.ts';
import { connect, type WorkspaceClient } from '../support/workspace-client.ts';

describe('apps/emulator/scoring (a deployment from end to end)', function () {
  // The first run builds the virtual environment from the package registry.
  this.timeout(300_000);
  let stack: Stack;
  let client: WorkspaceClient;
  let scoringUri = '';
  let key = '';
  // The die of the gateway: tests say which way it falls.
  let die = 0;
  const endpoint = 'onlineEndpoints/weights';
  const deployment = (name: string) => `${endpoint}/deployments/${name}`;

  before(async () => {
    stack = await startTestStack({ random: () => die });
    client = connect(stack);
    await registerTwoVersions(client);
    await registerCode(client, '1', echoScript);
    await registerEnvironment(client, '1', condaFile);
  });
  after(() => stack.close());

  const score = (body: unknown, headers: Record<string, string> = {}) =>
    scoreAt({ client, scoringUri, key }, body, headers);

  it('makes an endpoint that answers nothing yet', async () => {
    const reply = await client.arm('PUT', endpoint, endpointBody({}));
    assert.equal(reply.status, 201, reply.text);
    assert.equal(
      (JSON.parse(reply.text) as { properties: { provisioningState: string } }).properties.provisioningState,
      'Creating',
    );
    assert.deepEqual((await followStatus(client, reply)).status, 'Succeeded');
    const view = JSON.parse((await client.arm('GET', endpoint)).text) as {
      properties: { scoringUri: string };
    };
    scoringUri = view.properties.scoringUri;
    key = (JSON.parse((await client.arm('POST', `${endpoint}/listKeys`)).text) as { primaryKey: string })
      .primaryKey;
    assert.equal((await score({ x: 1 })).status, 404);
  });

  it('serves a model through the user’s script', async () => {
    const reply = await client.arm(
      'PUT',
      deployment('blue'),
      deploymentBody(client, {
        model: '1',
        code: '1',
        environment: '1',
        properties: { environmentVariables: { GREETING: 'hello' }, appInsightsEnabled: true },
      }),
    );
    assert.equal(reply.status, 201, reply.text);
    assert.deepEqual(await followStatus(client, reply).then(({ status, error }) => ({ status, error })), {
      status: 'Succeeded',
      error: undefined,
    });
    const scored = await score({ x: 21 }, { 'azureml-model-deployment': 'blue' });
    assert.deepEqual(scored.body, { product: 42, greeting: 'hello', home: false });
    assert.equal(scored.deployment, 'blue');
  });

  it('sends traffic where the endpoint says', async () => {
    await followStatus(client, await client.arm('PUT', endpoint, endpointBody({ blue: 100 })));
    const green = deploymentBody(client, { model: '2', code: '1', environment: '1' });
    assert.equal(
      (await followStatus(client, await client.arm('PUT', deployment('green'), green))).status,
      'Succeeded',
    );
    die = 0.95;
    assert.equal((await score({ x: 1 })).deployment, 'blue');
    await followStatus(client, await client.arm('PUT', endpoint, endpointBody({ blue: 90, green: 10 })));
    assert.equal((await score({ x: 1 })).deployment, 'green');
    die = 0.89;
    assert.equal((await score({ x: 1 })).deployment, 'blue');
    assert.deepEqual((await score({ x: 5 }, { 'azureml-model-deployment': 'green' })).body, {
      product: 15,
      greeting: 'none',
      home: false,
    });
  });

  it('refuses a wrong key and an unknown deployment', async () => {
    assert.equal((await score({ x: 1 }, { authorization: 'Bearer wrong' })).status, 401);
    assert.equal((await score({ x: 1 }, { 'azureml-model-deployment': 'red' })).status, 404);
  });

  it('answers 424 when the script throws', async () => {
    const scored = await score({ y: 1 });
    assert.equal(scored.status, 424);
    assert.equal(scored.headers['ms-azureml-model-error-statuscode'], '500');
  });

  it('answers 408 when the script takes longer than the deployment allows', async () => {
    await registerCode(
      client,
      '2',
      'import time\n\ndef init():\n    pass\n\ndef run(data):\n    time.sleep(2)\n    return "late"\n',
    );
    const slow = deploymentBody(client, {
      model: '1',
      code: '2',
      environment: '1',
      properties: { requestSettings: { requestTimeout: 'PT0.5S' } },
    });
    assert.equal(
      (await followStatus(client, await client.arm('PUT', deployment('slow'), slow))).status,
      'Succeeded',
    );
    const [first, ...others] = await Promise.all(
      [1, 2, 3].map(() => score({}, { 'azureml-model-deployment': 'slow' })),
    );
    assert.equal(first?.status, 408);
    // One at work and one in the queue: the third is too many.
    assert.deepEqual(others.map(({ status }) => status).sort(), [408, 429]);
  });

  it('measures what was answered, and what the processes needed for it', async () => {
    const read = async (metric: string) => {
      const path = `${deployment('blue')}/providers/Microsoft.Insights/metrics?metricnames=${metric}&aggregation=Total,Count`;
      const { text, status } = await client.arm('GET', path, undefined, '2018-01-01');
      assert.equal(status, 200, text);
      const { value } = JSON.parse(text) as { value: { timeseries: { data: { total?: number }[] }[] }[] };
      const data = value.flatMap(({ timeseries }) => timeseries.flatMap((series) => series.data));
      return data.reduce((sum, { total = 0 }) => sum + total, 0);
    };
    assert.ok((await read('RequestsPerMinute')) >= 3);
    assert.ok((await read('RequestLatency_P95')) > 0);
    // A process that is asked nothing needs less than can be measured.
    const deadline = Date.now() + 20_000;
    while ((await read('CpuUtilizationPercentage')) <= 0) {
      assert.ok(Date.now() < deadline, 'nobody measures the processor');
      for (let call = 0; call < 50; call += 1) await score({ x: 1 }, { 'azureml-model-deployment': 'blue' });
    }
  });

  it('lets a deployment that asks for it write to the Application Insights of the workspace', async () => {
    const until = Date.now() + 30_000;
    const answered = () => stack.control.telemetry.items('RequestData').map(({ data }) => data.baseData);
    while (!answered().some(({ name }) => name === '/score')) {
      assert.ok(Date.now() < until, 'no telemetry');
      await sleep(200);
    }
  });

  it('keeps what a container printed', async () => {
    const logs = await client.arm('POST', `${deployment('blue')}/getLogs`, {
      containerType: 'InferenceServer',
    });
    assert.match(logs.text, /loaded weight 2/);
    const storage = await client.arm('POST', `${deployment('blue')}/getLogs`, {
      containerType: 'StorageInitializer',
      tail: 100,
    });
    assert.match(storage.text, /model\/weight\.json/);
    assert.doesNotMatch(storage.text, /model2/);
  });

  it('deletes a deployment only when it has no traffic, and its process ends', async () => {
    assert.equal((await client.arm('DELETE', deployment('blue'))).status, 400);
    const gone = await followResult(client, await client.arm('DELETE', deployment('slow')));
    assert.equal(gone.status, 204);
    assert.ok(!stack.processes().includes('deployment weights/slow'));
  });

  it('deletes an endpoint with everything in it', async () => {
    await followResult(client, await client.arm('DELETE', endpoint));
    assert.equal((await client.arm('GET', endpoint)).status, 404);
    assert.deepEqual(stack.processes(), ['azurite']);
  });
});
