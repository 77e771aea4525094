import assert from 'node:assert/strict';
import fc from 'fast-check';
import { nextLookAfter } from '../../../../src/core/batch/job-pace.ts';

describe('src/core/batch/job-pace.ts', () => {
  it('looks after a second at first, and never pauses longer than half a minute nor shorter than before', () => {
    assert.equal(nextLookAfter(0), 1_000);
    fc.assert(
      fc.property(fc.nat(10_000), (looks) => {
        assert.ok(nextLookAfter(looks) <= 30_000);
        assert.ok(nextLookAfter(looks + 1) >= nextLookAfter(looks));
      }),
    );
  });
});
