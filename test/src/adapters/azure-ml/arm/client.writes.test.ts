// How the ARM client writes: operations that take long, and what it does when they point elsewhere.
import assert from 'node:assert/strict';
import { against, failure, refuses, thing, workspace } from '../../../../support/arm-under-test.ts';
import { startHttpsFake } from '../../../../support/https-fake.ts';

describe('src/adapters/azure-ml/arm/client.ts (writes)', () => {
  it('puts, waits for the operation, and reads the resource as it then is', async () => {
    const { requests } = await against(
      ({ method, url }, count, origin) => {
        if (method === 'PUT')
          return {
            status: 201,
            headers: { 'azure-asyncoperation': `${origin}/op?id=1` },
            body: { name: 'early' },
          };
        if (url.startsWith('/op'))
          return { status: 200, body: { status: count < 3 ? 'Running' : 'Succeeded' } };
        return { status: 200, body: { name: 'late' } };
      },
      async (client) => {
        assert.deepEqual(await client.put(`${workspace}/x`, { a: 1 }, thing), { name: 'late' });
      },
    );
    const [put, , , get] = requests;
    assert.equal(put?.body, '{"a":1}');
    assert.equal(requests.length, 4);
    assert.equal(get?.url, put.url);
  });

  it('takes the answer of a put that starts no operation as it is', async () => {
    const { requests } = await against(
      () => ({ status: 200, body: { name: 'a', properties: { provisioningState: 'Succeeded' } } }),
      async (client) => {
        assert.deepEqual(await client.put(`${workspace}/x`, {}, thing), { name: 'a' });
      },
    );
    assert.equal(requests.length, 1);
  });

  it('deletes, waits until it is gone, and finds nothing wrong with what is gone already', async () => {
    const { requests } = await against(
      ({ url }, count, origin) =>
        url.startsWith('/gone')
          ? {
              status: count < 3 ? 202 : 204,
              ...(count < 3 ? { headers: { location: `${origin}/gone` } } : {}),
            }
          : { status: 202, headers: { location: `${origin}/gone` } },
      async (client) => {
        await client.delete(`${workspace}/x`);
      },
    );
    assert.deepEqual(
      requests.map(({ method }) => method),
      ['DELETE', 'GET', 'GET'],
    );
    await against(
      () => ({ status: 404, body: failure('NotFound', 'x was not found') }),
      async (client) => {
        await client.delete(`${workspace}/x`);
      },
    );
  });

  it('posts an action without a body, and gives the answer of its operation', async () => {
    const { requests } = await against(
      ({ method }, _, origin) =>
        method === 'POST'
          ? { status: 202, headers: { location: `${origin}/result`, 'retry-after': '3' } }
          : { status: 200, body: { name: 'key' } },
      async (client) => {
        assert.deepEqual(await client.post(`${workspace}/x/listKeys`, undefined, thing), { name: 'key' });
      },
    );
    assert.equal(requests[0]?.body, '');
    assert.equal(requests[0].headers['content-length'], '0');
  });

  it('does not take its token to the host that an operation names', async () => {
    const other = await startHttpsFake(() => ({ status: 200, body: { status: 'Succeeded' } }));
    try {
      await against(
        () => ({
          status: 201,
          headers: { 'azure-asyncoperation': `${other.origin}/op` },
          body: { name: 'a' },
        }),
        async (client) => {
          await assert.rejects(
            client.put(`${workspace}/x`, {}, thing),
            refuses('AzureForeignLink', /another host/),
          );
        },
      );
      assert.deepEqual(other.requests, []);
    } finally {
      await other.close();
    }
  });
});
