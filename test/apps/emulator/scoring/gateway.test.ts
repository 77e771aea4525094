import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
  EndpointGateway,
  EndpointView,
} from '../../../../apps/emulator/azure-ml/online/scoring-host.ts';
import { createCertificateAuthority } from '../../../../apps/emulator/kernel/certificate-authority.ts';
import { GapList } from '../../../../apps/emulator/kernel/gap-list.ts';
import { httpsCall } from '../../../../apps/emulator/kernel/https-client.ts';
import { systemTime } from '../../../../apps/emulator/kernel/time.ts';
import { DeploymentFaultList } from '../../../../apps/emulator/scoring/deployment-faults.ts';
import { startGateway, type GatewayOptions } from '../../../../apps/emulator/scoring/gateway.ts';

interface Seen {
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Stands where a deployment's inference server stands. */
class Container {
  readonly seen: Seen[] = [];
  answer: (response: ServerResponse) => void = (response) => response.end('{"ok":true}');
  readonly #server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      this.seen.push({ url: request.url ?? '', headers: request.headers, body });
      this.answer(response);
    });
  });

  async start(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

describe('apps/emulator/scoring/gateway.ts', () => {
  const faults = new DeploymentFaultList();
  const blue = new Container();
  const green = new Container();
  const triton = new Container();
  let gateway: EndpointGateway;
  let options: GatewayOptions;
  let view: EndpointView;
  let caPem = '';
  let die = 0;

  before(async () => {
    const authority = await createCertificateAuthority(new Date());
    ({ caPem } = authority);
    const common = { isUp: true, requestTimeoutMs: 200, maxInFlight: 1, protocol: 'script' as const };
    const deployments = [
      { ...common, name: 'blue', port: await blue.start() },
      { ...common, name: 'green', port: await green.start() },
      { ...common, name: 'down', port: 1 },
      { ...common, name: 'triton', port: await triton.start(), protocol: 'triton' as const },
    ];
    view = {
      traffic: { blue: 100 },
      mirrorTraffic: { green: 50 },
      deployments,
      authorize: (bearer) => Promise.resolve(bearer === 'key'),
    };
    options = {
      place: { endpoint: 'e', kind: 'Managed' },
      certificate: await authority.issueForLocalhost(),
      gaps: new GapList(),
      random: () => die,
      view: () => view,
      faults,
      time: systemTime,
    };
    gateway = await startGateway(options);
  });
  beforeEach(() => {
    die = 0.9;
    blue.answer = (response) => response.setHeader('content-type', 'application/json').end('{"ok":true}');
  });
  after(async () => {
    await gateway.close();
    blue.stop();
    green.stop();
    triton.stop();
  });

  const call = (method: string, path: string, headers: Record<string, string> = {}, body?: string | Buffer) =>
    callAt(gateway, method, path, headers, body);
  const callAt = (
    { baseUrl }: EndpointGateway,
    ...[method, path, headers, body]: [string, string, Record<string, string>?, (string | Buffer)?]
  ) =>
    httpsCall({
      method,
      url: `${baseUrl}${path}`,
      headers: { authorization: 'Bearer key', ...headers },
      ...(body === undefined ? {} : { body }),
      caPem,
      timeoutMs: 5_000,
      maxBytes: 1_000_000,
    });

  it('passes body, headers and query on, but not the key', async () => {
    const headers = { 'content-type': 'application/json', 'x-request-id': 'abc' };
    const answer = await call('POST', '/score', headers, '{"x":1}');
    assert.equal(answer.status, 200);
    assert.equal(answer.body.toString(), '{"ok":true}');
    assert.equal(answer.headers['azureml-model-deployment'], 'blue');
    const seen = blue.seen.at(-1);
    assert.equal(seen?.body, '{"x":1}');
    assert.equal(seen.headers['x-request-id'], 'abc');
    assert.equal(seen.headers.authorization, undefined);
    await call('GET', '/swagger.json?version=3');
    assert.equal(blue.seen.at(-1)?.url, '/swagger.json?version=3');
  });

  it('refuses who has no key, and what the endpoint has not', async () => {
    assert.equal((await call('POST', '/score', { authorization: 'Bearer no' }, '{}')).status, 401);
    assert.equal((await call('POST', '/score', { authorization: '' }, '{}')).status, 401);
    assert.equal((await call('GET', '/other')).status, 404);
    assert.equal((await call('POST', '/score', {}, Buffer.alloc(10 * 1024 * 1024 + 1))).status, 413);
  });

  it('passes Triton’s own addresses on to Triton, and to no script', async () => {
    const to = { 'azureml-model-deployment': 'triton' };
    for (const prefix of ['', '/score']) {
      assert.equal((await call('GET', `${prefix}/v2/health/ready`, to)).status, 200);
      assert.equal(triton.seen.at(-1)?.url, '/v2/health/ready');
    }
    const bytes = Buffer.from([0, 255, 128]);
    const headers = {
      ...to,
      'inference-header-content-length': '0',
      'content-type': 'application/octet-stream',
    };
    assert.equal((await call('POST', '/v2/models/m/infer', headers, bytes)).status, 200);
    const seen = triton.seen.at(-1);
    assert.deepEqual(
      [seen?.url, seen?.headers['inference-header-content-length']],
      ['/v2/models/m/infer', '0'],
    );
    assert.equal((await call('GET', '/v2/health/ready', { ...to, authorization: '' })).status, 401);
    const before = blue.seen.length;
    assert.equal((await call('GET', '/v2/health/ready')).status, 404);
    assert.equal(blue.seen.length, before);
  });

  it('has Triton’s addresses below the path of an endpoint on a cluster', async () => {
    const place = { endpoint: 'e', kind: 'Kubernetes' } as const;
    const cluster = await startGateway({ ...options, place });
    try {
      const to = { 'azureml-model-deployment': 'triton' };
      assert.match(cluster.baseUrl, /\/api\/v1\/endpoint\/e$/);
      assert.equal((await callAt(cluster, 'GET', '/v2/models/m/ready', to)).status, 200);
      assert.equal(triton.seen.at(-1)?.url, '/v2/models/m/ready');
    } finally {
      await cluster.close();
    }
  });

  it('answers 424 for whatever the container refuses', async () => {
    blue.answer = (response) => {
      response.writeHead(418, 'short and stout').end('no coffee');
    };
    const answer = await call('POST', '/score', {}, '{}');
    assert.equal(answer.status, 424);
    assert.equal(answer.headers['ms-azureml-model-error-statuscode'], '418');
    assert.equal(answer.headers['ms-azureml-model-error-reason'], 'short and stout');
    assert.equal(answer.body.toString(), 'no coffee');
  });

  it('answers 408 after the deployment’s time, and 429 to what comes on top', async () => {
    const open: ServerResponse[] = [];
    blue.answer = (response) => open.push(response);
    const first = call('POST', '/score', {}, '{}');
    while (open.length === 0) await new Promise((resolve) => setImmediate(resolve));
    assert.equal((await call('POST', '/score', {}, '{}')).status, 429);
    assert.equal((await first).status, 408);
  });

  it('answers 503 when the container is down, and 404 for a deployment that does not exist', async () => {
    assert.equal((await call('POST', '/score', { 'azureml-model-deployment': 'down' }, '{}')).status, 503);
    assert.equal((await call('POST', '/score', { 'azureml-model-deployment': 'none' }, '{}')).status, 404);
  });

  it('answers as it was ordered: badly after some good answers, or late', async () => {
    faults.add({ kind: 'failing-answers', deployment: 'BLUE', after: 1 });
    const statuses = [];
    for (let turn = 0; turn < 3; turn += 1) statuses.push((await call('POST', '/score', {}, '{}')).status);
    assert.deepEqual(statuses, [200, 424, 424]);
    const green = await call('POST', '/score', { 'azureml-model-deployment': 'green' }, '{}');
    assert.equal(green.status, 200);
    faults.clear();
    faults.add({ kind: 'slow-answers', deployment: 'blue', delayMs: 60 });
    const began = performance.now();
    assert.equal((await call('POST', '/score', {}, '{}')).status, 200);
    assert.ok(performance.now() - began >= 59);
    faults.clear();
    faults.add({ kind: 'slow-answers', deployment: 'blue', delayMs: 5_000 });
    assert.equal((await call('POST', '/score', {}, '{}')).status, 408);
    faults.clear();
  });

  it('mirrors its share of the traffic, and nobody sees the answer', async () => {
    die = 0.4;
    const before = green.seen.length;
    const answer = await call('POST', '/score', {}, '{"mirrored":true}');
    assert.equal(answer.headers['azureml-model-deployment'], 'blue');
    while (green.seen.length === before) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(green.seen.at(-1)?.body, '{"mirrored":true}');
  });
});
