import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { startArmService, type ArmService, type Reply } from '../support/arm-service.ts';

const code = ({ body }: Reply): string => (body as { error?: { code: string } }).error?.code ?? '';
const message = ({ body }: Reply): string => (body as { error?: { message: string } }).error?.message ?? '';

describe('apps/emulator/arm/server.ts', () => {
  let arm: ArmService;
  before(async () => (arm = await startArmService()));
  after(() => arm.close());
  afterEach(() => {
    arm.control.faults.clear();
    arm.control.rights.grant(arm.identity.client.objectId);
  });

  it('shows the subscription, the resource group and the workspace', async () => {
    const { subscriptionId, resourceGroup } = arm.scope;
    const version = { apiVersion: '2022-12-01' };
    const list = await arm.call('GET', '/subscriptions', undefined, version);
    assert.deepEqual(
      (list.body.value as { subscriptionId: string }[]).map((item) => item.subscriptionId),
      [subscriptionId],
    );
    assert.equal((await arm.call('GET', `/subscriptions/${subscriptionId}`, undefined, version)).status, 200);
    const groups = `/subscriptions/${subscriptionId}/resourcegroups`;
    assert.equal((await arm.call('GET', groups, undefined, version)).status, 200);
    assert.equal((await arm.call('GET', `${groups}/${resourceGroup}`, undefined, version)).status, 200);
    const provider = 'providers/Microsoft.MachineLearningServices/workspaces';
    for (const path of [
      `/subscriptions/${subscriptionId}/${provider}`,
      `${groups}/${resourceGroup}/${provider}`,
    ]) {
      const { body } = await arm.call('GET', path);
      assert.deepEqual(
        (body.value as { name: string }[]).map(({ name }) => name),
        ['test'],
      );
    }
    assert.equal((await arm.call('GET', arm.workspace)).body.name, 'test');
  });

  it('asks for a token that is its own', async () => {
    const none = await arm.call('GET', arm.workspace, undefined, { token: null });
    assert.deepEqual([none.status, code(none)], [401, 'AuthenticationFailed']);
    assert.match(String(none.headers['www-authenticate']), /^Bearer authorization_uri="https:\/\/localhost/);
    const wrong = await arm.call('GET', arm.workspace, undefined, { token: 'abc' });
    assert.deepEqual([wrong.status, code(wrong)], [401, 'InvalidAuthenticationToken']);
    const storage = await arm.token('https://storage.azure.com');
    const foreign = await arm.call('GET', arm.workspace, undefined, { token: storage });
    assert.deepEqual([foreign.status, code(foreign)], [401, 'InvalidAuthenticationTokenAudience']);
    const own = await arm.token(arm.url);
    assert.equal((await arm.call('GET', arm.workspace, undefined, { token: own })).status, 200);
    const basic = await arm.call('GET', arm.workspace, undefined, {
      token: null,
      headers: { authorization: 'Basic abc' },
    });
    assert.deepEqual([basic.status, code(basic)], [401, 'AuthenticationFailedInvalidHeader']);
  });

  it('refuses an expired token', async () => {
    const token = await arm.token();
    const now = arm.time.now.bind(arm.time);
    arm.time.now = () => new Date(Date.now() + 4_000_000);
    const answer = await arm.call('GET', arm.workspace, undefined, { token });
    arm.time.now = now;
    assert.deepEqual([answer.status, code(answer)], [401, 'ExpiredAuthenticationToken']);
  });

  it('asks for an api-version that it knows', async () => {
    const cases: [path: string, version: string | null, expected: string][] = [
      [arm.workspace, null, 'MissingApiVersionParameter'],
      [arm.workspace, '2019-11-01', 'NoRegisteredProviderFound'],
      ['/subscriptions', '2099-01-01', 'InvalidApiVersionParameter'],
    ];
    for (const [path, apiVersion, expected] of cases) {
      const answer = await arm.call('GET', path, undefined, { apiVersion });
      assert.deepEqual([answer.status, code(answer)], [400, expected]);
    }
    for (const apiVersion of ['2022-10-01', '2024-04-01', '2026-05-01'])
      assert.equal((await arm.call('GET', arm.workspace, undefined, { apiVersion })).status, 200);
  });

  it('knows one subscription, one group, one workspace', async () => {
    const cases: [path: string, status: number, expected: string][] = [
      [arm.workspace.replace(arm.scope.subscriptionId, randomUUID()), 404, 'SubscriptionNotFound'],
      [arm.workspace.replace(arm.scope.subscriptionId, 'mine'), 400, 'InvalidSubscriptionId'],
      [arm.workspace.replace('ml-test', 'other'), 404, 'ResourceGroupNotFound'],
      [arm.workspace.replace(/test$/, 'other'), 404, 'ResourceNotFound'],
      [`${arm.workspace.replace(/test$/, 'other')}/models`, 404, 'ResourceNotFound'],
    ];
    for (const [path, status, expected] of cases) {
      const answer = await arm.call('GET', path);
      assert.deepEqual([answer.status, code(answer)], [status, expected]);
    }
    assert.equal((await arm.call('GET', arm.workspace.replace('ml-test', 'ML-Test'))).status, 200);
  });

  it('refuses who has no role, and shows them an empty list of subscriptions', async () => {
    const token = await arm.token(undefined, arm.identity.clientWithoutRole);
    const answer = await arm.call('GET', arm.workspace, undefined, { token });
    assert.deepEqual([answer.status, code(answer)], [403, 'AuthorizationFailed']);
    assert.match(
      message(answer),
      /action 'Microsoft\.MachineLearningServices\/workspaces\/read' over scope '\/sub/,
    );
    const list = await arm.call('GET', '/subscriptions', undefined, { token, apiVersion: '2022-12-01' });
    assert.deepEqual(list.body.value, []);
  });

  it('takes single rights away when a test says so', async () => {
    const { objectId } = arm.identity.client;
    const order = { objectId, revoke: '*/listSecrets/action' };
    assert.equal((await arm.call('POST', '/_emulator/rights', order, { token: null })).status, 204);
    const answer = await arm.call('POST', 'datastores/workspaceblobstore/listSecrets');
    assert.deepEqual([answer.status, code(answer)], [403, 'AuthorizationFailed']);
    assert.equal((await arm.call('GET', 'datastores/workspaceblobstore')).status, 200);
    await arm.call('POST', '/_emulator/rights', { objectId, grant: true }, { token: null });
    assert.equal((await arm.call('POST', 'datastores/workspaceblobstore/listSecrets')).status, 200);
    assert.equal((await arm.call('POST', '/_emulator/rights', { who: 1 }, { token: null })).status, 400);
  });

  it('makes the faults that a test orders, as often as ordered', async () => {
    const order = { method: 'GET', path: '/models', times: 2, status: 429, retryAfterSeconds: 7 };
    assert.equal((await arm.call('POST', '/_emulator/faults', order, { token: null })).status, 201);
    assert.equal((await arm.call('GET', 'datastores')).status, 200);
    const hit = await arm.call('GET', 'models');
    assert.deepEqual([hit.status, code(hit), hit.headers['retry-after']], [429, 'TooManyRequests', '7']);
    const pending = await arm.call('GET', '/_emulator/faults', undefined, { token: null });
    assert.equal((pending.body.value as { times: number }[])[0]?.times, 1);
    assert.equal((await arm.call('GET', 'models')).status, 429);
    assert.equal((await arm.call('GET', 'models')).status, 200);
  });

  it('breaks the connection or only delays when ordered', async () => {
    arm.control.faults.add({ times: 1, status: 0 });
    await assert.rejects(arm.call('GET', 'models'), /socket hang up|ECONNRESET/);
    arm.time.passes = false;
    arm.control.faults.add({ times: 1, delayMs: 60_000 });
    const late = arm.call('GET', 'models');
    let arrived = false;
    void late.then(() => (arrived = true));
    await arm.call('GET', 'datastores');
    assert.ok(!arrived);
    arm.time.passes = true;
    await arm.time.release();
    assert.equal((await late).status, 200);
    await arm.call('POST', '/_emulator/faults', { times: 5, status: 500 }, { token: null });
    await arm.call('DELETE', '/_emulator/faults', undefined, { token: null });
    assert.equal((await arm.call('GET', 'models')).status, 200);
    assert.equal((await arm.call('POST', '/_emulator/faults', { times: 0 }, { token: null })).status, 400);
  });

  it('refuses what it does not know, and writes it down', async () => {
    const unknown = await arm.call('GET', 'nothing');
    assert.deepEqual([unknown.status, code(unknown)], [404, 'InvalidResourceType']);
    const later = await arm.call('GET', 'schedules');
    assert.deepEqual([later.status, code(later)], [501, 'NotImplemented']);
    assert.equal((await arm.call('POST', 'models/a/versions/1/publish', {})).status, 501);
    assert.equal((await arm.call('PUT', 'datastores/mine', {})).status, 501);
    const { body } = await arm.call('GET', '/_emulator/gaps', undefined, { token: null });
    assert.deepEqual(
      (body.value as { path: string }[]).map(({ path }) => path.split('/').slice(9).join('/')),
      ['nothing', 'schedules', 'models/a/versions/1/publish', 'datastores/mine'],
    );
    const query = await arm.call('GET', 'models?stage=Production');
    assert.deepEqual([query.status, code(query)], [400, 'UnknownQueryParameter']);
  });

  it('names each request, and keeps the correlation that a client brings', async () => {
    const answer = await arm.call('GET', 'models', undefined, {
      headers: { 'x-ms-correlation-request-id': 'mine' },
    });
    assert.match(String(answer.headers['x-ms-request-id']), /^[0-9a-f-]{36}$/);
    assert.equal(answer.headers['x-ms-correlation-request-id'], 'mine');
  });

  it('refuses a body that is no JSON', async () => {
    const answer = await arm.call('PUT', 'models/a', '{"properties":');
    assert.deepEqual([answer.status, code(answer)], [400, 'InvalidRequestContent']);
  });
});
