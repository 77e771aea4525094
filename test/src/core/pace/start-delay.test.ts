import assert from 'node:assert/strict';
import fc from 'fast-check';
import { startDelay } from '../../../../src/core/pace/start-delay.ts';

describe('src/core/pace/start-delay.ts', () => {
  it('begins with the first source at once', () => {
    assert.equal(startDelay(0, 100, 60_000, 0.9), 0);
  });

  it('spreads a hundred sources over ten seconds, no two tenths of a second with more than two', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), {
          minLength: 100,
          maxLength: 100,
        }),
        (randoms) => {
          const delays = randoms.map((random, index) => startDelay(index, 100, 60_000, random));
          assert.ok(Math.max(...delays) <= 10_000);
          const slots = delays.map((delay) => Math.floor(delay / 100));
          for (const slot of slots) assert.ok(slots.filter((each) => each === slot).length <= 2);
        },
      ),
    );
  });

  it('stays within one interval, however short', () => {
    assert.ok(startDelay(999, 1000, 1000, 0.999) <= 1000);
  });
});
