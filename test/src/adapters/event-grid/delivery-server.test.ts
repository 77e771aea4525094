import assert from 'node:assert/strict';
import { request } from 'node:http';
import { connect } from 'node:net';
import {
  type DeliveryServer,
  type DeliveryServerOptions,
  startDeliveryServer,
} from '../../../../src/adapters/event-grid/delivery-server.ts';
import type { RelayEvent } from '../../../../src/core/relay/relay-event.ts';
import type { RelayAnswer, RelayRequest } from '../../../../src/ports/relay.ts';
import { createCertificateAuthority } from '../../../../apps/emulator/kernel/certificate-authority.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';
import { trustAuthority } from '../../../support/trust-authority.ts';

describe('src/adapters/event-grid/delivery-server.ts', () => {
  let servers: DeliveryServer[];
  let events: RelayEvent[];
  let faults: unknown[];
  let requests: RelayRequest[];
  let answer: (request: RelayRequest) => RelayAnswer | Promise<RelayAnswer>;

  async function start(more: Partial<DeliveryServerOptions> = {}): Promise<DeliveryServer> {
    const server = await startDeliveryServer({
      host: '127.0.0.1',
      port: 0,
      trustedProxies: 0,
      maxBodyBytes: 1024,
      admission: { bucket: { burst: 50, perMinute: 600 }, atOnce: 10 },
      relay: {
        async deliver(delivered) {
          requests.push(delivered);
          return answer(delivered);
        },
        handshake: () => ({ status: 200, headers: { 'WebHook-Allowed-Origin': 'eventgrid.azure.net' } }),
      },
      events: { emit: (event) => events.push(event) },
      now: () => new Date('2026-11-21T00:00:00Z'),
      onFault: (error) => faults.push(error),
      ...more,
    });
    servers.push(server);
    return server;
  }
  const post = ({ origin }: DeliveryServer, body: string, path = '/events') =>
    fetch(`${origin}${path}`, { method: 'POST', body, headers: { 'X-Given': 'value' } });

  beforeEach(() => {
    servers = [];
    events = [];
    faults = [];
    requests = [];
    answer = () => ({ status: 200, body: '{}' });
  });
  afterEach(() => Promise.all(servers.map((server) => server.close())));

  it('hands a delivery on, with its headers in any case and the text of its body', async () => {
    const answered = await post(await start(), '[{"é":1}]');
    assert.deepEqual([answered.status, await answered.text()], [200, '{}']);
    const [delivered] = requests;
    assert.equal(delivered?.body, '[{"é":1}]');
    assert.equal(delivered.header('x-given'), 'value');
    assert.equal(delivered.source, '127.0.0.1');
    assert.equal(delivered.arrivedAt.toISOString(), '2026-11-21T00:00:00.000Z');
  });

  it('answers OPTIONS with the headers of the handshake', async () => {
    const answered = await fetch(`${(await start()).origin}/events`, { method: 'OPTIONS' });
    assert.equal(answered.headers.get('webhook-allowed-origin'), 'eventgrid.azure.net');
  });

  it('says that it is well, and has nothing else to show', async () => {
    const { origin } = await start();
    const health = await fetch(`${origin}/healthz`);
    assert.deepEqual(await health.json(), { status: 'ok', deliveriesUnderWay: 0 });
    assert.equal((await fetch(`${origin}/`)).status, 404);
    assert.equal((await fetch(`${origin}//events`)).status, 404);
    const wrong = await fetch(`${origin}/events`);
    assert.deepEqual([wrong.status, wrong.headers.get('allow')], [405, 'OPTIONS, POST']);
    assert.deepEqual(requests, []);
  });

  it('refuses a body that is too long by its length, and one that does not tell its length', async () => {
    const server = await start();
    assert.equal((await post(server, 'x'.repeat(1024))).status, 200);
    assert.equal((await post(server, 'x'.repeat(1025))).status, 413);
    const chunked = await new Promise<number | undefined>((resolve, reject) => {
      const sending = request(`${server.origin}/events`, { method: 'POST' }, (answered) => {
        answered.resume();
        resolve(answered.statusCode);
      });
      sending.on('error', reject);
      for (let chunk = 0; chunk < 3; chunk += 1) sending.write('x'.repeat(500));
      sending.end();
    });
    assert.equal(chunked, 413);
    assert.equal(requests.length, 1);
    assert.match(JSON.stringify(events), /longer than 1024 bytes/);
  });

  it('turns a source away that calls too often, before it reads a byte, and tells of it once', async () => {
    const server = await start({ admission: { bucket: { burst: 1, perMinute: 60 }, atOnce: 1 } });
    await post(server, '[]');
    const refused = await post(server, '[]');
    assert.deepEqual([refused.status, refused.headers.get('retry-after')], [429, '1']);
    await post(server, '[]');
    assert.equal(requests.length, 1);
    assert.equal(events.length, 1);
  });

  it('lets nobody in without the key of its address', async () => {
    const key = 'key-of-the-test';
    const server = await start({ admission: { bucket: { burst: 9, perMinute: 60 }, atOnce: 1, key } });
    assert.equal((await post(server, '[]')).status, 401);
    assert.equal((await post(server, '[]', '/events?key=guess-of-the-test')).status, 401);
    assert.equal((await post(server, '[]', `/events?key=${key}`)).status, 200);
    assert.ok(!JSON.stringify(events).includes('guess-of-the-test'));
  });

  it('answers a fault of its own with 500, and goes on', async () => {
    const server = await start();
    answer = () => {
      throw new TypeError('bug');
    };
    assert.equal((await post(server, '[]')).status, 500);
    assert.match(String(faults[0]), /bug/);
    answer = () => ({ status: 200 });
    assert.equal((await post(server, '[]')).status, 200);
  });

  it('takes a caller that goes away while it sends for no fault', async () => {
    const server = await start();
    const { port } = new URL(server.origin);
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('POST /events HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf');
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.resetAndDestroy();
    // The next one is answered, so the broken one has been dealt with and released.
    await new Promise((resolve) => setTimeout(resolve, 50));
    const health = await fetch(`${server.origin}/healthz`);
    assert.deepEqual(await health.json(), { status: 'ok', deliveriesUnderWay: 0 });
    assert.deepEqual([faults, requests], [[], []]);
  });

  it('answers what is under way before it is closed', async () => {
    const server = await start();
    let release: (answered: RelayAnswer) => void = () => undefined;
    answer = () => new Promise((resolve) => (release = resolve));
    const posted = post(server, '[]');
    while (requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const closed = server.close();
    release({ status: 200 });
    assert.equal((await posted).status, 200);
    await closed;
    await assert.rejects(post(server, '[]'));
  });

  it('speaks HTTPS where it has a certificate', async () => {
    const authority = await createCertificateAuthority(new Date());
    trustAuthority(authority.caPem);
    const { certPem, keyPem } = await authority.issueForLocalhost();
    const tls = { certificate: 'c.pem', key: 'k.pem', certificatePem: certPem, keyPem };
    const server = await start({ host: 'localhost', tls });
    assert.match(server.origin, /^https:\/\/localhost:/);
    assert.equal((await post(server, '[]')).status, 200);
  });

  it('names the certificate that it cannot use, without its key', async () => {
    const keyPem = 'not-a-key-of-the-test';
    const tls = { certificate: 'c.pem', key: 'k.pem', certificatePem: 'x', keyPem };
    await assert.rejects(start({ tls }), (error) => {
      assert.ok(!String(error).includes(keyPem));
      return catalogueError('RelayCertificateUnusable', 'c.pem', 'k.pem')(error);
    });
  });

  it('names the port that another program has', async () => {
    const port = Number(new URL((await start()).origin).port);
    await assert.rejects(start({ port }), catalogueError('RelayCannotListen', `127.0.0.1:${port}`, 'in use'));
  });
});
