import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isExtensionError } from '../../../../src/core/errors/extension-error.ts';
import { describeTraffic, sameTraffic, trafficAfter } from '../../../../src/core/deploy/traffic.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';

const after = (now: Record<string, number>, percent: number, isDefault = false) =>
  trafficAfter(now, { endpoint: 'fraud', deployment: 'new', percent, isDefault });

describe('src/core/deploy/traffic.ts', () => {
  it('gives everything to the first version, and to one that asks for everything', () => {
    assert.deepEqual(after({}, 20), { new: 100 });
    assert.deepEqual(after({ old: 100 }, 100), { new: 100 });
  });

  it('lets the default take the rest, and leaves the others their share', () => {
    assert.deepEqual(after({ old: 90, older: 10 }, 20), { old: 70, older: 10, new: 20 });
    assert.deepEqual(after({ old: 60, older: 10 }, 20, true), { old: 60, older: 10, new: 30 });
    assert.deepEqual(after({ old: 100 }, 0, true), { old: 100 });
  });

  it('refuses to give away more than everything', () => {
    assert.throws(() => after({ a: 40, b: 30, c: 30 }, 50), catalogueError('TrafficInvalid', '50 %', '40 %'));
    assert.throws(() => after({ old: 100 }, 10, true), catalogueError('TrafficInvalid', '0 %'));
  });

  it('always adds up to 100', () => {
    const split = fc
      .array(fc.nat(100), { maxLength: 5 })
      .map((shares) => Object.fromEntries(shares.map((share, index) => [`v${index}`, share])));
    fc.assert(
      fc.property(split, fc.integer({ min: 0, max: 100 }), fc.boolean(), (now, percent, isDefault) => {
        try {
          const shares = Object.values(after(now, percent, isDefault));
          assert.equal(
            shares.reduce((sum, share) => sum + share, 0),
            100,
          );
          assert.ok(shares.every((share) => share > 0));
        } catch (error) {
          assert.ok(isExtensionError(error) && error.code === 'TrafficInvalid', String(error));
        }
      }),
    );
  });

  it('compares splits without what gets nothing, and names them', () => {
    assert.ok(sameTraffic({ a: 100, b: 0 }, { a: 100 }));
    assert.ok(!sameTraffic({ a: 100 }, { b: 100 }));
    assert.equal(describeTraffic({ b: 10, a: 90, c: 0 }), 'a 90 %, b 10 %');
    assert.equal(describeTraffic({}), 'nobody');
  });
});
