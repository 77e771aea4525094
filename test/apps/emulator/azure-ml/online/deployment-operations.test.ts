import assert from 'node:assert/strict';
import type { ArmService } from '../../support/arm-service.ts';
import { message, state, startOnlineService, type OnlineService } from '../../support/online-service.ts';

describe('apps/emulator/azure-ml/online/deployment-operations.ts', () => {
  let online: OnlineService;
  let arm: ArmService;
  before(async () => {
    online = await startOnlineService();
    ({ arm } = online);
  });
  after(() => arm.close());
  afterEach(() => online.resume());

  it('fills in the service’s defaults', async () => {
    const path = await online.endpoint('defaults');
    await online.put(`${path}/deployments/blue`, {
      ...online.deploymentBody({ instanceType: null }),
      sku: undefined,
    });
    const { body } = await arm.call('GET', `${path}/deployments/blue`);
    assert.deepEqual(body.sku, { name: 'Default', capacity: 1 });
    const properties = body.properties as Record<string, unknown>;
    assert.equal(properties.instanceType, 'Standard_F4s_v2');
    assert.deepEqual(properties.scaleSettings, { scaleType: 'Default' });
    assert.deepEqual(properties.requestSettings, {
      maxConcurrentRequestsPerInstance: 1,
      maxQueueWait: 'PT0.5S',
      requestTimeout: 'PT5S',
    });
    assert.deepEqual(properties.livenessProbe, {
      failureThreshold: 30,
      successThreshold: 1,
      timeout: 'PT2S',
      period: 'PT10S',
      initialDelay: 'PT10S',
    });
    assert.equal(properties.egressPublicNetworkAccess, 'Enabled');
    const skus = await arm.call('GET', `${path}/deployments/blue/skus`);
    assert.equal((skus.body.value as unknown[]).length, 1);
  });

  it('refuses what a deployment must not be', async () => {
    const path = await online.endpoint('rules');
    await online.put(`${path}/deployments/blue`, online.deploymentBody());
    const code = { codeId: `${arm.workspace}/codes/c/versions/1`, scoringScript: 'score.py' };
    const cases: [body: unknown, status: number, expected: RegExp][] = [
      [online.deploymentBody({}, 51), 400, /1 to 50, not 51/],
      [online.deploymentBody({}, 0), 400, /not 0/],
      [online.deploymentBody({ requestSettings: { requestTimeout: 'PT181S' } }), 400, /PT180S/],
      [online.deploymentBody({ requestSettings: { requestTimeout: '5' } }), 400, /ISO 8601/],
      [
        online.deploymentBody({ scaleSettings: { scaleType: 'TargetUtilization' } }),
        400,
        /scaleType 'Default' only/,
      ],
      [online.deploymentBody({ instanceType: 'Standard_E4s_v3' }), 400, /instanceType/],
      [online.deploymentBody({ startupProbe: {} }), 400, /startupProbe/],
      [online.deploymentBody({ model: 'azureml:m:1' }), 400, /not the ARM id/],
      [
        online.deploymentBody({ model: `${arm.workspace}/models/m/versions/9` }),
        404,
        /models\/m\/versions\/9/,
      ],
      [
        online.deploymentBody({ environmentId: `${arm.workspace}/environments/x/versions/1` }),
        404,
        /environments\/x/,
      ],
      [online.deploymentBody({ codeConfiguration: { ...code, codeId: null } }), 400, /codeId/],
      [online.deploymentBody({ codeConfiguration: null, environmentId: null }), 400, /custom model/],
      [online.deploymentBody({ endpointComputeType: 'Kubernetes' }), 400, /endpointComputeType Managed/],
      [online.deploymentBody({ containerResourceRequirements: {} }), 400, /containerResourceRequirements/],
      [online.deploymentBody({ modelMountPath: '/m' }), 501, /modelMountPath/],
      [online.deploymentBody({ model: 'azureml://registries/r/models/m/versions/1' }), 501, /registries/],
    ];
    for (const [body, status, expected] of cases) {
      const reply = await arm.call('PUT', `${path}/deployments/blue`, body);
      assert.deepEqual([reply.status, expected.test(message(reply))], [status, true], message(reply));
    }
    assert.equal((await arm.call('PUT', `${path}/deployments/x`, online.deploymentBody())).status, 400);
    assert.equal(
      (await arm.call('PUT', 'onlineEndpoints/none/deployments/blue', online.deploymentBody())).status,
      404,
    );
    const newest = await online.put(
      `${path}/deployments/blue`,
      online.deploymentBody({ startupProbe: {} }),
      '2026-05-01',
    );
    assert.equal(newest.status, 'Succeeded');
  });

  it('serves MLflow and Triton models without code, and an MLflow model with code as well', async () => {
    const path = await online.endpoint('types');
    const modelUri = 'azureml://datastores/workspaceblobstore/paths/m';
    for (const modelType of ['mlflow_model', 'triton_model'])
      await arm.call('PUT', `models/${modelType}/versions/1`, { properties: { modelUri, modelType } });
    const bare = { codeConfiguration: null, environmentId: null };
    const put = async (type: string, more: object = {}) =>
      arm.call(
        'PUT',
        `${path}/deployments/blue`,
        online.deploymentBody({ model: `${arm.workspace}/models/${type}/versions/1`, ...more }),
      );
    const servings = async (more: object) => {
      const reply = await put('mlflow_model', more);
      assert.equal((await online.settled(reply)).status, 'Succeeded');
      return arm.host.started.at(-1)?.serving;
    };
    for (const [more, kind] of [[bare, 'mlflow'] as const, [{}, 'script'] as const]) {
      const serving = await servings(more);
      assert.deepEqual([serving?.kind, serving?.model?.name], [kind, 'mlflow_model']);
      assert.equal(serving?.model?.location.path, 'm');
    }
    await online.settled(await put('triton_model', bare));
    assert.equal(arm.host.started.at(-1)?.serving.kind, 'triton');
    const reply = await put('triton_model');
    assert.deepEqual([reply.status, /triton_model/.test(message(reply))], [501, true], message(reply));
    const halves = [{ environmentId: null }, { codeConfiguration: null }, { ...bare, model: null }];
    for (const half of halves) assert.equal((await put('mlflow_model', half)).status, 400);
  });

  it('starts again only what changed', async () => {
    const path = await online.endpoint('rolling');
    const started = () => arm.host.started.filter((spec) => spec.endpoint === 'rolling').length;
    await online.put(`${path}/deployments/blue`, online.deploymentBody());
    await online.put(`${path}/deployments/blue`, online.deploymentBody({}, 3));
    assert.equal(started(), 1);
    arm.time.passes = false;
    const patch = await arm.call('PATCH', `${path}/deployments/blue`, {
      sku: { capacity: 2 },
      tags: { a: 'b' },
    });
    assert.equal(patch.status, 202);
    assert.equal(state(await arm.call('GET', `${path}/deployments/blue`)), 'Scaling');
    arm.time.passes = true;
    await arm.time.release();
    const result = await online.settled(patch);
    assert.deepEqual((result.sku as { capacity: number }).capacity, 2);
    assert.equal((await arm.call('PATCH', `${path}/deployments/blue`, { properties: {} })).status, 400);
    await online.put(
      `${path}/deployments/blue`,
      online.deploymentBody({ environmentVariables: { A: 'b', C: null } }),
    );
    assert.equal(started(), 2);
    assert.deepEqual(arm.host.started.at(-1)?.environmentVariables, { A: 'b' });
    assert.equal(arm.host.stopped.at(-1), 'blue');
    const gone = await online.settled(await arm.call('DELETE', `${path}/deployments/blue`));
    assert.equal(gone.httpStatus, 204);
    assert.equal((await arm.call('DELETE', `${path}/deployments/blue`)).status, 204);
  });

  it('explains a failure and lets the same PUT mend it', async () => {
    const path = await online.endpoint('mended');
    const script = (scoringScript: string) =>
      online.deploymentBody({
        codeConfiguration: { codeId: `${arm.workspace}/codes/c/versions/1`, scoringScript },
      });
    const failed = await online.put(`${path}/deployments/blue`, script('broken.py'));
    assert.equal(failed.status, 'Failed');
    assert.deepEqual(failed.error, { code: 'ResourceNotReady', message: 'User container has crashed.' });
    assert.equal(state(await arm.call('GET', `${path}/deployments/blue`)), 'Failed');
    assert.equal((await online.put(`${path}/deployments/blue`, script('score.py'))).status, 'Succeeded');
    // An update that fails leaves the old one serving; repeating the old request must not take the failed one for it.
    assert.equal((await online.put(`${path}/deployments/blue`, script('broken.py'))).status, 'Failed');
    assert.equal(arm.host.views.get('mended')?.().deployments.length, 1);
    assert.equal((await online.put(`${path}/deployments/blue`, script('broken.py'))).status, 'Failed');
  });

  it('lists deployments and shows their logs', async () => {
    const path = await online.endpoint('listed');
    for (const name of ['blue', 'green', 'red'])
      await online.put(`${path}/deployments/${name}`, online.deploymentBody());
    const { body } = await arm.call('GET', `${path}/deployments?$top=2`);
    assert.deepEqual(
      (body.value as { name: string }[]).map(({ name }) => name),
      ['red', 'green'],
    );
    const logs = await arm.call('POST', `${path}/deployments/blue/getLogs`, {});
    assert.equal(logs.body.content, '');
    assert.equal((await arm.call('POST', `${path}/deployments/blue/getLogs`)).status, 400);
    assert.equal((await arm.call('GET', `${path}/deployments/none`)).status, 404);
  });
});
