import assert from 'node:assert/strict';
import { message, startOnlineService, type OnlineService } from '../../support/online-service.ts';
import type { ArmService } from '../../support/arm-service.ts';

const cluster = (more: Record<string, unknown> = {}) => ({
  location: 'westeurope',
  properties: {
    computeType: 'AmlCompute',
    properties: { vmSize: 'Standard_DS3_v2', scaleSettings: { maxNodeCount: 4 }, ...more },
  },
});

describe('apps/emulator/azure-ml/compute/compute-operations.ts', () => {
  let online: OnlineService;
  let arm: ArmService;
  before(async () => {
    online = await startOnlineService();
    ({ arm } = online);
  });
  after(() => arm.close());

  const own = async (name: string) =>
    (await arm.call('GET', `computes/${name}`)).body.properties as Record<string, unknown> & {
      properties: Record<string, unknown>;
    };

  it('makes a cluster by an operation with an address of its own, and resizes it', async () => {
    const reply = await arm.call('PUT', 'computes/cpu', cluster());
    assert.equal(reply.status, 201);
    assert.match(String(reply.headers['azure-asyncoperation']), /\/computeOperationsStatus\/comp:/);
    const url = String(reply.headers['azure-asyncoperation']);
    while ((await arm.call('GET', url)).body.status === 'InProgress');
    const made = await own('cpu');
    assert.deepEqual(
      [made.provisioningState, made.isAttachedCompute, made.properties.scaleSettings],
      ['Succeeded', false, { maxNodeCount: 4, minNodeCount: 0, nodeIdleTimeBeforeScaleDown: 'PT120S' }],
    );
    const change = { properties: { properties: { scaleSettings: { maxNodeCount: 9, minNodeCount: 1 } } } };
    assert.equal((await arm.call('PATCH', 'computes/cpu', change)).status, 200);
    assert.equal((await own('cpu')).properties.targetNodeCount, 1);
  });

  it('attaches a Kubernetes cluster with its namespace and instance types, and never shows its secrets', async () => {
    await online.attach('k8s', { gpu: {} }, { relayConnectionString: 'secret' });
    const { isAttachedCompute, properties } = await own('k8s');
    assert.deepEqual(
      [isAttachedCompute, properties.namespace, Object.keys(properties.instanceTypes as object)],
      [true, 'scoring', ['defaultinstancetype', 'gpu']],
    );
    assert.equal(properties.relayConnectionString, null);
  });

  it('refuses what no compute can be', async () => {
    const attached = (more: Record<string, unknown>) => ({
      location: 'westeurope',
      properties: {
        computeType: 'Kubernetes',
        resourceId: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Kubernetes/connectedClusters/c',
        ...more,
      },
    });
    const cases: [name: string, body: unknown, status: number, expected: RegExp][] = [
      ['1cpu', cluster(), 400, /compute name/],
      ['cpu2', cluster({ scaleSettings: { maxNodeCount: 1, minNodeCount: 2 } }), 400, /exceeds maxNodeCount/],
      ['cpu2', cluster({ vmSize: '' }), 400, /vmSize/],
      ['other', { properties: { computeType: 'Databricks' } }, 501, /Databricks/],
      ['other', { properties: { computeType: 'Toaster' } }, 400, /computeType/],
      ['k2', attached({ resourceId: '/subscriptions/s/vm' }), 400, /neither an AKS cluster/],
      ['k2', attached({ properties: { namespace: 'Not_valid' } }), 400, /namespace/],
      ['k2', attached({ properties: { defaultInstanceType: 'none' } }), 400, /'none' does not exist/],
      ['cpu', attached({}), 400, /computeType/],
    ];
    for (const [name, body, status, expected] of cases) {
      const reply = await arm.call('PUT', `computes/${name}`, body);
      assert.deepEqual([reply.status, expected.test(message(reply))], [status, true], message(reply));
    }
  });

  it('detaches what was attached, and asks what to do with what is below', async () => {
    assert.equal((await arm.call('DELETE', 'computes/k8s')).status, 400);
    const withCluster = await arm.call('DELETE', 'computes/k8s?underlyingResourceAction=Delete');
    assert.deepEqual([withCluster.status, /detached/.test(message(withCluster))], [400, true]);
    const reply = await arm.call('DELETE', 'computes/k8s?underlyingResourceAction=Detach');
    assert.match(String(reply.headers.location), /\/computeOperationResults\//);
    while ((await arm.call('GET', String(reply.headers.location))).status === 202);
    assert.equal((await arm.call('GET', 'computes/k8s')).status, 404);
    assert.equal((await arm.call('DELETE', 'computes/k8s?underlyingResourceAction=Detach')).status, 204);
    assert.equal((await arm.call('POST', 'computes/cpu/listNodes')).status, 501);
  });
});
