import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  binomialAtMost,
  evidenceAgainst,
  logFactorial,
  wilsonUpper,
} from '../../../../src/core/rollout/evidence.ts';

const near = (found: number, known: number, tolerance = 1e-9): void =>
  assert.ok(Math.abs(found - known) <= tolerance * Math.max(1, Math.abs(known)), `${found} is not ${known}`);

describe('src/core/rollout/evidence.ts', () => {
  it('knows the logarithms of factorials', () => {
    near(logFactorial(0), 0);
    near(logFactorial(15), 27.899271383840894);
    near(logFactorial(16), 30.671860106080672);
    near(logFactorial(20), 42.335616460753485);
    near(logFactorial(100), 363.73937555556347);
  });

  it('knows the binomial distribution', () => {
    near(binomialAtMost(2, 10, 0.5), 0.0546875);
    near(binomialAtMost(0, 100, 0.01), 0.3660323412732292);
    near(binomialAtMost(3, 20, 0.1), 0.8670466765656649);
    near(binomialAtMost(10, 10, 0.3), 1);
  });

  it('weighs hits as the formula says where it can be written out by hand', () => {
    // All of n hits: (1 - p0^(n+1)) / ((1 - p0) (n + 1) p0^n).
    near(evidenceAgainst(0.5, 10, 10), 2047 / 11);
    near(evidenceAgainst(0.01, 1, 1), 50.5);
    near(evidenceAgainst(0.01, 2, 2), (1 - 1e-6) / (0.99 * 3 * 1e-4));
    assert.equal(evidenceAgainst(0.01, 0, 0), 1);
    assert.equal(evidenceAgainst(0, 1, 500), Infinity);
    assert.equal(evidenceAgainst(0, 0, 500), 1);
  });

  it('is worth 1 on average at the border, after any number of samples: the law that makes every look valid', () => {
    const chance = (k: number, n: number, p: number): number => {
      let ways = 1;
      for (let i = 1; i <= k; i += 1) ways *= (n - k + i) / i;
      return ways * p ** k * (1 - p) ** (n - k);
    };
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.constantFrom(0.01, 0.05, 0.2, 0.5), (n, p0) => {
        let mean = 0;
        for (let k = 0; k <= n; k += 1) mean += chance(k, n, p0) * evidenceAgainst(p0, k, n);
        near(mean, 1, 1e-6);
      }),
    );
  });

  it('grows with every hit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.nat(199), (n, k) => {
        fc.pre(k < n);
        assert.ok(evidenceAgainst(0.05, k + 1, n) > evidenceAgainst(0.05, k, n));
      }),
    );
  });

  it('knows Wilson’s interval', () => {
    near(wilsonUpper(0, 100, 1.96), 3.8416 / 103.8416);
    near(wilsonUpper(10, 100, 1.96), 0.1744, 1e-4);
    assert.equal(wilsonUpper(0, 0), 1);
  });
});
