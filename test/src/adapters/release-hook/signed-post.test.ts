import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { createReleaseHook } from '../../../../src/adapters/release-hook/signed-post.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';
import { type FakeAnswer, type HttpsFake, startHttpsFake } from '../../../support/https-fake.ts';

describe('src/adapters/release-hook/signed-post.ts', () => {
  let fake: HttpsFake;
  let answer: FakeAnswer | 'hang' | 'break';
  const hook = createReleaseHook(() => new Date('2026-11-21T00:00:00Z'));
  const post = (body = '{}', secret = 's', signal = new AbortController().signal) =>
    hook.post({ url: `${fake.origin}/contoso/hook?token=path-of-the-test`, secret, body }, signal);

  before(async () => {
    fake = await startHttpsFake(() => answer);
  });
  beforeEach(() => {
    answer = { status: 200 };
  });
  after(() => fake.close());

  it('signs the very bytes that it sends, whatever they and the secret are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: 'grapheme', minLength: 1 }),
        async (text, secret) => {
          await post(JSON.stringify({ definition: text }), secret);
          const { headers, body, method } = fake.requests.at(-1) ?? assert.fail('nothing came');
          const digest = createHmac('sha1', Buffer.from(secret, 'utf8'))
            .update(Buffer.from(body))
            .digest('hex');
          assert.equal(method, 'POST');
          assert.equal(headers['x-azureml-signature'], `sha1=${digest}`);
          assert.equal(headers['content-type'], 'application/json');
          assert.deepEqual(JSON.parse(body), { definition: text });
        },
      ),
      { numRuns: 30 },
    );
  });

  it('makes the signature of the well-known example', async () => {
    await post('The quick brown fox jumps over the lazy dog', 'key');
    assert.equal(
      fake.requests.at(-1)?.headers['x-azureml-signature'],
      'sha1=de7c9b85b8b78aa6bc8a7a36f70a90701c9db4d9',
    );
  });

  it('sends neither the secret nor anything else that is secret', async () => {
    await post('{}', 'secret-of-the-test');
    assert.ok(!JSON.stringify(fake.requests.at(-1)?.headers).includes('secret-of-the-test'));
  });

  it('hands on the status, and how long the service wants to be left alone', async () => {
    answer = { status: 429, headers: { 'retry-after': '7' }, body: 'throttled' };
    assert.deepEqual(await post(), { status: 429, retryAfterMilliseconds: 7000 });
    answer = { status: 503, headers: { 'retry-after': 'Sat, 21 Nov 2026 00:01:00 GMT' } };
    assert.deepEqual(await post(), { status: 503, retryAfterMilliseconds: 60_000 });
    answer = { status: 200, headers: { 'retry-after': 'soon' } };
    assert.deepEqual(await post(), { status: 200 });
  });

  it('does not follow a redirect', async () => {
    answer = { status: 307, headers: { location: `${fake.origin}/elsewhere` } };
    const count = fake.requests.length;
    assert.deepEqual(await post(), { status: 307 });
    assert.equal(fake.requests.length, count + 1);
  });

  it('names the host, and nothing more of the address, when there is no answer', async () => {
    answer = 'break';
    await assert.rejects(post(), (error) => {
      assert.ok(!String(error).includes('path-of-the-test'));
      return catalogueError('HookNotReachable', new URL(fake.origin).host)(error);
    });
    const gone = await startHttpsFake(() => answer);
    await gone.close();
    await assert.rejects(
      hook.post({ url: `${gone.origin}/x`, secret: 's', body: '' }, new AbortController().signal),
      catalogueError('HookNotReachable', new URL(gone.origin).host, 'ECONNREFUSED'),
    );
  });

  it('ends when nobody waits for it any more', async () => {
    answer = 'hang';
    const controller = new AbortController();
    const posted = post('{}', 's', controller.signal);
    controller.abort();
    await assert.rejects(posted, catalogueError('HookNotReachable'));
  });
});
