/**
 * Quantiles of Student's t distribution for whole degrees of freedom.
 *
 * With θ = atan(t/√ν) the distribution function is a finite sum of powers of cos θ (Abramowitz & Stegun 26.7.3–4), so it
 * needs no tables and no approximation. Only + − × ÷ and √ are used, which IEEE 754 specifies exactly: intervals come out
 * the same, to the last bit, on every platform.
 */

/**
 * Two-sided critical value: |T| stays below it with this probability.
 * @param confidence between 0 and 1, e.g. 0.95; clipped to [0, 1 − 1e-12]
 * @param degrees degrees of freedom, at least 1
 */
export function criticalValue(confidence: number, degrees: number): number {
  const wanted = Math.min(Math.max(confidence, 0), 1 - 1e-12);
  if (!(wanted > 0)) return 0;
  let high = 1;
  while (within(high, degrees) < wanted) high *= 2;
  let low = high === 1 ? 0 : high / 2;
  // Halving until the ends touch: at most about 60 steps, and no derivative to go wrong far out in the tail.
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return high;
    if (within(middle, degrees) < wanted) low = middle;
    else high = middle;
  }
}

/** Probability that |T| stays below t, for t ≥ 0. */
export function within(t: number, degrees: number): number {
  const cosineSquared = degrees / (degrees + t * t);
  const sine = t / Math.sqrt(degrees + t * t);
  if (degrees % 2 === 0) return sine * powerSum(cosineSquared, degrees / 2, 0);
  const angle = arcTangent(t / Math.sqrt(degrees));
  const cosine = Math.sqrt(cosineSquared);
  const sum = degrees === 1 ? 0 : sine * cosine * powerSum(cosineSquared, (degrees - 1) / 2, 1);
  return (angle + sum) * (2 / Math.PI);
}

/** 1 + ½c + (1·3)/(2·4)c² + … with `terms` terms; with `odd` the factors are ⅔, (2·4)/(3·5), … */
function powerSum(cosineSquared: number, terms: number, odd: 0 | 1): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; k < terms && term > 1e-18; k++) {
    term *= (cosineSquared * (2 * k - 1 + odd)) / (2 * k + odd);
    sum += term;
  }
  return sum;
}

/** Arc tangent of x ≥ 0: the angle is halved four times, then the series needs few terms. */
function arcTangent(x: number): number {
  if (x > 1e8) return Math.PI / 2 - 1 / x;
  let reduced = x;
  for (let halving = 0; halving < 4; halving++) reduced /= 1 + Math.sqrt(1 + reduced * reduced);
  const square = reduced * reduced;
  let power = reduced;
  let sum = 0;
  for (let k = 0; k < 20; k++) {
    sum += (k % 2 === 0 ? power : -power) / (2 * k + 1);
    power *= square;
  }
  return 16 * sum;
}
