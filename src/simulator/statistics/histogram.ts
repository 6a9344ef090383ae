/**
 * Latency histogram with log-linear buckets: every power of two is cut into 128 equal buckets, starting at 1 ps.
 *
 * A bucket is reported as its middle, so a quantile is off by at most {@link BUCKET_ERROR} of itself (below 128 ps by half
 * a picosecond); the mean and the maximum are exact. Recording is a handful of integer operations and allocates nothing.
 */
import type { LatencySummary } from '../observation.ts';

const SUB_BITS = 7;
const SUB_BUCKETS = 1 << SUB_BITS;
const PER_SECOND = 1e12;
const LARGEST = 2 ** 53 - 1;
/** Values above 2^31 are shifted down by this many bits before the integer part of the work. */
const SHIFT = 22;
const BUCKETS = (53 - SUB_BITS + 1) * SUB_BUCKETS;

/** Largest relative error of a quantile: half a bucket's width. */
export const BUCKET_ERROR = 1 / (2 * SUB_BUCKETS);

export class LatencyHistogram {
  private readonly counts = new Uint32Array(BUCKETS);
  private count = 0;
  private sum = 0;
  private max = 0;

  /** Takes in one latency in seconds. A negative one counts as 0, one above 9,007 s falls into the last bucket. */
  record(seconds: number): void {
    const value = seconds > 0 ? seconds : 0;
    this.counts[bucketOf(value)]!++;
    this.count++;
    this.sum += value;
    if (value > this.max) this.max = value;
  }

  /** Takes in the same latency several times, as when a batch of packets shares its time stamps. */
  recordTimes(seconds: number, times: number): void {
    const value = seconds > 0 ? seconds : 0;
    this.counts[bucketOf(value)]! += times;
    this.count += times;
    this.sum += value * times;
    if (value > this.max) this.max = value;
  }

  /** Forgets everything, as at the end of the warm-up. */
  clear(): void {
    this.counts.fill(0);
    this.count = 0;
    this.sum = 0;
    this.max = 0;
  }

  /** What was recorded, or undefined when nothing was. */
  summary(): LatencySummary | undefined {
    if (this.count === 0) return undefined;
    const buckets: [number, number][] = [];
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      const count = this.counts[bucket]!;
      if (count > 0) buckets.push([bucket, count]);
    }
    return { count: this.count, mean: this.sum / this.count, max: this.max, buckets };
  }
}

/** Number of the bucket that holds this many seconds. */
export function bucketOf(seconds: number): number {
  let value = seconds * PER_SECOND;
  if (value > LARGEST) value = LARGEST;
  let octave = 1 - SUB_BITS;
  if (value >= 2_147_483_648) {
    value *= 2 ** -SHIFT;
    octave += SHIFT;
  }
  const integer = value | 0;
  const exponent = 31 - Math.clz32(integer);
  if (exponent < SUB_BITS) return integer;
  return ((exponent + octave) << SUB_BITS) + (integer >>> (exponent - SUB_BITS)) - SUB_BUCKETS;
}

/** Lower end and width of a bucket, seconds. */
export function boundsOf(bucket: number): { readonly low: number; readonly width: number } {
  const octave = Math.floor(bucket / SUB_BUCKETS);
  if (octave === 0) return { low: bucket / PER_SECOND, width: 1 / PER_SECOND };
  const width = 2 ** (octave - 1);
  return { low: ((SUB_BUCKETS + (bucket % SUB_BUCKETS)) * width) / PER_SECOND, width: width / PER_SECOND };
}

/** Several histograms as one: of the members of a flow, or of the replications of a point. Undefined when all are empty. */
export function mergeLatency(parts: readonly LatencySummary[]): LatencySummary | undefined {
  const counts = new Map<number, number>();
  let count = 0;
  let sum = 0;
  let max = 0;
  for (const part of parts) {
    for (const [bucket, n] of part.buckets) counts.set(bucket, (counts.get(bucket) ?? 0) + n);
    count += part.count;
    sum += part.mean * part.count;
    max = Math.max(max, part.max);
  }
  if (count === 0) return undefined;
  return { count, mean: sum / count, max, buckets: [...counts].sort((left, right) => left[0] - right[0]) };
}

/**
 * The latencies that these shares (ascending) of the packets do not exceed, seconds, each as {@link quantile} has it; all in one
 * walk over the buckets. Undefined when there are no buckets (an estimate).
 */
export function quantiles(summary: LatencySummary, shares: readonly number[]): readonly number[] | undefined {
  const total = summary.buckets.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return undefined;
  let at = -1;
  let seen = 0;
  return shares.map(share => {
    const rank = Math.max(1, Math.ceil(share * total));
    while (seen < rank && at + 1 < summary.buckets.length) seen += summary.buckets[++at]![1];
    const { low, width } = boundsOf(summary.buckets[Math.max(0, at)]![0]);
    return share >= 1 ? summary.max : Math.min(low + width / 2, summary.max);
  });
}

/**
 * The latency that this share of the packets does not exceed, seconds: the middle of its bucket, never above the maximum.
 * Undefined when there are no buckets (an estimate).
 */
export function quantile(summary: LatencySummary, share: number): number | undefined {
  let total = 0;
  for (const [, count] of summary.buckets) total += count;
  if (total === 0) return undefined;
  const rank = Math.max(1, Math.ceil(share * total));
  let seen = 0;
  for (const [bucket, count] of summary.buckets) {
    seen += count;
    if (seen >= rank) {
      const { low, width } = boundsOf(bucket);
      return Math.min(low + width / 2, summary.max);
    }
  }
  return summary.max;
}
