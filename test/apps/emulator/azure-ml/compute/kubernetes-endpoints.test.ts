import assert from 'node:assert/strict';
import { message, startOnlineService, type OnlineService } from '../../support/online-service.ts';
import type { ArmService } from '../../support/arm-service.ts';

const instanceTypes = {
  small: { resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { cpu: '1', memory: '2Gi' } } },
  gpu: {
    nodeSelector: { accelerator: 'nvidia' },
    resources: {
      requests: { cpu: '1', memory: '4Gi' },
      limits: { cpu: '4', memory: '16Gi', 'nvidia.com/gpu': '1' },
    },
  },
};

describe('apps/emulator/azure-ml/compute (Kubernetes online endpoints)', () => {
  let online: OnlineService;
  let arm: ArmService;
  let compute = '';
  const path = 'onlineEndpoints/cluster';

  before(async () => {
    online = await startOnlineService();
    ({ arm } = online);
    compute = await online.attach('k8s', instanceTypes);
    await online.put(path, online.endpointBody({}, { compute }));
  });
  after(() => arm.close());

  const body = (more: Record<string, unknown> = {}) =>
    online.deploymentBody({ endpointComputeType: 'Kubernetes', instanceType: 'small', ...more });
  const resources = (requests: object, limits?: object) => ({
    containerResourceRequirements: {
      containerResourceRequests: requests,
      ...(limits && { containerResourceLimits: limits }),
    },
  });

  it('shows the endpoint as one of Kubernetes, with its compute', async () => {
    const view = (await arm.call('GET', path)).body as { kind: string; properties: { compute: string } };
    assert.deepEqual([view.kind, view.properties.compute], ['Kubernetes', compute]);
    const listed = async (kind: string) =>
      ((await arm.call('GET', `onlineEndpoints?computeType=${kind}`)).body.value as unknown[]).length;
    assert.deepEqual([await listed('Kubernetes'), await listed('Managed')], [1, 0]);
  });

  it('refuses endpoints that a cluster cannot have', async () => {
    await online.put('computes/cpu', {
      properties: { computeType: 'AmlCompute', properties: { vmSize: 'Standard_DS3_v2' } },
    });
    const cases: [name: string, more: Record<string, unknown>, expected: RegExp][] = [
      ['other', { compute: `${arm.workspace}/computes/none` }, /Cannot find compute 'none'/],
      ['other', { compute: '/subscriptions/x/computes/k8s' }, /not the ARM id/],
      ['other', { compute: `${arm.workspace}/computes/cpu` }, /must be a Kubernetes cluster/],
      ['other', { compute, authMode: 'AADToken' }, /AADToken/],
      ['cluster', {}, /'compute' of endpoint 'cluster' cannot be changed/],
    ];
    for (const [name, more, expected] of cases) {
      const reply = await arm.call('PUT', `onlineEndpoints/${name}`, online.endpointBody({}, more));
      assert.deepEqual([reply.status, expected.test(message(reply))], [400, true], message(reply));
    }
  });

  it('refuses deployments that its instance types do not hold', async () => {
    const cases: [more: Record<string, unknown>, expected: RegExp][] = [
      [{ endpointComputeType: 'Managed', instanceType: 'Standard_DS3_v2' }, /endpointComputeType Kubernetes/],
      [{ instanceType: 'huge' }, /'huge' does not exist.*defaultinstancetype, gpu, small/],
      [resources({ cpu: '1' }), /memory is required/],
      [resources({ cpu: '500m', memory: '1Gi' }, { cpu: '100m', memory: '1Gi' }), /exceeds the limit '100m'/],
      [resources({ cpu: '500m', memory: '1Gi' }, { cpu: '2', memory: '1Gi' }), /instance type 'small'/],
      [resources({ cpu: '500m', memory: '1Gi' }, { cpu: '1', memory: '1Gi', gpu: '1' }), /gpu '1' exceeds/],
      [resources({ cpu: '500m', memory: '1Ki' }), /less than 1 MB/],
      [resources({ cpu: 'some', memory: '1Gi' }), /'some' is not valid/],
      [resources({ cpu: '500m', memory: '1Gi', gpu: '1' }), /only in the limits/],
      [{ requestSettings: { requestTimeout: 'PT301S' } }, /PT300S/],
      [
        { scaleSettings: { scaleType: 'TargetUtilization', minInstances: 3, maxInstances: 2 } },
        /maxInstances/,
      ],
    ];
    for (const [more, expected] of cases) {
      const reply = await arm.call('PUT', `${path}/deployments/blue`, body(more));
      assert.deepEqual([reply.status, expected.test(message(reply))], [400, true], message(reply));
    }
    const long = 'd'.repeat(32);
    await online.put(`onlineEndpoints/${'e'.repeat(31)}`, online.endpointBody({}, { compute }));
    const together = await arm.call('PUT', `onlineEndpoints/${'e'.repeat(31)}/deployments/${long}`, body());
    assert.match(message(together), /at most 62 characters/);
  });

  it('scales by itself unless told otherwise, and takes a GPU where an instance type has one', async () => {
    await online.put(`${path}/deployments/blue`, body());
    const blue = (await arm.call('GET', `${path}/deployments/blue`)).body as {
      properties: { scaleSettings: unknown };
    };
    assert.deepEqual(blue.properties.scaleSettings, {
      scaleType: 'TargetUtilization',
      ...{ pollingInterval: 'PT1S', targetUtilizationPercentage: 70, minInstances: 1, maxInstances: 1 },
    });
    const limits = { cpu: '2', memory: '8Gi', gpu: '1' };
    await online.put(
      `${path}/deployments/green`,
      body({
        instanceType: 'gpu',
        scaleSettings: { scaleType: 'Default' },
        ...resources({ cpu: '1', memory: '4Gi' }, limits),
      }),
    );
    await online.put(path, online.endpointBody({ blue: 90, green: 10 }, { compute }));
    const view = arm.host.views.get('cluster')?.();
    assert.deepEqual(view?.traffic, { blue: 90, green: 10 });
    const mirrored = { compute, mirrorTraffic: { green: 10 } };
    const reply = await arm.call('PUT', path, online.endpointBody({ blue: 100 }, mirrored));
    assert.match(message(reply), /Mirrored traffic is not supported/);
  });

  it('works no more once its cluster is detached', async () => {
    await arm.call('DELETE', 'computes/k8s?underlyingResourceAction=Detach');
    while ((await arm.call('GET', 'computes/k8s')).status === 200);
    const reply = await arm.call('PUT', `${path}/deployments/blue`, body());
    assert.deepEqual([reply.status, /Cannot find compute/.test(message(reply))], [400, true]);
  });
});
