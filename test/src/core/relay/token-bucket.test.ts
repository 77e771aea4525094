import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Bucket, takeToken } from '../../../../src/core/relay/token-bucket.ts';

const rule = { burst: 3, perMinute: 60 };
const at = (milliseconds: number) => new Date(milliseconds);

describe('src/core/relay/token-bucket.ts', () => {
  it('lets a burst through, then as many as it fills up by', () => {
    let bucket: Bucket | undefined;
    const take = (now: number) => {
      const decision = takeToken(rule, bucket, at(now));
      bucket = decision.bucket;
      return decision.allowed ? 'yes' : decision.retryAfterSeconds;
    };
    assert.deepEqual([0, 0, 0, 0, 999, 1000, 1000].map(take), ['yes', 'yes', 'yes', 1, 1, 'yes', 1]);
    assert.deepEqual([60_000, 60_000, 60_000, 60_000].map(take), ['yes', 'yes', 'yes', 1]);
  });

  it('gives nothing away, and takes nothing, when the clock is set back', () => {
    const { bucket } = takeToken(rule, { tokens: 0.5, at: 10_000 }, at(0));
    assert.equal(bucket.tokens, 0.5);
  });

  it('never lets more through than the burst and what fills up meanwhile, and says when to come again', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 60 });
    const anyRule = fc.record({
      burst: fc.integer({ min: 1, max: 20 }),
      perMinute: fc.integer({ min: 1, max: 600 }),
    });
    fc.assert(
      fc.property(anyRule, gaps, (each, steps) => {
        let bucket: Bucket | undefined;
        let now = 0;
        let passed = 0;
        for (const step of steps) {
          now += step;
          const decision = takeToken(each, bucket, at(now));
          bucket = decision.bucket;
          if (decision.allowed) passed += 1;
          else {
            const then = at(now + decision.retryAfterSeconds * 1000 + 1);
            assert.ok(takeToken(each, bucket, then).allowed);
          }
        }
        assert.ok(passed <= each.burst + (now * each.perMinute) / 60_000 + 1e-6);
      }),
    );
  });
});
