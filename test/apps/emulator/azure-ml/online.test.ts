import assert from 'node:assert/strict';
import { startArmService, type ArmService, type Reply } from '../support/arm-service.ts';

const message = ({ body }: Reply): string => (body as { error?: { message: string } }).error?.message ?? '';
const state = ({ body }: Reply): unknown =>
  (body.properties as { provisioningState: string }).provisioningState;

describe('apps/emulator/azure-ml (online endpoints and deployments)', () => {
  let arm: ArmService;

  const endpointBody = (traffic: Record<string, number> = {}, more: Record<string, unknown> = {}) => ({
    location: 'westeurope',
    identity: { type: 'SystemAssigned' },
    properties: { authMode: 'Key', traffic, ...more },
  });
  const deploymentBody = (more: Record<string, unknown> = {}, capacity = 1) => ({
    location: 'westeurope',
    sku: { name: 'Default', capacity },
    properties: {
      endpointComputeType: 'Managed',
      model: `${arm.workspace}/models/m/versions/1`,
      codeConfiguration: { codeId: `${arm.workspace}/codes/c/versions/1`, scoringScript: 'score.py' },
      environmentId: `${arm.workspace}/environments/e/versions/1`,
      instanceType: 'Standard_DS3_v2',
      ...more,
    },
  });

  before(async () => {
    arm = await startArmService();
    const uri = (path: string) => `azureml://datastores/workspaceblobstore/paths/${path}`;
    await arm.call('PUT', 'models/m/versions/1', { properties: { modelUri: uri('m') } });
    await arm.call('PUT', 'codes/c/versions/1', { properties: { codeUri: uri('c/src') } });
    await arm.call('PUT', 'environments/e/versions/1', {
      properties: { image: 'i', condaFile: 'dependencies: []' },
    });
  });
  after(() => arm.close());
  afterEach(async () => {
    arm.time.passes = true;
    await arm.time.release();
  });

  async function settled(reply: Reply): Promise<Record<string, unknown>> {
    const url = String(reply.headers['azure-asyncoperation'] ?? reply.headers.location);
    assert.match(url, /mfeOperation/, `${reply.status} ${message(reply)}`);
    for (;;) {
      const answer = await arm.call('GET', url);
      if (answer.status === 202 || answer.body.status === 'InProgress') continue;
      return { httpStatus: answer.status, ...answer.body };
    }
  }
  const put = async (path: string, body: unknown, apiVersion = '2024-04-01') =>
    settled(await arm.call('PUT', path, body, { apiVersion }));
  const endpoint = async (name: string) => {
    await put(`onlineEndpoints/${name}`, endpointBody());
    return `onlineEndpoints/${name}`;
  };

  it('shows every state of a creation', async () => {
    arm.time.passes = false;
    const created = await arm.call('PUT', 'onlineEndpoints/states', endpointBody());
    assert.equal(created.status, 201);
    assert.equal(state(created), 'Creating');
    assert.equal(created.headers['x-ms-async-operation-timeout'], 'PT2H');
    assert.equal(created.headers['retry-after'], undefined);
    const url = String(created.headers['azure-asyncoperation']);
    const running = await arm.call('GET', url);
    assert.equal(running.body.status, 'InProgress');
    assert.equal(running.headers['retry-after'], '1');
    assert.equal(state(await arm.call('GET', 'onlineEndpoints/states')), 'Creating');
    await arm.time.release();
    const done = await arm.call('GET', url);
    assert.equal(done.body.status, 'Succeeded');
    assert.ok(String(done.body.endTime) >= String(done.body.startTime));
    const { body } = await arm.call('GET', 'onlineEndpoints/STATES');
    assert.equal((body.properties as { scoringUri: string }).scoringUri, 'https://localhost:1/states/score');
    const again = await arm.call('PUT', 'onlineEndpoints/states', endpointBody());
    assert.equal(again.status, 200);
    assert.equal(state(again), 'Updating');
    await arm.time.release();
    assert.equal(state(await arm.call('GET', 'onlineEndpoints/states')), 'Succeeded');
  });

  it('shows every state of a deletion', async () => {
    const path = await endpoint('deleted');
    arm.time.passes = false;
    const reply = await arm.call('DELETE', path);
    assert.equal(reply.status, 202);
    assert.equal(reply.headers['retry-after'], '10');
    const location = String(reply.headers.location);
    assert.equal((await arm.call('GET', location)).status, 202);
    assert.equal(state(await arm.call('GET', path)), 'Deleting');
    assert.equal((await arm.call('DELETE', path)).status, 409);
    await arm.time.release();
    assert.equal((await arm.call('GET', location)).status, 204);
    assert.equal((await arm.call('GET', path)).status, 404);
    assert.equal((await arm.call('DELETE', path)).status, 204);
  });

  it('does not know operations that never began', async () => {
    const url = `/subscriptions/${arm.scope.subscriptionId}/providers/Microsoft.MachineLearningServices/locations/westeurope/mfeOperationsStatus/none`;
    const status = { apiVersion: '2022-02-01-preview' };
    assert.equal((await arm.call('GET', url, undefined, status)).status, 404);
    assert.equal((await arm.call('GET', url)).status, 400);
  });

  it('refuses a second operation while one runs', async () => {
    const path = await endpoint('busy');
    arm.time.passes = false;
    assert.equal((await arm.call('PUT', `${path}/deployments/blue`, deploymentBody())).status, 201);
    const conflicts: [method: string, path: string, body: unknown][] = [
      ['PUT', path, endpointBody()],
      ['PATCH', path, { tags: {} }],
      ['DELETE', path, undefined],
      ['POST', `${path}/regenerateKeys`, { keyType: 'Primary' }],
      ['PUT', `${path}/deployments/blue`, deploymentBody()],
      ['PATCH', `${path}/deployments/blue`, { tags: {} }],
      ['DELETE', `${path}/deployments/blue`, undefined],
    ];
    for (const [method, target, body] of conflicts) {
      const reply = await arm.call(method, target, body);
      assert.equal(reply.status, 409, `${method} ${target}`);
      assert.match(message(reply), /already in progress/);
    }
    // Another deployment of the same endpoint may begin.
    assert.equal((await arm.call('PUT', `${path}/deployments/green`, deploymentBody())).status, 201);
    await arm.time.release();
    assert.equal(state(await arm.call('GET', `${path}/deployments/green`)), 'Succeeded');
    arm.time.passes = false;
    assert.equal((await arm.call('PUT', path, endpointBody())).status, 200);
    assert.equal((await arm.call('PUT', `${path}/deployments/red`, deploymentBody())).status, 409);
    await arm.time.release();
  });

  it('fills in the service’s defaults', async () => {
    const path = await endpoint('defaults');
    await put(`${path}/deployments/blue`, { ...deploymentBody({ instanceType: null }), sku: undefined });
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

  it('refuses what an endpoint must not be', async () => {
    const cases: [name: string, body: unknown, expected: RegExp][] = [
      ['ab', endpointBody(), /3 to 32/],
      ['9lives', endpointBody(), /begin with a letter/],
      ['dou--ble', endpointBody(), /single dashes/],
      ['a'.repeat(33), endpointBody(), /3 to 32/],
      ['north', { ...endpointBody(), location: 'northeurope' }, /location/],
      ['noid', { ...endpointBody(), identity: undefined }, /identity/i],
      ['traffic', endpointBody({ blue: 100 }), /does not have/],
      ['mode', endpointBody({}, { authMode: 'None' }), /authMode/],
      ['extra', endpointBody({}, { trafic: {} }), /trafic/],
    ];
    for (const [name, body, expected] of cases) {
      const reply = await arm.call('PUT', `onlineEndpoints/${name}`, body);
      assert.equal(reply.status, 400, name);
      assert.match(message(reply), expected);
    }
    const kubernetes = endpointBody({}, { compute: '/subscriptions/x/computes/k8s' });
    assert.equal((await arm.call('PUT', 'onlineEndpoints/cluster', kubernetes)).status, 501);
  });

  it('keeps to the rules of traffic', async () => {
    const path = await endpoint('traffic');
    await put(`${path}/deployments/blue`, deploymentBody());
    await put(`${path}/deployments/green`, deploymentBody());
    await put(
      `${path}/deployments/broken`,
      deploymentBody({
        codeConfiguration: { codeId: `${arm.workspace}/codes/c/versions/1`, scoringScript: 'broken.py' },
      }),
    );
    const refused: [traffic: Record<string, number>, mirror: Record<string, number>, expected: RegExp][] = [
      [{ blue: 50 }, {}, /0 or 100 percent, not 50/],
      [{ blue: 60, green: 60 }, {}, /not 120/],
      [{ red: 100 }, {}, /'red'/],
      [{ blue: 110, green: -10 }, {}, /must be 0 to 100/],
      [{ broken: 100 }, {}, /provisioning state is Failed/],
      [{ blue: 100 }, { green: 51 }, /At most 50/],
      [{ blue: 100 }, { blue: 10 }, /live and mirrored/],
      [{}, { blue: 5, green: 5 }, /one deployment only/],
    ];
    for (const [traffic, mirrorTraffic, expected] of refused) {
      const reply = await arm.call('PUT', path, endpointBody(traffic, { mirrorTraffic }));
      assert.equal(reply.status, 400, JSON.stringify(traffic));
      assert.match(message(reply), expected);
    }
    await put(path, endpointBody({ blue: 90, green: 10 }, { mirrorTraffic: {} }));
    assert.match(message(await arm.call('DELETE', `${path}/deployments/green`)), /10 percent of the traffic/);
    // A PATCH takes tags and identity, not traffic.
    assert.equal((await arm.call('PATCH', path, { properties: { traffic: {} } })).status, 400);
    await settled(await arm.call('PATCH', path, { tags: { owner: 'me' } }));
    const { body } = await arm.call('GET', path);
    assert.deepEqual(body.tags, { owner: 'me' });
    assert.deepEqual((body.properties as { traffic: unknown }).traffic, { blue: 90, green: 10 });
    // What was read can be sent back with other traffic.
    const properties = { ...(body.properties as object), traffic: { blue: 100 } };
    assert.equal((await put(path, { ...body, properties })).status, 'Succeeded');
    const view = arm.host.views.get('traffic')?.();
    assert.deepEqual(view?.traffic, { blue: 100 });
    assert.deepEqual(
      view.deployments.map(({ name }) => name),
      ['blue', 'green'],
    );
  });

  it('refuses what a deployment must not be', async () => {
    const path = await endpoint('rules');
    await put(`${path}/deployments/blue`, deploymentBody());
    const code = { codeId: `${arm.workspace}/codes/c/versions/1`, scoringScript: 'score.py' };
    const cases: [body: unknown, status: number, expected: RegExp][] = [
      [deploymentBody({}, 51), 400, /1 to 50, not 51/],
      [deploymentBody({}, 0), 400, /not 0/],
      [deploymentBody({ requestSettings: { requestTimeout: 'PT181S' } }), 400, /PT180S/],
      [deploymentBody({ requestSettings: { requestTimeout: '5' } }), 400, /ISO 8601/],
      [
        deploymentBody({ scaleSettings: { scaleType: 'TargetUtilization' } }),
        400,
        /scaleType 'Default' only/,
      ],
      [deploymentBody({ instanceType: 'Standard_E4s_v3' }), 400, /instanceType/],
      [deploymentBody({ startupProbe: {} }), 400, /startupProbe/],
      [deploymentBody({ model: 'azureml:m:1' }), 400, /not the ARM id/],
      [deploymentBody({ model: `${arm.workspace}/models/m/versions/9` }), 404, /models\/m\/versions\/9/],
      [
        deploymentBody({ environmentId: `${arm.workspace}/environments/x/versions/1` }),
        404,
        /environments\/x/,
      ],
      [deploymentBody({ codeConfiguration: { ...code, codeId: null } }), 400, /codeId/],
      [deploymentBody({ codeConfiguration: null, environmentId: null }), 501, /MLflow/],
      [deploymentBody({ endpointComputeType: 'Kubernetes' }), 501, /Kubernetes/],
      [deploymentBody({ modelMountPath: '/m' }), 501, /modelMountPath/],
      [deploymentBody({ model: 'azureml://registries/r/models/m/versions/1' }), 501, /registries/],
    ];
    for (const [body, status, expected] of cases) {
      const reply = await arm.call('PUT', `${path}/deployments/blue`, body);
      assert.deepEqual([reply.status, expected.test(message(reply))], [status, true], message(reply));
    }
    assert.equal((await arm.call('PUT', `${path}/deployments/x`, deploymentBody())).status, 400);
    assert.equal(
      (await arm.call('PUT', 'onlineEndpoints/none/deployments/blue', deploymentBody())).status,
      404,
    );
    const newest = await put(`${path}/deployments/blue`, deploymentBody({ startupProbe: {} }), '2026-05-01');
    assert.equal(newest.status, 'Succeeded');
  });

  it('starts again only what changed', async () => {
    const path = await endpoint('rolling');
    const started = () => arm.host.started.filter((spec) => spec.endpoint === 'rolling').length;
    await put(`${path}/deployments/blue`, deploymentBody());
    await put(`${path}/deployments/blue`, deploymentBody({}, 3));
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
    const result = await settled(patch);
    assert.deepEqual((result.sku as { capacity: number }).capacity, 2);
    assert.equal((await arm.call('PATCH', `${path}/deployments/blue`, { properties: {} })).status, 400);
    await put(`${path}/deployments/blue`, deploymentBody({ environmentVariables: { A: 'b', C: null } }));
    assert.equal(started(), 2);
    assert.deepEqual(arm.host.started.at(-1)?.environmentVariables, { A: 'b' });
    assert.equal(arm.host.stopped.at(-1), 'blue');
    const gone = await settled(await arm.call('DELETE', `${path}/deployments/blue`));
    assert.equal(gone.httpStatus, 204);
    assert.equal((await arm.call('DELETE', `${path}/deployments/blue`)).status, 204);
  });

  it('explains a failure and lets the same PUT mend it', async () => {
    const path = await endpoint('mended');
    const script = (scoringScript: string) =>
      deploymentBody({ codeConfiguration: { codeId: `${arm.workspace}/codes/c/versions/1`, scoringScript } });
    const failed = await put(`${path}/deployments/blue`, script('broken.py'));
    assert.equal(failed.status, 'Failed');
    assert.deepEqual(failed.error, { code: 'ResourceNotReady', message: 'User container has crashed.' });
    assert.equal(state(await arm.call('GET', `${path}/deployments/blue`)), 'Failed');
    assert.equal((await put(`${path}/deployments/blue`, script('score.py'))).status, 'Succeeded');
    // An update that fails leaves the old one serving; repeating the old request must not take the failed one for it.
    assert.equal((await put(`${path}/deployments/blue`, script('broken.py'))).status, 'Failed');
    assert.equal(arm.host.views.get('mended')?.().deployments.length, 1);
    assert.equal((await put(`${path}/deployments/blue`, script('broken.py'))).status, 'Failed');
  });

  it('gives keys to key endpoints and tokens to token endpoints', async () => {
    const path = await endpoint('keys');
    const keys = (await arm.call('POST', `${path}/listKeys`)).body;
    assert.deepEqual(Object.keys(keys), ['primaryKey', 'secondaryKey']);
    assert.equal((await arm.call('POST', `${path}/token`)).status, 400);
    await settled(
      await arm.call('POST', `${path}/regenerateKeys`, { keyType: 'Secondary', keyValue: 'chosen' }),
    );
    await settled(await arm.call('POST', `${path}/regenerateKeys`, { keyType: 'Primary' }));
    const changed = (await arm.call('POST', `${path}/listKeys`)).body;
    assert.equal(changed.secondaryKey, 'chosen');
    assert.notEqual(changed.primaryKey, keys.primaryKey);
    const view = arm.host.views.get('keys')?.();
    assert.ok(await view?.authorize('chosen'));
    assert.ok(!(await view?.authorize(String(keys.primaryKey))));
    assert.ok(!JSON.stringify((await arm.call('GET', path)).body).includes('chosen'));

    await put('onlineEndpoints/tokens', endpointBody({}, { authMode: 'AMLToken' }));
    assert.equal((await arm.call('POST', 'onlineEndpoints/tokens/listKeys')).status, 400);
    const { body } = await arm.call('POST', 'onlineEndpoints/tokens/token');
    assert.ok(await arm.host.views.get('tokens')?.().authorize(String(body.accessToken)));
    assert.ok(Number(body.expiryTimeUtc) > Number(body.refreshAfterTimeUtc));

    await put('onlineEndpoints/entra', endpointBody({}, { authMode: 'AADToken' }));
    const authorize = arm.host.views.get('entra')?.().authorize;
    assert.ok(await authorize?.(await arm.token('https://ml.azure.com')));
    assert.ok(!(await authorize?.(await arm.token())));
  });

  it('takes keys that the creator brings', async () => {
    await put('onlineEndpoints/own-keys', endpointBody({}, { keys: { primaryKey: 'mine' } }));
    const { body } = await arm.call('POST', 'onlineEndpoints/own-keys/listKeys');
    assert.equal(body.primaryKey, 'mine');
    assert.ok(body.secondaryKey);
  });

  it('lists endpoints and deployments', async () => {
    const { body } = await arm.call('GET', 'onlineEndpoints?name=keys');
    assert.deepEqual(
      (body.value as { name: string }[]).map(({ name }) => name),
      ['keys'],
    );
    const all = (await arm.call('GET', 'onlineEndpoints?orderBy=CreatedAtAsc')).body.value as {
      name: string;
    }[];
    assert.equal(all[0]?.name, 'states');
    const paged = await arm.call('GET', 'onlineEndpoints?count=2');
    assert.ok(paged.body.nextLink);
    assert.deepEqual((await arm.call('GET', 'onlineEndpoints?computeType=Kubernetes')).body.value, []);
    assert.equal((await arm.call('GET', 'onlineEndpoints?orderBy=Name')).status, 400);
    const deployments = await arm.call('GET', 'onlineEndpoints/traffic/deployments?$top=2');
    assert.deepEqual(
      (deployments.body.value as { name: string }[]).map(({ name }) => name),
      ['broken', 'green'],
    );
    const logs = await arm.call('POST', 'onlineEndpoints/traffic/deployments/blue/getLogs', {});
    assert.equal(logs.body.content, '');
    assert.equal((await arm.call('POST', 'onlineEndpoints/traffic/deployments/blue/getLogs')).status, 400);
    assert.equal((await arm.call('GET', 'onlineEndpoints/traffic/deployments/none')).status, 404);
  });
});
