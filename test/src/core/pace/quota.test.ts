import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type QuotaAnswer,
  type QuotaRule,
  type QuotaState,
  askQuota,
  freshQuota,
  learnQuota,
  organizationRule,
  subscriptionRule,
  takeQuota,
} from '../../../../src/core/pace/quota.ts';

const rule: QuotaRule = {
  perSecond: 2,
  burst: 3,
  comfortable: 10,
  slowest: 1000,
  backOff: { first: 1000, longest: 8000 },
};
const t0 = Date.parse('2026-11-21T00:00:00Z');
const learn = (state: QuotaState, answer: QuotaAnswer, now = t0, of = rule): QuotaState =>
  learnQuota(state, of, { ...answer, now, random: 0 });
const wait = (state: QuotaState, now = t0, of = rule): number => askQuota(state, of, now).wait;

describe('src/core/pace/quota.ts', () => {
  it('lets a burst through and then as many a second as the budget has', () => {
    let state = freshQuota(rule, t0);
    const waits = [1, 2, 3, 4, 5].map(() => {
      const each = wait(state);
      state = takeQuota(state, rule, t0, each);
      return each;
    });
    assert.deepEqual(waits, [0, 0, 0, 500, 1000]);
    assert.match(askQuota(state, rule, t0).reason, /budget/);
    assert.equal(wait(state, t0 + 60_000), 0);
  });

  it('obeys Retry-After, on a good answer too', () => {
    for (const status of [200, 429]) {
      const state = learn(freshQuota(rule, t0), { status, retryAfterMilliseconds: 5000 });
      assert.deepEqual(askQuota(state, rule, t0 + 1000), {
        wait: 4000,
        reason: 'the service asked for a pause',
      });
      assert.equal(wait(state, t0 + 5000), 0);
    }
  });

  it('does not make a pause longer when the clock is set back', () => {
    const state = learn(freshQuota(rule, t0), { status: 429, retryAfterMilliseconds: 5000 });
    assert.equal(wait(state, t0 - 3_600_000), 0);
  });

  it('slows down before nothing remains', () => {
    const after = (remaining: number): number =>
      wait(takeQuota(learn(freshQuota(rule, t0), { status: 200, remaining }), rule, t0, 0));
    assert.deepEqual([11, 10, 5, 1, 0].map(after), [0, 0, 500, 900, 1000]);
    const state = takeQuota(learn(freshQuota(rule, t0), { status: 200, remaining: 5 }), rule, t0, 0);
    assert.equal(askQuota(state, rule, t0).reason, 'the service has 5 calls left');
    assert.equal(wait(learn(state, { status: 200 })), 0, 'an answer that says nothing more ends it');
  });

  it('doubles the pause after throttled calls that name none, and begins anew after a good one', () => {
    let state = freshQuota(rule, t0);
    const pauses = [1, 2, 3, 4, 5].map(() => wait((state = learn(state, { status: 429 }))));
    assert.deepEqual(pauses, [1000, 2000, 4000, 8000, 8000]);
    state = learn(state, { status: 200 }, t0 + 8000);
    assert.equal(wait(learn(state, { status: 429 }, t0 + 8000), t0 + 8000), 1000);
  });

  it('takes no answer for no news', () => {
    const state = freshQuota(rule, t0);
    assert.deepEqual(learn(state, {}), state);
  });

  it('backs off further than the windows in which the services count', () => {
    assert.ok(subscriptionRule.backOff.longest > 60 * 60_000, 'an hour');
    assert.ok(organizationRule.backOff.longest > 5 * 60_000, 'five minutes');
    assert.ok(organizationRule.backOff.first >= 5 * 60_000);
  });

  it('gets through to a limiter with any window up to an hour that counts refused calls as well', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1000, max: 3_600_000 }),
        fc.integer({ min: 1, max: 3 }),
        (window, limit) => {
          const calls: number[] = [];
          let state = freshQuota(subscriptionRule, t0);
          let now = t0;
          let passed = 0;
          for (let count = 0; count < 60; count += 1) {
            now += wait(state, now, subscriptionRule);
            state = takeQuota(state, subscriptionRule, now, 0);
            calls.push(now);
            const refused = calls.filter((at) => at > now - window).length > limit;
            if (!refused) passed += 1;
            state = learn(state, { status: refused ? 429 : 200 }, now, subscriptionRule);
          }
          assert.ok(passed > limit, `${passed} calls passed`);
        },
      ),
    );
  });

  it('never admits more in any second than the budget and its burst', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(400), { maxLength: 60 }), (pauses) => {
        let state = freshQuota(rule, t0);
        let now = t0;
        const begun: number[] = [];
        for (const pause of pauses) {
          now += pause;
          const each = wait(state, now);
          state = takeQuota(state, rule, now, each);
          begun.push(now + each);
        }
        for (const from of begun) {
          const within = begun.filter((at) => at >= from && at < from + 1000).length;
          assert.ok(within <= rule.burst + rule.perSecond, `${within} in a second`);
        }
      }),
    );
  });
});
