import * as assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  BUCKET_ERROR,
  boundsOf,
  bucketOf,
  LatencyHistogram,
  mergeLatency,
  quantile,
  quantiles
} from '../../../src/simulator/statistics/histogram.ts';
import { latencyShares } from '../../../src/topology/result.ts';
import { stream } from '../../../src/simulator/kernel/random.ts';

const recorded = (values: readonly number[]) => {
  const histogram = new LatencyHistogram();
  for (const value of values) histogram.record(value);
  return histogram.summary()!;
};
const latencies = fc.array(fc.double({ min: 1e-9, max: 100, noNaN: true }), { minLength: 1, maxLength: 200 });

describe('latency histogram', () => {
  it('puts every latency into a bucket that contains it', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 9000, noNaN: true }), seconds => {
        const { low, width } = boundsOf(bucketOf(seconds));
        const slack = 1e-12 * seconds + 1e-24;
        assert.ok(low - slack <= seconds && seconds < low + width + slack, `${seconds} in [${low}, ${low + width})`);
      }),
      { numRuns: 3000 }
    );
  });

  it('has buckets that follow each other without gap or overlap', () => {
    for (let bucket = 0; bucket < 6000; bucket++) {
      const { low, width } = boundsOf(bucket);
      const next = boundsOf(bucket + 1).low;
      assert.ok(Math.abs(low + width - next) <= 1e-15 * next, `bucket ${bucket}`);
    }
  });

  it('states an error of at most 1 % and keeps it', () => {
    assert.ok(BUCKET_ERROR <= 0.01);
    fc.assert(
      fc.property(latencies, fc.double({ min: 0.001, max: 1, noNaN: true }), (values, share) => {
        const sorted = [...values].sort((left, right) => left - right);
        const exact = sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1]!;
        const got = quantile(recorded(values), share)!;
        assert.ok(Math.abs(got - exact) <= exact * BUCKET_ERROR * 1.001 + 1e-12, `${got} for ${exact}`);
      })
    );
  });

  it('keeps the mean and the maximum exact', () => {
    const summary = recorded([1e-6, 2e-6, 6e-6]);
    assert.equal(summary.count, 3);
    assert.ok(Math.abs(summary.mean - 3e-6) < 1e-20);
    assert.equal(summary.max, 6e-6);
    assert.ok(quantile(summary, 1)! <= 6e-6);
  });

  it('merges into what recording everything in one would have given', () => {
    fc.assert(
      fc.property(latencies, latencies, (left, right) => {
        const merged = mergeLatency([recorded(left), recorded(right)])!;
        const together = recorded([...left, ...right]);
        assert.deepEqual(merged.buckets, together.buckets);
        assert.equal(merged.count, together.count);
        assert.equal(merged.max, together.max);
        assert.ok(Math.abs(merged.mean - together.mean) <= 1e-12 * together.mean);
      })
    );
  });

  it('records a batch like its packets one by one, and forgets on clear', () => {
    const histogram = new LatencyHistogram();
    histogram.recordTimes(3e-6, 4);
    assert.deepEqual(histogram.summary()!.buckets, recorded([3e-6, 3e-6, 3e-6, 3e-6]).buckets);
    histogram.clear();
    assert.equal(histogram.summary(), undefined);
    assert.equal(mergeLatency([]), undefined);
  });

  it('takes impossible latencies without harm', () => {
    const summary = recorded([-1, 0, 1e9]);
    assert.equal(summary.count, 3);
    assert.equal(summary.max, 1e9);
    assert.equal(quantile(summary, 0.01), 5e-13);
  });

  it('tells many quantiles in one walk as it tells each alone, never falling, the last one exact', () => {
    fc.assert(
      fc.property(latencies, values => {
        const summary = recorded(values);
        const found = quantiles(summary, latencyShares)!;
        latencyShares.forEach((share, at) => {
          assert.equal(found[at], share === 1 ? Math.max(...values) : quantile(summary, share));
          assert.ok(at === 0 || found[at]! >= found[at - 1]!);
        });
      })
    );
  });

  it('an estimate without buckets has no quantiles', () => {
    assert.equal(quantile({ count: 10, mean: 1, max: 1, buckets: [] }, 0.5), undefined);
  });

  it('gives the p99 of an M/M/1 sojourn, ln(100)/(mu - lambda)', () => {
    // The sojourn time of M/M/1 is exponential; drawn directly here, so that only the histogram is under test.
    const source = stream(11, 0, 'queue', 'sojourn');
    const histogram = new LatencyHistogram();
    const mu = 1e6,
      lambda = 0.8e6;
    for (let n = 0; n < 200_000; n++) histogram.record(source.exponential(1 / (mu - lambda)));
    const exact = Math.log(100) / (mu - lambda);
    assert.ok(Math.abs(quantile(histogram.summary()!, 0.99)! / exact - 1) < 0.02);
  });
});
