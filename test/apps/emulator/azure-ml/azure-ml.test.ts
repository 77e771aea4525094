import assert from 'node:assert/strict';
import type { ArmService } from '../support/arm-service.ts';
import { startBatchService, type BatchService } from '../support/batch-service.ts';

/** Whether a call on `path` is one of the operation whose route is `pattern`. */
function belongs(path: string, pattern: string): boolean {
  const escaped = pattern.replaceAll('.', String.raw`\.`).replace(/:\w+/g, '[^/]+');
  return new RegExp(`^${escaped}$`, 'i').test(path);
}

// Valid calls only: with EMULATOR_TEST_RECORD set, the recording must not show a single fault.
describe('apps/emulator/azure-ml/azure-ml.ts', () => {
  let online: BatchService;
  let arm: ArmService;
  before(async () => {
    online = await startBatchService();
    ({ arm } = online);
  });
  after(() => arm.close());

  async function ok(method: string, path: string, body?: unknown, apiVersion?: string): Promise<void> {
    const reply = await arm.call(method, path, body, apiVersion === undefined ? {} : { apiVersion });
    assert.ok(reply.status < 300, `${method} ${path}: ${reply.status} ${JSON.stringify(reply.body)}`);
  }

  /** Every operation of the registry. */
  async function registryModels(): Promise<void> {
    const { registry } = arm;
    const group = registry.slice(0, registry.lastIndexOf('/'));
    await ok('GET', group);
    await ok('GET', group.replace(/\/resourceGroups\/[^/]+/, ''));
    await ok('GET', registry);
    const request = { pendingUploadId: 'one', pendingUploadType: 'TemporaryBlobReference' };
    const version = `${registry}/models/thing/versions/1`;
    const upload = await arm.call('POST', `${version}/startPendingUpload`, request);
    const { blobReferenceForConsumption: reference } = upload.body as {
      blobReferenceForConsumption: { blobUri: string };
    };
    const blobUri = `${reference.blobUri}/model`;
    const properties = { modelUri: blobUri, modelType: 'custom_model', tags: { a: 'b' } };
    await online.put(`${registry}/models/other`, { properties: { description: 'a thing' } });
    await online.put(version, { properties });
    await online.put(version.replace(/1$/, '2'), { properties }, '2026-05-01');
    await ok('PUT', version, { properties: { ...properties, isArchived: true } });
    for (const path of ['', '/thing', '/thing/versions', '/thing/versions/1'])
      await ok('GET', `${registry}/models${path}`);
    const assetId = `azureml://registries/${arm.scope.registry}/models/thing/versions/1`;
    await ok('POST', `${registry}/datareferences/thing/versions/1`, { assetId, blobUri });
    await online.settled(await arm.call('DELETE', version));
    await online.settled(await arm.call('DELETE', `${registry}/models/other`));
  }

  /** Every operation of computes, and an endpoint on an attached cluster. */
  async function computes(): Promise<void> {
    const scaleSettings = { minNodeCount: 0, maxNodeCount: 2, nodeIdleTimeBeforeScaleDown: 'PT5M' };
    const cluster = { vmSize: 'STANDARD_DS3_V2', scaleSettings };
    await online.put('computes/cpu', {
      location: 'westeurope',
      properties: { computeType: 'AmlCompute', properties: cluster },
    });
    await ok('PATCH', 'computes/cpu', { properties: { properties: { scaleSettings } } });
    const compute = await online.attach('k8s');
    for (const path of ['computes', 'computes/cpu', 'computes/k8s']) await ok('GET', path);
    await online.put('onlineEndpoints/cluster', online.endpointBody({}, { compute }));
    await online.put(
      'onlineEndpoints/cluster/deployments/blue',
      online.deploymentBody({
        endpointComputeType: 'Kubernetes',
        instanceType: 'defaultinstancetype',
        containerResourceRequirements: { containerResourceRequests: { cpu: '100m', memory: '1Gi' } },
      }),
    );
    await ok('GET', 'onlineEndpoints/cluster');
    await ok('GET', 'onlineEndpoints/cluster/deployments/blue');
    const removed = await arm.call('DELETE', 'computes/cpu?underlyingResourceAction=Delete');
    await ok('GET', String(removed.headers.location));
  }

  /** Every operation of batch endpoints and of the jobs that they start. */
  async function batch(): Promise<void> {
    const path = await online.batchEndpoint('nightly', { resources: { instanceCount: 2 } });
    const deployment = `${path}/deployments/blue`;
    for (const one of ['batchEndpoints', path, `${path}/deployments`, deployment]) await ok('GET', one);
    await online.settled(await arm.call('PATCH', path, { tags: { owner: 'me' } }));
    const change = { tags: { a: 'b' }, properties: { description: 'new' } };
    await online.settled(await arm.call('PATCH', deployment, change));
    const answer = await online.invoke('nightly', { properties: { inputData: online.input } });
    const { name } = answer.body as { name: string };
    await ok('GET', 'jobs');
    await ok('GET', `jobs/${name}`);
    await ok('POST', `jobs/${name}/cancel`);
    // The description has the operation, and no batch endpoint has keys.
    assert.equal((await arm.call('POST', `${path}/listkeys`)).status, 400);
    await online.put(path, online.batchEndpointBody());
    await online.settled(await arm.call('DELETE', deployment));
    await online.settled(await arm.call('DELETE', path));
  }

  it('has no operation that cannot be called', async () => {
    const { subscriptionId, resourceGroup } = arm.scope;
    const groups = `/subscriptions/${subscriptionId}/resourceGroups`;
    for (const path of [
      '/subscriptions',
      `/subscriptions/${subscriptionId}`,
      groups,
      `${groups}/${resourceGroup}`,
    ])
      await ok('GET', path, undefined, '2022-12-01');
    const workspaces = 'providers/Microsoft.MachineLearningServices/workspaces';
    await ok('GET', `/subscriptions/${subscriptionId}/${workspaces}`);
    await ok('GET', `${groups}/${resourceGroup}/${workspaces}`);
    await ok('GET', arm.workspace);
    const insights = `${groups}/${resourceGroup}/providers/Microsoft.Insights/components/test-insights`;
    await ok('GET', insights, undefined, '2020-02-02');

    const uri = 'azureml://datastores/workspaceblobstore/paths/x';
    const assets: [segment: string, properties: Record<string, unknown>][] = [
      ['models', { modelUri: uri, modelType: 'custom_model', tags: { a: 'b' } }],
      ['codes', { codeUri: uri }],
      ['environments', { image: 'mcr.microsoft.com/azureml/base', condaFile: 'dependencies: []' }],
    ];
    for (const [segment, properties] of assets) {
      await ok('PUT', `${segment}/thing`, { properties: { description: 'a thing' } });
      await ok('PUT', `${segment}/thing/versions/1`, { properties });
      await ok('PUT', `${segment}/thing/versions/2`, { properties }, '2026-05-01');
      for (const path of ['', '/thing', '/thing/versions', '/thing/versions/1'])
        await ok('GET', `${segment}${path}`);
      await ok('DELETE', `${segment}/thing/versions/1`);
      await ok('DELETE', `${segment}/thing`);
    }
    await ok('POST', 'codes/c/versions/2/startPendingUpload', {
      pendingUploadType: 'TemporaryBlobReference',
    });
    await registryModels();
    await ok('GET', 'datastores');
    await ok('GET', 'datastores/workspaceblobstore');
    await ok('POST', 'datastores/workspaceblobstore/listSecrets');

    await batch();
    await computes();
    const endpoint = await online.endpoint('every');
    const deployment = `${endpoint}/deployments/blue`;
    await online.put(deployment, online.deploymentBody());
    for (const path of [
      'onlineEndpoints',
      endpoint,
      `${endpoint}/deployments`,
      deployment,
      `${deployment}/skus`,
    ])
      await ok('GET', path);
    await ok('POST', `${deployment}/getLogs`, { containerType: 'StorageInitializer', tail: 10 });
    await online.settled(await arm.call('PATCH', deployment, { sku: { capacity: 2 } }));
    await online.settled(await arm.call('PATCH', endpoint, { tags: { owner: 'me' } }));
    await online.put(endpoint, online.endpointBody({ blue: 100 }));
    await ok('POST', `${endpoint}/listKeys`);
    await online.settled(await arm.call('POST', `${endpoint}/regenerateKeys`, { keyType: 'Primary' }));
    await online.put('onlineEndpoints/token', online.endpointBody({}, { authMode: 'AMLToken' }));
    await ok('POST', 'onlineEndpoints/token/token');
    await online.put(endpoint, online.endpointBody({}));
    await online.settled(await arm.call('DELETE', deployment));
    await online.settled(await arm.call('DELETE', endpoint));

    const called = arm.exchanges.map(({ request }) => ({
      method: request.method,
      path: new URL(request.url).pathname,
    }));
    const neverCalled = arm.operations
      .filter(
        ({ method, path }) => !called.some((call) => call.method === method && belongs(call.path, path)),
      )
      .map(({ method, path }) => `${method} ${path}`);
    assert.deepEqual(neverCalled, []);
    assert.ok(arm.operations.length > 40);
    assert.deepEqual(arm.gaps.entries(), []);
  });
});
