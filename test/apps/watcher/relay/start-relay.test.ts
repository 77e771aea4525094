import assert from 'node:assert/strict';
import { startRelay } from '../../../../apps/watcher/relay/start-relay.ts';
import { relaySchema } from '../../../../apps/watcher/relay/relay-section.ts';
import type { DeliveryServer } from '../../../../src/adapters/event-grid/delivery-server.ts';
import { systemClock } from '../../../../src/adapters/local/clock.ts';
import { fail } from '../../../../src/core/errors/catalogue.ts';
import type { RelayEvent } from '../../../../src/core/relay/relay-event.ts';
import { workspace } from '../../../artifact-source/support/versions.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';
import {
  cloudEvent,
  gridEvent,
  validationCode,
  validationEvent,
} from '../../../support/event-grid-events.ts';
import { type MemoryRegistry, createMemoryRegistry } from '../../../support/memory-registry.ts';
import { type HookReceiver, startHookReceiver } from '../support/hook-receiver.ts';
import { createMemoryForwarded } from '../../../artifact-source/support/memory-forwarded.ts';

describe('apps/watcher/relay/start-relay.ts', () => {
  let receiver: HookReceiver;
  let registry: MemoryRegistry;
  let server: DeliveryServer;
  let told: RelayEvent[];
  const faults: unknown[] = [];

  const start = (section: object = {}, key?: string): Promise<DeliveryServer> =>
    startRelay({
      section: relaySchema.parse({ port: 0, ...section }),
      workspaces: () => [workspace, { ...workspace, name: 'PROD' }],
      organization: receiver.organization,
      ...(key === undefined ? {} : { key }),
      readText: (path, what) => {
        throw fail('FileNotFound', { path, what });
      },
      registry,
      forwarded: createMemoryForwarded(),
      events: { emit: (event) => told.push(event) },
      clock: systemClock,
      random: () => 0.99, // the shortest waits
      onFault: (error) => faults.push(error),
    });

  before(async () => {
    receiver = await startHookReceiver();
  });
  after(() => receiver.close());
  beforeEach(async () => {
    told = [];
    receiver.mishap = () => undefined;
    receiver.taken.length = 0;
    receiver.refused.length = 0;
    registry = createMemoryRegistry(workspace);
    registry.register('fraud', '7');
    server = await start();
  });
  afterEach(async () => {
    await server.close();
    assert.deepEqual(faults, []);
  });

  const deliver = (value: unknown, headers: Record<string, string> = {}, query = '') =>
    fetch(`${server.origin}/events${query}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'aeg-event-type': 'Notification',
        'aeg-subscription-name': 'WEBHOOK0F0C',
        'X-AzureML-Payload-Url': receiver.payloadUrl,
        'X-AzureML-Secret': receiver.secret,
        ...headers,
      },
      body: JSON.stringify(value),
    });
  const fraud7 = {
    ...{ definition: 'fraud', version: '7', resourceGroup: 'ml', workspace: 'prod' },
    subscription: workspace.subscriptionId,
  };

  it('tells where it listens, and counts a workspace once however it is spelt', () => {
    assert.deepEqual(told, [
      {
        event: 'listening',
        address: `${server.origin}/events`,
        workspaces: 1,
        organizations: [receiver.organization],
      },
    ]);
  });

  it('brings an event to a classic hook that checks its signature', async () => {
    assert.equal((await deliver([gridEvent(7)])).status, 200);
    assert.deepEqual([receiver.taken, receiver.refused], [[fraud7], []]);
    assert.deepEqual(
      told.map(({ event }) => event),
      ['listening', 'received', 'verified', 'forwarded', 'answered'],
    );
  });

  it('brings a CloudEvent to a YAML hook, and forwards it once however often it comes', async () => {
    const headers = {
      'X-AzureML-Payload-Url': receiver.incomingUrl,
      'content-type': 'application/cloudevents+json',
    };
    const batch = { ...headers, 'content-type': 'application/cloudevents-batch+json' };
    const answers = await Promise.all([
      deliver(cloudEvent(7), headers),
      deliver([cloudEvent(7), cloudEvent(7)], batch),
    ]);
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200],
    );
    assert.deepEqual(receiver.taken, [fraud7]);
  });

  it('agrees to both handshakes and forwards nothing of them', async () => {
    const answered = await deliver([validationEvent()], { 'aeg-event-type': 'SubscriptionValidation' });
    assert.equal(answered.status, 200);
    assert.deepEqual(await answered.json(), { validationResponse: validationCode });
    const options = await fetch(`${server.origin}/events`, {
      method: 'OPTIONS',
      headers: { 'WebHook-Request-Origin': 'eventgrid.azure.net', 'WebHook-Request-Rate': '120' },
    });
    assert.equal(options.status, 200);
    assert.equal(options.headers.get('WebHook-Allowed-Origin'), 'eventgrid.azure.net');
    assert.equal(options.headers.get('WebHook-Allowed-Rate'), '120');
    assert.deepEqual([receiver.taken, receiver.refused], [[], []]);
  });

  it('bridges a moment in which Azure DevOps does not answer', async () => {
    let count = 0;
    receiver.mishap = () => {
      count += 1;
      return count === 1 ? 'break' : count === 2 ? { status: 503 } : undefined;
    };
    assert.equal((await deliver([gridEvent(7)])).status, 200);
    assert.deepEqual(receiver.taken, [fraud7]);
    assert.ok(told.some((event) => event.event === 'forwarded' && event.attempts === 3));
  });

  it('is told by a wrong secret that no retry can help', async () => {
    const answered = await deliver([gridEvent(7)], { 'X-AzureML-Secret': 'wrong-secret-of-the-test' });
    assert.equal(answered.status, 403);
    assert.deepEqual([receiver.taken, receiver.refused], [[], ['the signature is wrong']]);
    assert.ok(!JSON.stringify(told).includes('wrong-secret-of-the-test'));
  });

  it('does not follow Azure DevOps to another host', async () => {
    receiver.mishap = () => ({ status: 302, headers: { location: 'https://localhost:9/' } });
    assert.equal((await deliver([gridEvent(7)])).status, 403);
  });

  it('asks nobody else, whatever address a delivery names', async () => {
    for (const address of [
      receiver.payloadUrl.replace('localhost', '127.0.0.1'),
      receiver.payloadUrl.replace('/contoso/', '/fabrikam/'),
      receiver.payloadUrl.replace('https:', 'http:'),
      'https://dev.azure.com/contoso/_apis/x',
    ]) {
      assert.equal(
        (await deliver([gridEvent(7)], { 'X-AzureML-Payload-Url': address })).status,
        403,
        address,
      );
    }
    assert.deepEqual([receiver.taken, receiver.refused], [[], []]);
  });

  it('wants its key on every delivery', async () => {
    await server.close();
    server = await start({}, 'key-of-the-test');
    assert.equal((await deliver([gridEvent(7)])).status, 401);
    assert.equal((await deliver([gridEvent(7)], {}, '?key=key-of-the-test')).status, 200);
    assert.ok(!JSON.stringify(told).includes('key-of-the-test'));
  });

  it('names the certificate file that is not there', async () => {
    const tls = { certificate: 'relay.pem', key: 'relay-key.pem' };
    await assert.rejects(start({ tls }), catalogueError('FileNotFound', 'relay.pem'));
  });
});
