import assert from 'node:assert/strict';
import type { ArmService } from '../../support/arm-service.ts';
import { message, startOnlineService, type OnlineService } from '../../support/online-service.ts';

describe('apps/emulator/azure-ml/online/endpoint-operations.ts', () => {
  let online: OnlineService;
  let arm: ArmService;
  before(async () => {
    online = await startOnlineService();
    ({ arm } = online);
  });
  after(() => arm.close());
  afterEach(() => online.resume());

  it('refuses what an endpoint must not be', async () => {
    const cases: [name: string, body: unknown, expected: RegExp][] = [
      ['ab', online.endpointBody(), /3 to 32/],
      ['9lives', online.endpointBody(), /begin with a letter/],
      ['dou--ble', online.endpointBody(), /single dashes/],
      ['a'.repeat(33), online.endpointBody(), /3 to 32/],
      ['north', { ...online.endpointBody(), location: 'northeurope' }, /location/],
      ['noid', { ...online.endpointBody(), identity: undefined }, /identity/i],
      ['traffic', online.endpointBody({ blue: 100 }), /does not have/],
      ['mode', online.endpointBody({}, { authMode: 'None' }), /authMode/],
      ['extra', online.endpointBody({}, { trafic: {} }), /trafic/],
    ];
    for (const [name, body, expected] of cases) {
      const reply = await arm.call('PUT', `onlineEndpoints/${name}`, body);
      assert.equal(reply.status, 400, name);
      assert.match(message(reply), expected);
    }
  });

  it('keeps to the rules of traffic', async () => {
    const path = await online.endpoint('traffic');
    await online.put(`${path}/deployments/blue`, online.deploymentBody());
    await online.put(`${path}/deployments/green`, online.deploymentBody());
    await online.put(
      `${path}/deployments/broken`,
      online.deploymentBody({
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
      const reply = await arm.call('PUT', path, online.endpointBody(traffic, { mirrorTraffic }));
      assert.equal(reply.status, 400, JSON.stringify(traffic));
      assert.match(message(reply), expected);
    }
    await online.put(path, online.endpointBody({ blue: 90, green: 10 }, { mirrorTraffic: {} }));
    assert.match(message(await arm.call('DELETE', `${path}/deployments/green`)), /10 percent of the traffic/);
    // A PATCH takes tags and identity, not traffic.
    assert.equal((await arm.call('PATCH', path, { properties: { traffic: {} } })).status, 400);
    await online.settled(await arm.call('PATCH', path, { tags: { owner: 'me' } }));
    const { body } = await arm.call('GET', path);
    assert.deepEqual(body.tags, { owner: 'me' });
    assert.deepEqual((body.properties as { traffic: unknown }).traffic, { blue: 90, green: 10 });
    // What was read can be sent back with other traffic.
    const properties = { ...(body.properties as object), traffic: { blue: 100 } };
    assert.equal((await online.put(path, { ...body, properties })).status, 'Succeeded');
    const view = arm.host.views.get('traffic')?.();
    assert.deepEqual(view?.traffic, { blue: 100 });
    assert.deepEqual(
      view.deployments.map(({ name }) => name),
      ['blue', 'green'],
    );
  });

  it('gives keys to key endpoints and tokens to token endpoints', async () => {
    const path = await online.endpoint('keys');
    const keys = (await arm.call('POST', `${path}/listKeys`)).body;
    assert.deepEqual(Object.keys(keys), ['primaryKey', 'secondaryKey']);
    assert.equal((await arm.call('POST', `${path}/token`)).status, 400);
    await online.settled(
      await arm.call('POST', `${path}/regenerateKeys`, { keyType: 'Secondary', keyValue: 'chosen' }),
    );
    await online.settled(await arm.call('POST', `${path}/regenerateKeys`, { keyType: 'Primary' }));
    const changed = (await arm.call('POST', `${path}/listKeys`)).body;
    assert.equal(changed.secondaryKey, 'chosen');
    assert.notEqual(changed.primaryKey, keys.primaryKey);
    const view = arm.host.views.get('keys')?.();
    assert.ok(await view?.authorize('chosen'));
    assert.ok(!(await view?.authorize(String(keys.primaryKey))));
    assert.ok(!JSON.stringify((await arm.call('GET', path)).body).includes('chosen'));

    await online.put('onlineEndpoints/tokens', online.endpointBody({}, { authMode: 'AMLToken' }));
    assert.equal((await arm.call('POST', 'onlineEndpoints/tokens/listKeys')).status, 400);
    const { body } = await arm.call('POST', 'onlineEndpoints/tokens/token');
    assert.ok(await arm.host.views.get('tokens')?.().authorize(String(body.accessToken)));
    assert.ok(Number(body.expiryTimeUtc) > Number(body.refreshAfterTimeUtc));

    await online.put('onlineEndpoints/entra', online.endpointBody({}, { authMode: 'AADToken' }));
    const authorize = arm.host.views.get('entra')?.().authorize;
    assert.ok(await authorize?.(await arm.token('https://ml.azure.com')));
    assert.ok(!(await authorize?.(await arm.token())));
  });

  it('takes keys that the creator brings', async () => {
    await online.put('onlineEndpoints/own-keys', online.endpointBody({}, { keys: { primaryKey: 'mine' } }));
    const { body } = await arm.call('POST', 'onlineEndpoints/own-keys/listKeys');
    assert.equal(body.primaryKey, 'mine');
    assert.ok(body.secondaryKey);
  });

  it('lists endpoints', async () => {
    await online.endpoint('first');
    await online.endpoint('second');
    const list = async (query: string) =>
      ((await arm.call('GET', `onlineEndpoints?${query}`)).body.value as { name: string }[]).map(
        ({ name }) => name,
      );
    assert.deepEqual(await list('name=first'), ['first']);
    assert.deepEqual((await list('')).slice(0, 2), ['second', 'first']);
    assert.deepEqual((await list('orderBy=CreatedAtAsc')).slice(-2), ['first', 'second']);
    assert.ok((await arm.call('GET', 'onlineEndpoints?count=2')).body.nextLink);
    assert.deepEqual(await list('computeType=Kubernetes'), []);
    assert.equal((await arm.call('GET', 'onlineEndpoints?orderBy=Name')).status, 400);
    assert.equal((await arm.call('GET', 'onlineEndpoints/none')).status, 404);
  });
});
