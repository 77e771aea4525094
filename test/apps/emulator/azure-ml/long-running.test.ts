import assert from 'node:assert/strict';
import type { ArmService } from '../support/arm-service.ts';
import { message, state, startOnlineService, type OnlineService } from '../support/online-service.ts';

describe('apps/emulator/azure-ml/long-running.ts', () => {
  let online: OnlineService;
  let arm: ArmService;
  before(async () => {
    online = await startOnlineService();
    ({ arm } = online);
  });
  after(() => arm.close());
  afterEach(() => online.resume());

  it('shows every state of a creation', async () => {
    arm.time.passes = false;
    const created = await arm.call('PUT', 'onlineEndpoints/states', online.endpointBody());
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
    const again = await arm.call('PUT', 'onlineEndpoints/states', online.endpointBody());
    assert.equal(again.status, 200);
    assert.equal(state(again), 'Updating');
    await arm.time.release();
    assert.equal(state(await arm.call('GET', 'onlineEndpoints/states')), 'Succeeded');
  });

  it('shows every state of a deletion', async () => {
    const path = await online.endpoint('deleted');
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
    // The official client puts its own version into every address it follows.
    assert.equal((await arm.call('GET', url)).status, 404);
    assert.equal((await arm.call('GET', url, undefined, { apiVersion: '2019-11-01' })).status, 400);
  });

  it('refuses a second operation while one runs', async () => {
    const path = await online.endpoint('busy');
    arm.time.passes = false;
    assert.equal((await arm.call('PUT', `${path}/deployments/blue`, online.deploymentBody())).status, 201);
    const conflicts: [method: string, path: string, body: unknown][] = [
      ['PUT', path, online.endpointBody()],
      ['PATCH', path, { tags: {} }],
      ['DELETE', path, undefined],
      ['POST', `${path}/regenerateKeys`, { keyType: 'Primary' }],
      ['PUT', `${path}/deployments/blue`, online.deploymentBody()],
      ['PATCH', `${path}/deployments/blue`, { tags: {} }],
      ['DELETE', `${path}/deployments/blue`, undefined],
    ];
    for (const [method, target, body] of conflicts) {
      const reply = await arm.call(method, target, body);
      assert.equal(reply.status, 409, `${method} ${target}`);
      assert.match(message(reply), /already in progress/);
    }
    // Another deployment of the same endpoint may begin.
    assert.equal((await arm.call('PUT', `${path}/deployments/green`, online.deploymentBody())).status, 201);
    await arm.time.release();
    assert.equal(state(await arm.call('GET', `${path}/deployments/green`)), 'Succeeded');
    arm.time.passes = false;
    assert.equal((await arm.call('PUT', path, online.endpointBody())).status, 200);
    assert.equal((await arm.call('PUT', `${path}/deployments/red`, online.deploymentBody())).status, 409);
    await arm.time.release();
  });
});
