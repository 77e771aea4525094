import assert from 'node:assert/strict';
import type { Stack } from '../../../../apps/emulator/stack.ts';
import { startTestStack } from '../../../support/test-stack.ts';
import {
  condaFile,
  createEndpoint,
  deploymentBody,
  echoScript,
  followStatus,
  registerCode,
  registerEnvironment,
  registerModel,
  scoreAt,
  type ScoringAddress,
} from '../support/deploy.ts';
import { connect, type WorkspaceClient } from '../support/workspace-client.ts';

describe('apps/emulator/scoring (deployments that fail)', function () {
  // The first run builds the virtual environment from the package registry.
  this.timeout(300_000);
  let stack: Stack;
  let client: WorkspaceClient;
  let address: ScoringAddress;
  const endpoint = 'onlineEndpoints/failures';
  const deployment = (name: string) => `${endpoint}/deployments/${name}`;

  before(async () => {
    stack = await startTestStack();
    client = connect(stack);
    await registerModel(client, '1', 2);
    await registerCode(client, '1', echoScript);
    await registerEnvironment(client, '1', condaFile);
    address = await createEndpoint(client, endpoint);
  });
  after(() => stack.close());

  it('fails when init() throws, says so in the logs, and can be mended by the same PUT', async () => {
    await registerCode(
      client,
      '3',
      'def init():\n    raise RuntimeError("no weights here")\n\ndef run(data):\n    return 1\n',
    );
    const broken = await client.arm(
      'PUT',
      deployment('broken'),
      deploymentBody(client, { model: '1', code: '3', environment: '1' }),
    );
    const operation = await followStatus(client, broken);
    assert.equal(operation.status, 'Failed');
    assert.equal(operation.error?.code, 'ResourceNotReady');
    const view = JSON.parse((await client.arm('GET', deployment('broken'))).text) as {
      properties: { provisioningState: string };
    };
    assert.equal(view.properties.provisioningState, 'Failed');
    const logs = await client.arm('POST', `${deployment('broken')}/getLogs`, {});
    assert.match(logs.text, /no weights here/);
    const mended = await client.arm(
      'PUT',
      deployment('broken'),
      deploymentBody(client, { model: '1', code: '1', environment: '1' }),
    );
    assert.equal(mended.status, 200);
    assert.equal((await followStatus(client, mended)).status, 'Succeeded');
  });

  it('keeps serving the old version when an update fails', async () => {
    const update = deploymentBody(client, { model: '1', code: '3', environment: '1' });
    assert.equal(
      (await followStatus(client, await client.arm('PUT', deployment('broken'), update))).status,
      'Failed',
    );
    assert.equal((await scoreAt(address, { x: 4 }, { 'azureml-model-deployment': 'broken' })).status, 200);
  });

  it('fails without an inference server in the environment', async () => {
    await registerEnvironment(client, '2', 'dependencies:\n  - pip: []\n');
    const reply = await client.arm(
      'PUT',
      deployment('bare'),
      deploymentBody(client, { model: '1', code: '1', environment: '2' }),
    );
    assert.equal((await followStatus(client, reply)).error?.code, 'ResourceNotReady');
    assert.match(
      (await client.arm('POST', `${deployment('bare')}/getLogs`, {})).text,
      /azmlinfsrv: command not found/,
    );
  });

  it('fails the image build when the conda file cannot be read', async () => {
    await registerEnvironment(client, '3', 'dependencies: {pip: nothing}\n');
    const reply = await client.arm(
      'PUT',
      deployment('unbuilt'),
      deploymentBody(client, { model: '1', code: '1', environment: '3' }),
    );
    assert.equal((await followStatus(client, reply)).error?.code, 'ImageBuildFailure');
  });

  it('fails when there are no bytes where the model should be', async () => {
    await client.arm('PUT', 'models/weight/versions/3', {
      properties: { modelUri: 'azureml://datastores/workspaceblobstore/paths/nowhere/model' },
    });
    const body = deploymentBody(client, { model: '3', code: '1', environment: '1' });
    const operation = await followStatus(client, await client.arm('PUT', deployment('empty'), body));
    assert.equal(operation.error?.code, 'ResourceNotFound');
    assert.match(operation.error.message, /no blob at 'nowhere\/model'/);
  });

  it('fails when the container does not become ready in its time', async () => {
    await registerCode(
      client,
      '4',
      'import time\n\ndef init():\n    time.sleep(60)\n\ndef run(data):\n    return 1\n',
    );
    const readinessProbe = { initialDelay: 'PT0S', period: 'PT1S', failureThreshold: 1 };
    const body = deploymentBody(client, {
      model: '1',
      code: '4',
      environment: '1',
      properties: { readinessProbe },
    });
    const operation = await followStatus(client, await client.arm('PUT', deployment('idle'), body));
    assert.equal(operation.error?.code, 'ResourceNotReady');
    assert.match(operation.error.message, /did not become ready within 1 seconds/);
    assert.ok(!stack.processes().includes('deployment failures/idle'));
  });
});
