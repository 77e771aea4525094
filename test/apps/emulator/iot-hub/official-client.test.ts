import assert from 'node:assert/strict';
import { Registry } from 'azure-iothub';
import { startHubService, toThisPort, type HubService } from './support/hub-service.ts';
import { layer, moduleSpec } from './support/layer.ts';

describe('emulator/iot-hub (official client)', () => {
  let service: HubService;

  beforeEach(async () => {
    service = await startHubService();
  });
  afterEach(() => service.close());

  it('adds, reads, changes, lists and removes a configuration', async () => {
    const client = service.client();
    await client.addConfiguration(layer('fraud-1', 'r/fraud:1'));
    await service.settled();
    const { responseBody: found } = await client.getConfiguration('fraud-1');
    assert.deepEqual(found.systemMetrics?.results, {
      targetedCount: 2,
      appliedCount: 2,
      reportedSuccessfulCount: 2,
      reportedFailedCount: 0,
    });
    await client.updateConfiguration({ ...found, priority: 12 });
    const { responseBody: changed } = await client.getConfiguration('fraud-1');
    assert.equal(changed.priority, 12);
    assert.notEqual(changed.etag, found.etag);
    await assert.rejects(client.updateConfiguration(found), { name: 'InvalidEtagError' });
    const { responseBody: all } = await client.getConfigurations();
    assert.deepEqual(
      all.map(({ id }) => id),
      ['edge-base', 'fraud-1'],
    );
    await client.removeConfiguration('fraud-1');
    await assert.rejects(client.getConfiguration('fraud-1'), /Not found/);
  });

  it('reads twins, changes tags and asks queries page by page', async () => {
    const client = service.client();
    await client.addConfiguration(layer('fraud-1', 'r/fraud:1'));
    const { responseBody: twin } = await client.getTwin('edge-3');
    assert.equal((twin.tags as { environment: string }).environment, 'test');
    await client.updateTwin('edge-3', { tags: { environment: 'production' } }, twin.etag);
    await service.settled();
    const { responseBody: module } = await client.getModuleTwin('edge-3', 'fraud');
    assert.equal((module.properties.desired as { threshold: number }).threshold, 0.5);
    const query = client.createQuery(
      "SELECT * FROM devices.modules WHERE moduleId = '$edgeAgent' AND configurations.[[fraud-1]].status = 'Applied'",
      2,
    );
    const sizes: number[] = [];
    while (query.hasMoreResults) sizes.push((await query.nextAsTwin()).result.length);
    assert.deepEqual(sizes, [2, 1]);
  });

  it('puts content on one device, until a deployment goes before it', async () => {
    const client = service.client();
    await client.removeConfiguration('edge-base');
    const { body } = await service.call('GET', '/twins/edge-1/modules/$edgeAgent');
    const { desired } = body['properties'] as { desired: Record<string, unknown> };
    const own = Object.entries(desired).filter(([name]) => !name.startsWith('$'));
    const manifest = Object.fromEntries(own);
    await client.applyConfigurationContentOnDevice('edge-1', {
      modulesContent: {
        $edgeAgent: { 'properties.desired': { ...manifest, modules: { fraud: moduleSpec('r/fraud:9') } } },
        $edgeHub: { 'properties.desired': { schemaVersion: '1.1', routes: {} } },
      },
    });
    await service.settled();
    assert.ok(service.runner.running.has('edge-1/fraud'));
  });

  it('signs in by a shared access signature as well', async () => {
    const client = toThisPort(
      Registry.fromConnectionString(service.hub.connectionString),
      service.hub,
      service.caPem,
    );
    const { responseBody } = await client.getConfigurations();
    assert.deepEqual(
      responseBody.map(({ id }) => id),
      ['edge-base'],
    );
    const wrong = service.hub.connectionString.replace(/SharedAccessKey=..../, 'SharedAccessKey=AAAA');
    const other = toThisPort(Registry.fromConnectionString(wrong), service.hub, service.caPem);
    await assert.rejects(other.getConfigurations(), { name: 'UnauthorizedError' });
  });
});
