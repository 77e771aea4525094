import assert from 'node:assert/strict';
import { hookDoor } from '../../../../src/adapters/release-hook/hook-door.ts';
import { type FakeAnswer, startHttpsFake } from '../../../support/https-fake.ts';

async function knockAt(answer: FakeAnswer | 'break') {
  const server = await startHttpsFake(() => answer);
  try {
    return { asked: await hookDoor.knock(`${server.origin}/hook`), requests: server.requests };
  } finally {
    await server.close();
  }
}

describe('src/adapters/release-hook/hook-door.ts', () => {
  it('asks with an empty object and without a signature', async () => {
    const { asked, requests } = await knockAt({ status: 401, body: { message: 'not signed' } });
    assert.deepEqual(asked, { status: 401, message: 'not signed' });
    const [{ method, url, body, headers } = assert.fail('nobody asked'), ...others] = requests;
    assert.deepEqual([method, url, body, others], ['POST', '/hook', '{}', []]);
    assert.equal(
      Object.keys(headers).some((name) => name.includes('azureml')),
      false,
    );
  });

  it('gives the status of an answer that says nothing, or something else than JSON', async () => {
    for (const body of [undefined, '<html>', '"text"', { error: 'gone' }])
      assert.deepEqual((await knockAt({ status: 404, body })).asked, { status: 404 });
  });

  it('follows no redirect', async () => {
    const { asked, requests } = await knockAt({ status: 302, headers: { location: '/sign-in' } });
    assert.deepEqual([asked, requests.length], [{ status: 302 }, 1]);
  });

  it('says why there is no answer', async () => {
    const { asked } = await knockAt('break');
    assert.match('problem' in asked ? asked.problem : '', /^Azure DevOps did not answer: [A-Z_]+$/);
  });
});
