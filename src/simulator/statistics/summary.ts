/** What several replications say together: mean, confidence interval, fairness, shares. */
import { halfWidth } from '../../topology/result.ts';
import type { Interval } from '../../topology/result.ts';
import { criticalValue } from './student.ts';

/** Arithmetic mean; 0 of nothing. */
export function mean(values: readonly number[]): number {
  if (values.length === 0) return 0;
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** Standard deviation of a sample (n − 1 in the denominator); 0 for fewer than two. */
export function deviation(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const centre = mean(values);
  let squares = 0;
  for (const value of values) squares += (value - centre) * (value - centre);
  return Math.sqrt(squares / (values.length - 1));
}

/**
 * Mean of independent replications with its Student-t confidence interval.
 * One value alone has no interval: `low` and `high` are absent.
 * @param confidence ratio, 0.95 for 95 %
 */
export function interval(values: readonly number[], confidence: number): Interval {
  const centre = mean(values);
  if (values.length < 2) return { mean: centre };
  const half = (criticalValue(confidence, values.length - 1) * deviation(values)) / Math.sqrt(values.length);
  return { mean: centre, low: centre - half, high: centre + half };
}

/** True when the interval's half-width is at most this share of the mean: enough replications for `precision`. */
export function narrowEnough(values: readonly number[], confidence: number, precision: number): boolean {
  if (values.length < 2) return false;
  const estimate = interval(values, confidence);
  return halfWidth(estimate) <= precision * Math.abs(estimate.mean);
}

/** Mean with weights; 0 when they sum to nothing. */
export function weightedMean(values: readonly number[], weights: readonly number[]): number {
  let sum = 0;
  let total = 0;
  for (let at = 0; at < values.length; at++) {
    sum += values[at]! * weights[at]!;
    total += weights[at]!;
  }
  return total === 0 ? 0 : sum / total;
}

/** Jain's fairness index, 1/n (one takes all) to 1 (all alike). Undefined when nobody gets anything. */
export function jain(values: readonly number[]): number | undefined {
  let sum = 0;
  let squares = 0;
  for (const value of values) {
    sum += value;
    squares += value * value;
  }
  return squares === 0 ? undefined : (sum * sum) / (values.length * squares);
}
