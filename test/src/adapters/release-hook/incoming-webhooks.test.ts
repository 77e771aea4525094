import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createIncomingWebhooks } from '../../../../src/adapters/release-hook/incoming-webhooks.ts';
import type { WebhookTarget } from '../../../../src/core/firing/target.ts';
import { createAutoClock } from '../../../support/auto-clock.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';
import { firingRequest } from '../../../support/firing-request.ts';
import { type FakeAnswer, type HttpsFake, startHttpsFake } from '../../../support/https-fake.ts';

const target: WebhookTarget = {
  kind: 'webhook',
  webhook: 'new-model',
  header: 'X-Signature',
  secretFrom: 'HOOK_SECRET',
};
const request = { ...firingRequest('7', 'd', 'the key'), tags: { stage: 'prod', 'reviewed by': 'Zoë' } };

describe('src/adapters/release-hook/incoming-webhooks.ts', () => {
  let fake: HttpsFake;
  let answer: FakeAnswer | 'break';
  const webhooks = () =>
    createIncomingWebhooks({
      url: `${fake.origin}/contoso`,
      secretOf: ({ secretFrom }) => `value of ${secretFrom}`,
      clock: createAutoClock(),
    });

  before(async () => {
    fake = await startHttpsFake(() => answer);
  });
  beforeEach(() => {
    answer = { status: 200 };
  });
  after(() => fake.close());

  it('posts one flat signed object of texts to the address of the webhook', async () => {
    await webhooks().verify(target);
    assert.deepEqual(await webhooks().create(target, request), { name: 'new-model' });
    const { method, url, headers, body } = fake.requests.at(-1) ?? assert.fail('nothing came');
    assert.equal(
      `${method} ${url}`,
      'POST /contoso/_apis/public/distributedtask/webhooks/new-model?api-version=6.0-preview',
    );
    const digest = createHmac('sha1', 'value of HOOK_SECRET').update(body, 'utf8').digest('hex');
    assert.equal(headers['x-signature'], `sha1=${digest}`);
    const payload = JSON.parse(body) as Record<string, unknown>;
    assert.ok(Object.values(payload).every((value) => typeof value === 'string'));
    const { firing, model, version, workspace, tag_stage, tag_reviewed_by } = payload;
    assert.deepEqual(
      [firing, model, version, workspace, tag_stage, tag_reviewed_by],
      ['the key', 'fraud', '7', 'prod', 'prod', 'Zoë'],
    );
  });

  it('lets no tag stand in for what the firing itself says', async () => {
    await webhooks().create(target, { ...request, tags: { version: '99', firing: 'x' } });
    const payload = JSON.parse(fake.requests.at(-1)?.body ?? '') as Record<string, unknown>;
    assert.deepEqual([payload['version'], payload['firing'], payload['tag_version']], ['7', 'the key', '99']);
  });

  it('says honestly that it cannot look up what a call has started', async () => {
    await webhooks().create(target, request);
    assert.equal(await webhooks().find(target, 'the key', new Date(0)), undefined);
  });

  const refusals = [
    [404, 'DevOpsRejected', 'does not know the hook'],
    [401, 'DevOpsRejected', 'refuses the payload or its signature'],
    [302, 'DevOpsRejected', 'sign-in'],
    [503, 'DevOpsFailed', '503'],
    [429, 'DevOpsFailed', 'throttles'],
  ] as const;
  for (const [status, code, text] of refusals) {
    it(`takes ${status} for ${code}`, async () => {
      answer = { status };
      await assert.rejects(
        webhooks().create(target, request),
        catalogueError(code, "incoming webhook 'new-model'", text),
      );
    });
  }

  it('comes back later when there is no answer, and never shows the secret', async () => {
    answer = 'break';
    await assert.rejects(webhooks().create(target, request), (error: unknown) => {
      assert.ok(catalogueError('DevOpsNotReachable')(error));
      assert.ok(!String(error).includes('HOOK_SECRET'));
      return true;
    });
  });
});
