import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decideRetry, defaultRetryRule, retryAfterMilliseconds } from '../../../src/core/retry.ts';

describe('src/core/retry.ts', () => {
  it('ends after the last try and says how often it failed', () => {
    assert.deepEqual(decideRetry(defaultRetryRule, { attempt: 4, random: 0 }), {
      retry: false,
      reason: 'it failed 4 times in a row',
    });
  });

  it('waits as long as the service asks, but not longer than the rule allows', () => {
    const asked = (askedMilliseconds: number) =>
      decideRetry(defaultRetryRule, { attempt: 1, askedMilliseconds, random: 0.5 });
    assert.deepEqual(asked(7000), { retry: true, delayMilliseconds: 7000, reason: 'try 2 of 4' });
    assert.equal(asked(0).retry, true);
    assert.match(asked(61_000).reason, /wait 61 s, more than the 60 s/);
    assert.equal(asked(61_000).retry, false);
  });

  it('without such a wish waits between half and all of a doubling time, within the limit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (attempt, random) => {
          const decision = decideRetry({ ...defaultRetryRule, maxAttempts: 21 }, { attempt, random });
          assert.ok(decision.retry);
          const full = Math.min(1000 * 2 ** (attempt - 1), 60_000);
          assert.ok(decision.delayMilliseconds <= full && decision.delayMilliseconds >= full / 2 - 1);
        },
      ),
    );
  });

  it('reads Retry-After in both its forms', () => {
    const now = new Date('2026-11-21T00:00:00Z');
    assert.equal(retryAfterMilliseconds('15', now), 15_000);
    assert.equal(retryAfterMilliseconds('0', now), 0);
    assert.equal(retryAfterMilliseconds('Sat, 21 Nov 2026 00:01:00 GMT', now), 60_000);
    assert.equal(retryAfterMilliseconds('Fri, 20 Nov 2026 00:00:00 GMT', now), 0);
    for (const unreadable of [undefined, '', 'soon'])
      assert.equal(retryAfterMilliseconds(unreadable, now), undefined);
  });
});
