import assert from 'node:assert/strict';
import fc from 'fast-check';
import { besidePeer, median, rounded } from '../../bench/measurement.ts';

describe('bench/measurement.ts', () => {
  it('takes the middle of any order', () => {
    assert.equal(median([9, 1, 5]), 5);
    assert.ok(Number.isNaN(median([])));
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true }), { minLength: 1 }), (values) => {
        const middle = median(values);
        const below = values.filter((value) => value < middle).length;
        const above = values.filter((value) => value > middle).length;
        assert.ok(values.includes(middle) && below <= values.length / 2 && above <= values.length / 2);
      }),
    );
  });

  it('does not change the values it is given', () => {
    const values = [3, 1, 2];
    median(values);
    assert.deepEqual(values, [3, 1, 2]);
  });

  it('prints tenths of a millisecond, and whole bytes', () => {
    assert.equal(rounded(12.345, 'ms'), 12.3);
    assert.equal(rounded(12.345, 'bytes'), 12);
  });

  it('stands beside its peer', () => {
    assert.deepEqual(besidePeer('a', 50, 'ms', 200), {
      name: 'a',
      value: 50,
      unit: 'ms',
      peer: 200,
      ratio: 0.25,
    });
  });
});
