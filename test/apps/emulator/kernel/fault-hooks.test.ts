import assert from 'node:assert/strict';
import { createCertificateAuthority } from '../../../../apps/emulator/kernel/certificate-authority.ts';
import { addFaultHooks } from '../../../../apps/emulator/kernel/fault-hooks.ts';
import { FaultList } from '../../../../apps/emulator/kernel/fault-list.ts';
import { GapList } from '../../../../apps/emulator/kernel/gap-list.ts';
import { httpsCall } from '../../../../apps/emulator/kernel/https-client.ts';
import { startHttpsServer, type RunningServer } from '../../../../apps/emulator/kernel/https-server.ts';
import { systemTime } from '../../../../apps/emulator/kernel/time.ts';

describe('apps/emulator/kernel/fault-hooks.ts', () => {
  const faults = new FaultList();
  let server: RunningServer;
  let caPem: string;
  let effects = 0;

  before(async () => {
    const authority = await createCertificateAuthority(new Date());
    ({ caPem } = authority);
    server = await startHttpsServer({
      name: 'faulty',
      port: 0,
      certificate: await authority.issueForLocalhost(),
      gaps: new GapList(),
      notFoundBody: () => ({}),
      register: (app) => {
        addFaultHooks(app, {
          faults,
          time: systemTime,
          isExempt: () => false,
          refusal: ({ status }) => ({ status, headers: { 'retry-after': '7' }, body: { refused: status } }),
        });
        app.get('/count', () => ({ count: (effects += 1) }));
      },
    });
  });
  afterEach(() => {
    faults.clear();
    effects = 0;
  });
  after(() => server.close());

  const call = async (path = '/count') => {
    const url = `${server.origin}${path}`;
    const { status, headers, body } = await httpsCall({
      ...{ method: 'GET', url, headers: {}, caPem, timeoutMs: 5000, maxBytes: 10_000 },
    });
    return { status, retryAfter: headers['retry-after'], body: JSON.parse(body.toString()) as unknown };
  };

  it('refuses before the effect', async () => {
    faults.add({ times: 1, status: 429 });
    assert.deepEqual(await call(), { status: 429, retryAfter: '7', body: { refused: 429 } });
    assert.equal(effects, 0);
    assert.equal((await call()).status, 200);
  });

  it('refuses after the effect', async () => {
    faults.add({ times: 1, status: 500, afterEffect: true });
    assert.deepEqual(await call(), { status: 500, retryAfter: '7', body: { refused: 500 } });
    assert.equal(effects, 1);
  });

  it('breaks the connection before and after the effect', async () => {
    faults.add({ times: 1, status: 0 });
    await assert.rejects(call());
    assert.equal(effects, 0);
    faults.add({ times: 1, status: 0, afterEffect: true });
    await assert.rejects(call());
    assert.equal(effects, 1);
  });

  it('tears an answer apart', async () => {
    faults.add({ times: 1, torn: true });
    await assert.rejects(call());
    assert.equal(effects, 1);
  });

  it('keeps no further page alone when it was ordered in the middle of a list', async () => {
    faults.add({ times: 1, stale: true });
    await call('/count?$skip=2');
    const answers = [await call(), await call('/count?$skip=2'), await call(), await call('/count?$skip=2')];
    assert.deepEqual(
      answers.map(({ body }) => (body as { count: number }).count),
      [2, 3, 2, 4],
    );
  });

  it('gives the answer of the past, to the same address only', async () => {
    faults.add({ times: 2, stale: true });
    const answers = [await call(), await call(), await call('/count?page=2'), await call(), await call()];
    assert.deepEqual(
      answers.map(({ body }) => (body as { count: number }).count),
      [1, 1, 2, 1, 3],
    );
  });
});
