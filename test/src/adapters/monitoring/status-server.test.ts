import assert from 'node:assert/strict';
import { type StatusServer, startStatusServer } from '../../../../src/adapters/monitoring/status-server.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';

describe('src/adapters/monitoring/status-server.ts', () => {
  let server: StatusServer;
  let isReady = false;
  let text = (): Promise<string> => Promise.resolve('up 1\n');
  const faults: unknown[] = [];

  const options = {
    host: '127.0.0.1',
    port: 0,
    readiness: () => ({ ready: isReady, reason: 'because' }),
    metrics: { contentType: 'text/plain; version=0.0.4', text: () => text() },
    onFault: (error: unknown) => faults.push(error),
  };
  before(async () => {
    server = await startStatusServer(options);
  });
  after(() => server.close());

  it('is alive as long as it answers', async () => {
    const answer = await fetch(`${server.origin}/healthz`);
    assert.deepEqual([answer.status, await answer.json()], [200, { status: 'ok' }]);
  });

  it('says whether it is ready, and why', async () => {
    const before = await fetch(`${server.origin}/readyz`);
    assert.deepEqual([before.status, await before.json()], [503, { status: 'not ready', reason: 'because' }]);
    isReady = true;
    const after = await fetch(`${server.origin}/readyz?verbose`);
    assert.deepEqual([after.status, await after.json()], [200, { status: 'ready', reason: 'because' }]);
  });

  it('shows the figures in the format of Prometheus', async () => {
    const answer = await fetch(`${server.origin}/metrics`);
    assert.equal(answer.headers.get('content-type'), 'text/plain; version=0.0.4');
    assert.equal(await answer.text(), 'up 1\n');
  });

  it('is only to be read, and has nothing else', async () => {
    assert.equal((await fetch(`${server.origin}/metrics`, { method: 'POST' })).status, 405);
    assert.equal((await fetch(`${server.origin}/`)).status, 404);
    assert.equal(await (await fetch(`${server.origin}/healthz`, { method: 'HEAD' })).text(), '');
  });

  it('answers 500 to a fault of its own, which is told', async () => {
    text = () => Promise.reject(new TypeError('bug'));
    assert.equal((await fetch(`${server.origin}/metrics`)).status, 500);
    assert.match(String(faults[0]), /bug/);
  });

  it('says which address it cannot have', async () => {
    const port = Number(new URL(server.origin).port);
    await assert.rejects(
      startStatusServer({ ...options, port }),
      catalogueError('WatchCannotListen', `127.0.0.1:${port}`, 'in use'),
    );
  });
});
