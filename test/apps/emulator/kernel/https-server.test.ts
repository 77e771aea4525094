import assert from 'node:assert/strict';
import { createCertificateAuthority } from '../../../../apps/emulator/kernel/certificate-authority.ts';
import { GapList } from '../../../../apps/emulator/kernel/gap-list.ts';
import { httpsCall } from '../../../../apps/emulator/kernel/https-client.ts';
import { startHttpsServer, type RunningServer } from '../../../../apps/emulator/kernel/https-server.ts';

describe('apps/emulator/kernel/https-server.ts', () => {
  const gaps = new GapList();
  let server: RunningServer;
  let caPem = '';
  const get = (path: string, ca = caPem, maxBytes = 1_000, timeoutMs = 5_000) =>
    httpsCall({ method: 'GET', url: `${server.origin}${path}`, caPem: ca, timeoutMs, maxBytes });

  before(async () => {
    const authority = await createCertificateAuthority(new Date());
    ({ caPem } = authority);
    server = await startHttpsServer({
      name: 'test',
      port: 0,
      certificate: await authority.issueForLocalhost(),
      gaps,
      notFoundBody: (method, path) => ({ unknown: `${method} ${path}` }),
      notFoundStatus: (_method, path) => (path === '/later' ? 501 : 404),
      register: (app, origin) => {
        app.get('/Known/:name', (request) => ({ origin: origin(), params: request.params }));
        app.get('/long', () => 'x'.repeat(2_000));
        app.get('/silent', () => new Promise(() => undefined));
      },
    });
  });
  after(() => server.close());

  it('knows its own address and takes paths in any case, names as they are written', async () => {
    const answer = await get('/kNOWN/FrauD');
    assert.deepEqual(JSON.parse(answer.body.toString()), {
      origin: server.origin,
      params: { name: 'FrauD' },
    });
  });

  it('refuses what it does not know, and counts it', async () => {
    assert.equal((await get('/nothing?a=1')).status, 404);
    assert.equal((await get('/nothing?a=2')).status, 404);
    assert.equal((await get('/later')).status, 501);
    assert.deepEqual(gaps.entries(), [
      { service: 'test', method: 'GET', path: '/nothing', count: 2 },
      { service: 'test', method: 'GET', path: '/later', count: 1 },
    ]);
  });

  it('is not trusted by who trusts another authority', async () => {
    const other = await createCertificateAuthority(new Date());
    await assert.rejects(get('/long', other.caPem), /certificate/);
  });

  it('gives up on an answer that is too long or too late', async () => {
    await assert.rejects(get('/long'), /larger than 1000 bytes/);
    await assert.rejects(get('/silent', caPem, 1_000, 50), /no answer within 50 ms/);
  });
});
