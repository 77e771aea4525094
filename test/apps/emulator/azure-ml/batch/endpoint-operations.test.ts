import assert from 'node:assert/strict';
import type { ArmService } from '../../support/arm-service.ts';
import { startBatchService, type BatchService } from '../../support/batch-service.ts';
import { message, state } from '../../support/online-service.ts';

describe('apps/emulator/azure-ml/batch (endpoints and deployments)', () => {
  let batch: BatchService;
  let arm: ArmService;
  before(async () => {
    batch = await startBatchService();
    ({ arm } = batch);
  });
  after(() => arm.close());

  const view = async (path: string) =>
    (await arm.call('GET', path)).body as { tags: unknown; properties: Record<string, unknown> };

  it('makes an endpoint by an operation, and says where it is invoked', async () => {
    const reply = await arm.call('PUT', 'batchEndpoints/first', batch.batchEndpointBody());
    assert.deepEqual([reply.status, state(reply)], [201, 'Creating']);
    assert.ok(reply.headers['x-ms-async-operation-timeout']);
    await batch.settled(reply);
    const { properties } = await view('batchEndpoints/first');
    assert.match(String(properties.scoringUri), /^https:.*\/jobs$/);
    assert.deepEqual(properties.defaults, { deploymentName: null });
    assert.equal((await arm.call('PUT', 'batchEndpoints/first', batch.batchEndpointBody())).status, 200);
  });

  it('refuses endpoints that the service refuses', async () => {
    const cases: [name: string, body: unknown, status: number, expected: RegExp][] = [
      ['1st', batch.batchEndpointBody(), 400, /endpoint name '1st'/],
      ['other', batch.batchEndpointBody({ authMode: 'Key' }), 400, /AADToken only, not Key/],
      ['other', { ...batch.batchEndpointBody(), location: 'mars' }, 400, /location 'mars'/],
      ['other', batch.batchEndpointBody({ defaults: { deploymentName: 'x' } }), 400, /the endpoint is new/],
      ['first', batch.batchEndpointBody({ defaults: { deploymentName: 'none' } }), 404, /none not found/],
      ['other', batch.batchEndpointBody({ traffic: {} }), 400, /traffic/],
    ];
    for (const [name, body, status, expected] of cases) {
      const reply = await arm.call('PUT', `batchEndpoints/${name}`, body);
      assert.deepEqual([reply.status, expected.test(message(reply))], [status, true], message(reply));
    }
    assert.equal((await arm.call('POST', 'batchEndpoints/first/listkeys')).status, 400);
  });

  it('keeps a deployment with every default of the description', async () => {
    await batch.put('batchEndpoints/first/deployments/blue', batch.batchDeploymentBody());
    const { properties } = await view('batchEndpoints/first/deployments/blue');
    const {
      miniBatchSize,
      maxConcurrencyPerInstance,
      errorThreshold,
      retrySettings,
      outputAction,
      outputFileName,
    } = properties;
    assert.deepEqual(
      {
        miniBatchSize,
        maxConcurrencyPerInstance,
        errorThreshold,
        retrySettings,
        outputAction,
        outputFileName,
      },
      {
        ...{ miniBatchSize: 10, maxConcurrencyPerInstance: 1, errorThreshold: -1 },
        retrySettings: { maxRetries: 3, timeout: 'PT30S' },
        ...{ outputAction: 'AppendRow', outputFileName: 'predictions.csv' },
      },
    );
  });

  it('refuses deployments that the service refuses', async () => {
    const { workspace } = arm;
    const cases: [more: Record<string, unknown>, status: number, expected: RegExp][] = [
      [{ compute: `${workspace}/computes/none` }, 400, /Cannot find compute 'none'/],
      [{ compute: null }, 400, /needs 'compute'/],
      [{ model: null }, 400, /needs 'model'/],
      [{ model: { referenceType: 'Id', assetId: `${workspace}/models/m/versions/9` } }, 404, /versions\/9/],
      [{ model: { referenceType: 'DataPath', path: 'x' } }, 501, /DataPath/],
      [{ environmentId: null }, 400, /environmentId/],
      [{ codeConfiguration: null, environmentId: null }, 400, /custom model needs 'codeConfiguration/],
      [{ codeConfiguration: null }, 400, /custom model needs 'codeConfiguration/],
      [{ deploymentConfiguration: { deploymentConfigurationType: 'PipelineComponent' } }, 501, /pipeline/],
      [{ errorThreshold: -2 }, 400, /errorThreshold/],
      [{ outputAction: 'append_row' }, 400, /outputAction/],
      [{ retrySettings: { timeout: '30' } }, 400, /timeout/],
    ];
    for (const [more, status, expected] of cases) {
      const body = batch.batchDeploymentBody(more);
      const reply = await arm.call('PUT', 'batchEndpoints/first/deployments/green', body);
      assert.deepEqual([reply.status, expected.test(message(reply))], [status, true], message(reply));
    }
  });

  it('takes an MLflow model without code, and no other one', async () => {
    const modelUri = 'azureml://datastores/workspaceblobstore/paths/m';
    for (const [type, status] of [
      ['mlflow_model', 201],
      ['triton_model', 400],
    ] as const) {
      await arm.call('PUT', `models/${type}/versions/1`, { properties: { modelUri, modelType: type } });
      const model = { referenceType: 'Id', assetId: `${arm.workspace}/models/${type}/versions/1` };
      const bare = batch.batchDeploymentBody({ model, codeConfiguration: null, environmentId: null });
      const reply = await arm.call('PUT', `batchEndpoints/first/deployments/${type.replace('_', '-')}`, bare);
      assert.equal(reply.status, status, message(reply));
      if (status === 201) await batch.settled(reply);
      else assert.match(message(reply), /mlflow_model/);
    }
  });

  it('changes the default by PUT alone, and description and tags by PATCH', async () => {
    const path = 'batchEndpoints/first';
    const defaults = { defaults: { deploymentName: 'blue' } };
    assert.equal((await arm.call('PATCH', path, { properties: defaults })).status, 400);
    await batch.put(path, batch.batchEndpointBody(defaults));
    await batch.settled(await arm.call('PATCH', path, { tags: { owner: 'me' } }));
    const endpoint = await view(path);
    assert.deepEqual(
      [endpoint.tags, endpoint.properties.defaults],
      [{ owner: 'me' }, { deploymentName: 'blue' }],
    );
    const change = { tags: { a: 'b' }, properties: { description: 'new' } };
    await batch.settled(await arm.call('PATCH', `${path}/deployments/blue`, change));
    const blue = await view(`${path}/deployments/blue`);
    assert.deepEqual([blue.tags, blue.properties.description], [{ a: 'b' }, 'new']);
    const size = { properties: { miniBatchSize: 2 } };
    assert.equal((await arm.call('PATCH', `${path}/deployments/blue`, size)).status, 400);
  });

  it('deletes no default, and takes every deployment along with its endpoint', async () => {
    const path = await batch.batchEndpoint('second');
    await batch.put(`${path}/deployments/green`, batch.batchDeploymentBody());
    const refused = await arm.call('DELETE', `${path}/deployments/blue`);
    assert.deepEqual([refused.status, /is the default/.test(message(refused))], [400, true]);
    await batch.settled(await arm.call('DELETE', `${path}/deployments/green`));
    assert.equal((await arm.call('GET', `${path}/deployments/green`)).status, 404);
    await batch.settled(await arm.call('DELETE', path));
    assert.equal((await arm.call('GET', path)).status, 404);
    assert.equal((await arm.call('DELETE', path)).status, 204);
  });

  it('refuses a second operation while one runs', async () => {
    arm.time.passes = false;
    const body = batch.batchEndpointBody({ defaults: { deploymentName: 'blue' } });
    const running = await arm.call('PUT', 'batchEndpoints/first', body);
    assert.equal((await arm.call('PUT', 'batchEndpoints/first', body)).status, 409);
    const green = await arm.call(
      'PUT',
      'batchEndpoints/first/deployments/green',
      batch.batchDeploymentBody(),
    );
    assert.equal(green.status, 409);
    await batch.resume();
    await batch.settled(running);
  });
});
