// How the ARM clients keep to the budget of their subscription.
import assert from 'node:assert/strict';
import type { ArmClient } from '../../../../src/adapters/azure-ml/arm/client.ts';
import type { QuotaAnswer } from '../../../../src/core/pace/quota.ts';
import type { Quota } from '../../../../src/ports/quota.ts';
import { against, refuses, thing, workspace } from '../../../support/arm-under-test.ts';

const path = `${workspace}/models/a`;

const get = async (client: ArmClient): Promise<void> => {
  await client.get(path, thing);
};

function watched(wait = 0): { readonly quota: Quota; readonly learnt: QuotaAnswer[] } {
  const learnt: QuotaAnswer[] = [];
  const quota = {
    enter: () => Promise.resolve(wait),
    learn: (answer: QuotaAnswer) => void learnt.push(answer),
  };
  return { quota, learnt };
}

describe('src/adapters/azure-ml/arm/retry-policy.ts (quota)', () => {
  it('tells each answer, with the pause it asks for and the fewest calls that remain', async () => {
    const { quota, learnt } = watched();
    const headers = {
      'x-ms-ratelimit-remaining-subscription-reads': '11999',
      'x-ms-ratelimit-remaining-subscription-global-reads': '249',
      'x-ms-ratelimit-remaining-tenant-reads': 'many',
    };
    await against(
      (_, count) =>
        count < 2
          ? { status: 429, headers: { 'retry-after': '7' } }
          : { status: 200, headers, body: { name: 'a' } },
      get,
      { quota },
    );
    assert.deepEqual(learnt, [
      { status: 429, retryAfterMilliseconds: 7000 },
      { status: 200, remaining: 249 },
    ]);
  });

  it('keeps a pause that another status asks for to the one resource', async () => {
    const { quota, learnt } = watched();
    await against(
      (_, count) =>
        count < 2 ? { status: 503, headers: { 'retry-after': '7' } } : { status: 200, body: { name: 'a' } },
      get,
      { quota },
    );
    assert.deepEqual(learnt[0], { status: 503 });
  });

  it('tells of a call without an answer', async () => {
    const { quota, learnt } = watched();
    await against((_, count) => (count < 2 ? 'break' : { status: 200, body: { name: 'a' } }), get, { quota });
    assert.deepEqual(learnt, [{}, { status: 200 }]);
  });

  it('does not call while the pause is longer than a check waits', async () => {
    const { requests } = await against(
      () => ({ status: 200, body: { name: 'a' } }),
      (client) => assert.rejects(client.get(path, thing), refuses('AzurePaused', /models\/a.*42 s/)),
      { quota: watched(41_500).quota },
    );
    assert.equal(requests.length, 0);
  });
});
