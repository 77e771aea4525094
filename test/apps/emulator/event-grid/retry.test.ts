// When Event Grid tries again and when it gives up, by its documented table.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { afterAttempt, type Attempt } from '../../../../apps/emulator/event-grid/retry.ts';

const day = 24 * 60 * 60_000;
const attempt = (change: Partial<Attempt>): Attempt => ({
  status: 500,
  count: 1,
  ageMs: 0,
  maxAttempts: 30,
  timeToLiveMs: day,
  ...change,
});

describe('apps/emulator/event-grid/retry.ts', () => {
  it('takes 200 to 204 for delivered', () => {
    for (const status of [200, 201, 202, 203, 204])
      assert.deepEqual(afterAttempt(attempt({ status })), { kind: 'delivered' });
  });

  it('gives up at once on what a retry cannot help', () => {
    for (const status of [400, 401, 403, 413])
      assert.equal(afterAttempt(attempt({ status })).kind, 'deadLetter');
  });

  it('waits 10 s, 30 s, 1 min, 5 min and so on, and longer after 503 and 408', () => {
    const wait = (change: Partial<Attempt>): unknown => {
      const decision = afterAttempt(attempt(change));
      return decision.kind === 'retry' ? decision.waitMs / 1_000 : decision.kind;
    };
    assert.deepEqual(
      [1, 2, 3, 4, 5, 6, 7, 8, 9].map((count) => wait({ count })),
      [10, 30, 60, 300, 600, 1_800, 3_600, 10_800, 21_600],
    );
    assert.equal(wait({ status: 503 }), 30);
    assert.equal(wait({ status: 408 }), 120);
    assert.equal(wait({ status: undefined }), 10);
    assert.equal(wait({ status: 404 }), 10);
  });

  it('ends, whatever the answers: by attempts or by age', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 1440 }),
        fc.array(fc.constantFrom(404, 408, 429, 500, 503, undefined), { minLength: 40, maxLength: 40 }),
        (maxAttempts, minutes, statuses) => {
          let ageMs = 0;
          for (const [index, status] of statuses.entries()) {
            const timeToLiveMs = minutes * 60_000;
            const decision = afterAttempt({ status, count: index + 1, ageMs, maxAttempts, timeToLiveMs });
            if (decision.kind === 'deadLetter') return index < maxAttempts;
            if (decision.kind === 'delivered') return false;
            ageMs += decision.waitMs;
            assert.ok(ageMs <= timeToLiveMs);
          }
          return false;
        },
      ),
    );
  });
});
