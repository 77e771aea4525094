import assert from 'node:assert/strict';
import { startHubService, type HubService } from './support/hub-service.ts';
import { layer, moduleSpec } from './support/layer.ts';

interface AgentTwin {
  readonly configurations: Record<string, { status: string }>;
  readonly properties: {
    readonly desired: { readonly modules: Record<string, unknown>; readonly $version: number };
    readonly reported: {
      readonly lastDesiredVersion: number;
      readonly lastDesiredStatus: { readonly code: number; readonly description: string };
      readonly modules: Record<string, { runtimeStatus: string; exitCode: number; restartCount: number }>;
    };
  };
}

/** IoT Hub's errors carry their code in the member Message. */
const words = ({ body }: { body: Record<string, unknown> }): string => String(body['Message']);

describe('emulator/iot-hub', () => {
  let service: HubService;

  beforeEach(async () => {
    service = await startHubService();
  });
  afterEach(() => service.close());

  const agent = async (device: string) =>
    (await service.call('GET', `/twins/${device}/modules/$edgeAgent`)).body as unknown as AgentTwin;

  describe('who may call', () => {
    const header = (token: string) => ({ authorization: `Bearer ${token}` });

    it('refuses a token for another resource, an application without a role, and no token', async () => {
      const other = await service.token('https://management.azure.com');
      const { status } = await service.call('GET', '/configurations', undefined, header(other));
      assert.equal(status, 401);
      const stranger = await service.token(undefined, service.identity.clientWithoutRole);
      const refused = await service.call('GET', '/configurations', undefined, header(stranger));
      assert.equal(refused.status, 401);
      assert.match(words(refused), /not authorized for Microsoft\.Devices\/IotHubs\/configurations\/read/);
      const none = await service.call('GET', '/configurations', undefined, { authorization: '' });
      assert.equal(none.status, 401);
    });

    it('refuses a right that was taken away, and an unknown api-version', async () => {
      service.rights.revoke(service.identity.client.objectId, '*/configurations/write');
      assert.equal((await service.call('PUT', '/configurations/a', layer('a', 'i'))).status, 401);
      assert.equal((await service.call('GET', '/configurations/edge-base')).status, 200);
      assert.equal((await service.call('GET', '/configurations?api-version=2019-01-01')).status, 400);
    });
  });

  describe('configurations', () => {
    it('are made once, changed with their ETag only, and never in their content', async () => {
      const put = (body: object, headers = {}) => service.call('PUT', '/configurations/a', body, headers);
      assert.equal((await put(layer('a', 'r/fraud:1'), { 'if-match': '"*"' })).status, 404);
      const made = await put(layer('a', 'r/fraud:1'));
      assert.equal(made.status, 201);
      assert.equal((await put(layer('a', 'r/fraud:1'))).status, 409);
      assert.equal((await put(layer('a', 'r/fraud:1'), { 'if-match': '"x"' })).status, 412);
      const moved = await put(layer('a', 'r/fraud:1', { priority: 11 }), { 'if-match': made.etag });
      assert.equal(moved.status, 200);
      const other = await put(layer('a', 'r/fraud:2'), { 'if-match': '"*"' });
      assert.equal(other.status, 400);
      assert.match(words(other), /content of the configuration 'a' can not be changed/);
    });

    for (const [what, body, reason] of [
      ['another id than the address', layer('b', 'i'), /differs/],
      ['a label with a space', layer('a', 'i', { labels: { why: 'two words' } }), /letters, digits/],
      ['a target condition that is none', layer('a', 'i', { targetCondition: 'tags' }), /target condition/],
      ['a priority below zero', layer('a', 'i', { priority: -1 }), /priority/],
      ['a metric that is no query', layer('a', 'i', { metrics: { queries: { a: 'b' } } }), /metric 'a'/],
      [
        'a route that leads nowhere',
        layer('a', 'i', {
          content: { modulesContent: { $edgeHub: { 'properties.desired.routes.up': 'FROM /* INTO up' } } },
        }),
        /routes\.up.*no sink/,
      ],
      [
        'options that are no JSON',
        layer('a', 'i', {
          content: {
            modulesContent: {
              $edgeAgent: {
                'properties.desired.modules.a': {
                  ...moduleSpec('i'),
                  settings: { image: 'i', createOptions: '{' },
                },
              },
            },
          },
        }),
        /createOptions/,
      ],
      ['a key that nobody knows', layer('a', 'i', { extra: 1 }), /extra/],
    ] as const)
      it(`refuse ${what}`, async () => {
        const answer = await service.call('PUT', '/configurations/a', body);
        assert.equal(answer.status, 400);
        assert.match(words(answer), reason);
      });

    it('count what their own metrics ask for', async () => {
      const queries = {
        north: "SELECT deviceId FROM devices WHERE tags.location.plant = 'north'",
        all: 'SELECT COUNT() AS n FROM devices',
      };
      const { body } = await service.call(
        'PUT',
        '/configurations/a',
        layer('a', 'i', { metrics: { queries } }),
      );
      assert.deepEqual((body['metrics'] as { results: unknown }).results, { north: 2, all: 3 });
    });
  });

  describe('devices', () => {
    const put = (id: string, image: string, more = {}) =>
      service.call('PUT', `/configurations/${id}`, layer(id, image, more));

    it('run the modules of the layers that target them, signed in to the registry by their base', async () => {
      await put('fraud-1', 'r/fraud:1');
      await service.settled();
      assert.deepEqual([...service.runner.running], ['edge-1/fraud', 'edge-2/fraud']);
      assert.deepEqual(
        service.runner.credentials.map(({ username }) => username),
        ['example'],
      );
      const [first, second] = service.runner.started;
      assert.notEqual(first?.address, second?.address);
      assert.equal(first?.variables['IOTEDGE_DEVICEID'], 'edge-1');
      const { configurations, properties } = await agent('edge-1');
      assert.equal(configurations['fraud-1']?.status, 'Applied');
      assert.equal(properties.reported.lastDesiredStatus.code, 200);
      assert.equal(properties.reported.lastDesiredVersion, properties.desired.$version);
      assert.equal(properties.reported.modules['fraud']?.runtimeStatus, 'running');
    });

    it('go back to the lower layer when the higher one is removed, and stop when none is left', async () => {
      await put('fraud-1', 'r/fraud:1');
      await put('fraud-2', 'r/fraud:2', { priority: 11 });
      await service.settled();
      const image = () => service.runner.started.at(-1)?.image;
      assert.equal(image(), 'r/fraud:2');
      await service.call('DELETE', '/configurations/fraud-2');
      await service.settled();
      assert.equal(image(), 'r/fraud:1');
      await service.call('DELETE', '/configurations/fraud-1');
      await service.settled();
      assert.deepEqual([...service.runner.running], []);
      assert.equal((await service.call('GET', '/twins/edge-1/modules/fraud')).status, 404);
    });

    it('keep the running module when the image of its successor can not be pulled, and say why', async () => {
      await put('fraud-1', 'r/fraud:1');
      await put('fraud-2', 'r/missing:2', { priority: 11 });
      await service.settled();
      assert.ok(service.runner.running.has('edge-1/fraud'));
      const { code, description } = (await agent('edge-1')).properties.reported.lastDesiredStatus;
      assert.equal(code, 500);
      assert.match(description, /module fraud: manifest for r\/missing:2 not found/);
      const { body } = await service.call('GET', '/configurations/fraud-2');
      assert.equal(
        (body['systemMetrics'] as { results: Record<string, number> }).results['reportedFailedCount'],
        2,
      );
    });

    it('start a module that ends again after a pause, and report how it ended', async () => {
      service.time.passes = false;
      await put('fraud-1', 'r/broken:1', { targetCondition: "deviceId = 'edge-1'" });
      await service.settled();
      await new Promise((resolve) => setTimeout(resolve, 20));
      const before = (await agent('edge-1')).properties.reported.modules['fraud'];
      assert.equal(before?.runtimeStatus, 'backoff');
      assert.equal(before.exitCode, 3);
      await service.time.release();
      await new Promise((resolve) => setTimeout(resolve, 20));
      assert.equal((await agent('edge-1')).properties.reported.modules['fraud']?.restartCount, 1);
    });

    it('take no change of their agent by hand', async () => {
      const patch = { properties: { desired: { modules: {} } } };
      const answer = await service.call('PATCH', '/twins/edge-1/modules/$edgeAgent', patch);
      assert.equal(answer.status, 400);
    });
  });

  it('answers an ordered fault, and refuses what it does not know', async () => {
    service.faults.add({ path: '/configurations', times: 1, status: 429, retryAfterSeconds: 2 });
    assert.equal((await service.call('GET', '/configurations')).status, 429);
    assert.equal((await service.call('GET', '/jobs/v2')).status, 404);
    assert.equal((await service.call('GET', '/configurations?nope=1')).status, 400);
  });
});
