import assert from 'node:assert/strict';
import { MonitorClient } from '@azure/arm-monitor';
import { message, startOnlineService, type OnlineService } from '../support/online-service.ts';
import { trustAuthority } from '../../../support/trust-authority.ts';

const autoscale = { apiVersion: '2022-10-01' };
const metricsVersion = { apiVersion: '2018-01-01' };

describe('emulator/azure-monitor', () => {
  let service: OnlineService;
  let target = '';
  let settings = '';

  before(async () => {
    service = await startOnlineService();
    const { arm } = service;
    trustAuthority(arm.caPem);
    await service.endpoint('fraud');
    await service.put('onlineEndpoints/fraud/deployments/blue', service.deploymentBody());
    target = `${arm.workspace}/onlineEndpoints/fraud/deployments/blue`;
    settings = `/subscriptions/${arm.scope.subscriptionId}/resourceGroups/${arm.scope.resourceGroup}/providers/Microsoft.Insights/autoscaleSettings`;
  });
  after(() => service.arm.close());

  const rule = (direction: 'Increase' | 'Decrease', threshold: number, more: object = {}) => ({
    metricTrigger: {
      ...{ metricName: 'CpuUtilizationPercentage', metricResourceUri: target, timeGrain: 'PT1M' },
      ...{ statistic: 'Average', timeWindow: 'PT5M', timeAggregation: 'Average', threshold },
      operator: direction === 'Increase' ? 'GreaterThan' : 'LessThan',
      ...more,
    },
    scaleAction: { direction, type: 'ChangeCount', value: '1', cooldown: 'PT1M' },
  });
  const setting = (more: object = {}) => ({
    location: 'westeurope',
    tags: { who: 'test' },
    properties: {
      enabled: true,
      targetResourceUri: target,
      profiles: [
        {
          name: 'autoScaler',
          capacity: { minimum: '2', maximum: '3', default: '2' },
          rules: [rule('Increase', 70), rule('Decrease', 35)],
        },
      ],
      ...more,
    },
  });
  const official = () =>
    new MonitorClient(
      {
        getToken: async () => ({
          token: await service.arm.token(),
          expiresOnTimestamp: Date.now() + 3_600_000,
        }),
      },
      service.arm.scope.subscriptionId,
      { endpoint: service.arm.url },
    );
  const capacity = async () => {
    const { body } = await service.arm.call('GET', 'onlineEndpoints/fraud/deployments/blue');
    return (body.sku as { capacity: number }).capacity;
  };

  it('keeps an autoscale setting for the official client', async () => {
    const client = official();
    const { resourceGroup } = service.arm.scope;
    const { location, tags, properties } = setting();
    const made = await client.autoscaleSettings.createOrUpdate(resourceGroup, 'fraud-blue', {
      location,
      tags,
      ...(properties as unknown as { profiles: [] }),
    });
    assert.equal(made.targetResourceUri, target);
    const found = await client.autoscaleSettings.get(resourceGroup, 'fraud-blue');
    assert.equal(found.profiles[0]?.rules.length, 2);
    assert.equal(found.tags?.['who'], 'test');
    const names: (string | undefined)[] = [];
    for await (const { name } of client.autoscaleSettings.listByResourceGroup(resourceGroup))
      names.push(name);
    assert.deepEqual(names, ['fraud-blue']);
    await client.autoscaleSettings.delete(resourceGroup, 'fraud-blue');
    await assert.rejects(client.autoscaleSettings.get(resourceGroup, 'fraud-blue'), /not found/);
    assert.equal(
      (await service.arm.call('DELETE', `${settings}/fraud-blue`, undefined, autoscale)).status,
      204,
    );
  });

  for (const [what, body, reason] of [
    ['a target that is not there', () => setting({ targetResourceUri: `${target}x` }), /can not be scaled/],
    ['no profile', () => setting({ profiles: [] }), /profiles/],
    [
      'a default outside of its range',
      () =>
        setting({
          profiles: [{ name: 'a', capacity: { minimum: '1', maximum: '2', default: '3' }, rules: [] }],
        }),
      /minimum <= default <= maximum/,
    ],
    [
      'a window below five minutes',
      () =>
        setting({
          profiles: [
            {
              name: 'a',
              capacity: { minimum: '1', maximum: '2', default: '1' },
              rules: [rule('Increase', 70, { timeWindow: 'PT1M' })],
            },
          ],
        }),
      /at least PT5M/,
    ],
    ['a key that nobody knows', () => ({ ...setting(), extra: 1 }), /extra/],
  ] as const)
    it(`refuses ${what}`, async () => {
      const reply = await service.arm.call('PUT', `${settings}/wrong`, body(), autoscale);
      assert.equal(reply.status, 400);
      assert.match(message(reply), reason);
    });

  it('refuses a second setting of one deployment, and who has no right', async () => {
    const { arm } = service;
    assert.equal((await arm.call('PUT', `${settings}/one`, setting(), autoscale)).status, 201);
    assert.equal((await arm.call('PUT', `${settings}/ONE`, setting(), autoscale)).status, 200);
    const second = await arm.call('PUT', `${settings}/two`, setting(), autoscale);
    assert.equal(second.status, 409);
    assert.match(message(second), /autoscale setting 'one' already/);
    arm.control.rights.revoke(arm.identity.client.objectId, 'Microsoft.Insights/autoscaleSettings/delete');
    assert.equal((await arm.call('DELETE', `${settings}/one`, undefined, autoscale)).status, 403);
    arm.control.rights.grant(arm.identity.client.objectId);
    await arm.call('DELETE', `${settings}/one`, undefined, autoscale);
  });

  it('scales a deployment into its range, out under load, and in when that is over', async () => {
    const { arm } = service;
    await arm.call('PUT', `${settings}/fraud-blue`, setting(), autoscale);
    arm.monitor.round();
    assert.equal(await capacity(), 2, 'the range begins at two');
    // The cooldown of a minute holds whatever the load.
    for (let i = 0; i < 3; i += 1) arm.metrics.gauge('fraud/blue', 'CpuUtilizationPercentage', 90);
    arm.monitor.round();
    assert.equal(await capacity(), 2, 'it has just been scaled');
    await arm.call('DELETE', `${settings}/fraud-blue`, undefined, autoscale);
    await arm.call('PUT', `${settings}/fraud-blue`, setting(), autoscale);
    arm.monitor.round();
    assert.equal(await capacity(), 3);
    await arm.call('DELETE', `${settings}/fraud-blue`, undefined, autoscale);
    for (let i = 0; i < 60; i += 1) arm.metrics.gauge('fraud/blue', 'CpuUtilizationPercentage', 0);
    await arm.call('PUT', `${settings}/fraud-blue`, setting(), autoscale);
    arm.monitor.round();
    assert.equal(await capacity(), 2);
    await arm.call('DELETE', `${settings}/fraud-blue`, undefined, autoscale);
  });

  it('measures what the gateway saw, for the official client', async () => {
    const { metrics, monitor } = service.arm;
    for (const [status, milliseconds] of [
      [200, 10],
      [200, 30],
      [424, 50],
    ] as const)
      metrics.observe({ endpoint: 'fraud', deployment: 'blue', status, milliseconds });
    monitor.round();
    const client = official();
    const names: (string | undefined)[] = [];
    for await (const { name } of client.metricDefinitions.list(target)) names.push(name?.value);
    assert.ok(names.includes('RequestsPerMinute') && names.includes('CpuUtilizationPercentage'));
    const now = Date.now();
    const timespan = `${new Date(now - 5 * 60_000).toISOString()}/${new Date(now + 60_000).toISOString()}`;
    const read = async (metricnames: string, filter?: string) => {
      const { value } = await client.metrics.list(target, {
        ...{ timespan, interval: 'PT5M', metricnames, aggregation: 'Average,Total,Maximum' },
        ...(filter === undefined ? {} : { filter }),
      });
      return (value[0]?.timeseries ?? []).map(({ data }) =>
        data?.filter(({ total }) => total !== undefined).at(-1),
      );
    };
    const [requests] = await read('RequestsPerMinute');
    assert.equal(requests?.total, 3);
    assert.equal((await read('RequestsPerMinute', "statusCode eq '*'")).length, 2);
    assert.equal((await read('RequestsPerMinute', "statusCode eq '424'"))[0]?.total, 1);
    assert.equal((await read('RequestLatency_P50'))[0]?.average, 30);
    assert.ok(((await read('DeploymentCapacity'))[0]?.maximum ?? 0) >= 1);
  });

  for (const [what, query, reason] of [
    ['a metric that is not measured', 'metricnames=Nope', /Failed to find metric/],
    ['an interval that is none', 'interval=PT2M', /interval/],
    ['a span that ends before it begins', 'timespan=2026-01-02/2026-01-01', /timespan/],
    ['an unknown parameter', 'nope=1', /nope/],
  ] as const)
    it(`refuses ${what}`, async () => {
      const path = `onlineEndpoints/fraud/deployments/blue/providers/microsoft.insights/metrics?${query}`;
      const reply = await service.arm.call('GET', path, undefined, metricsVersion);
      assert.equal(reply.status, 400);
      assert.match(message(reply), reason);
    });

  it('has no metrics of an endpoint that is not there, and takes no other version', async () => {
    const path = 'onlineEndpoints/none/providers/microsoft.insights/metrics';
    assert.equal((await service.arm.call('GET', path, undefined, metricsVersion)).status, 404);
    assert.equal((await service.arm.call('GET', path, undefined, autoscale)).status, 400);
  });
});
