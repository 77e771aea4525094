// How strongly counts speak against "it happens in at most `p0` of the cases". Valid at every look, however often one looks.
//
// The e-value is the likelihood of the counts under all rates above p0 (each as likely as the other before anything was
// seen) over their likelihood at p0. While the true rate is at most p0, its mean is at most 1 at every moment, and the chance
// that it EVER reaches 1/a is at most a (Ville's inequality). So a judge may look after every sample and stop at once.

/** ln(n!) for whole numbers from 0. */
export function logFactorial(n: number): number {
  if (n < 16) {
    let product = 1;
    for (let factor = 2; factor <= n; factor += 1) product *= factor;
    return Math.log(product);
  }
  // Stirling's series: from 16 on the next term is below 1e-11.
  const x = n + 1;
  return (
    (x - 0.5) * Math.log(x) -
    x +
    0.5 * Math.log(2 * Math.PI) +
    1 / (12 * x) -
    1 / (360 * x ** 3) +
    1 / (1260 * x ** 5)
  );
}

/** Chance of at most `most` hits among `n` when each comes with chance `p` in (0, 1). */
export function binomialAtMost(most: number, n: number, p: number): number {
  if (most >= n) return 1;
  let sum = 0;
  for (let k = 0; k <= most; k += 1) {
    const ways = logFactorial(n) - logFactorial(k) - logFactorial(n - k);
    sum += Math.exp(ways + k * Math.log(p) + (n - k) * Math.log1p(-p));
  }
  return Math.min(sum, 1);
}

/**
 * The e-value of `hits` among `n` against a rate of at most `p0`.
 *
 * @param p0 from 0 up to, not including, 1; with 0 a single hit settles it
 */
export function evidenceAgainst(p0: number, hits: number, n: number): number {
  if (n === 0) return 1;
  if (p0 <= 0) return hits > 0 ? Infinity : 1;
  const logBeta = logFactorial(hits) + logFactorial(n - hits) - logFactorial(n + 1);
  const logNull = hits * Math.log(p0) + (n - hits) * Math.log1p(-p0);
  const above = binomialAtMost(hits, n + 1, p0);
  return Math.exp(logBeta - logNull - Math.log1p(-p0) + Math.log(above));
}

/** Quantile of the normal distribution: a sentence needs one bound, the upper one. */
const oneSided95 = 1.6449;

/** Upper end of Wilson's interval: the rate is below it with 95 % confidence. */
export function wilsonUpper(hits: number, n: number, z = oneSided95): number {
  if (n === 0) return 1;
  const rate = hits / n;
  const centre = rate + (z * z) / (2 * n);
  const spread = z * Math.sqrt((rate * (1 - rate)) / n + (z * z) / (4 * n * n));
  return Math.min(1, (centre + spread) / (1 + (z * z) / n));
}
