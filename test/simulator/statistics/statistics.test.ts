import * as assert from 'node:assert/strict';
import fc from 'fast-check';
import { criticalValue, within } from '../../../src/simulator/statistics/student.ts';
import { halfWidth } from '../../../src/topology/result.ts';
import { deviation, interval, jain, mean, narrowEnough, weightedMean } from '../../../src/simulator/statistics/summary.ts';
import { suggestWarmup } from '../../../src/simulator/statistics/warmup.ts';
import { stream } from '../../../src/simulator/kernel/random.ts';

const near = (actual: number, expected: number, tolerance: number) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected} ± ${tolerance}`);

describe("Student's t", () => {
  // NIST/SEMATECH e-Handbook, table 1.3.6.7.2, and R's qt() for the long ones.
  const table: [confidence: number, degrees: number, t: number][] = [
    [0.9, 1, 6.313752],
    [0.95, 1, 12.706205],
    [0.99, 1, 63.656741],
    [0.9, 2, 2.919986],
    [0.95, 2, 4.302653],
    [0.95, 4, 2.776445],
    [0.99, 4, 4.604095],
    [0.95, 5, 2.570582],
    [0.95, 9, 2.262157],
    [0.99, 9, 3.249836],
    [0.9, 10, 1.812461],
    [0.95, 29, 2.04523],
    [0.95, 100, 1.983972],
    [0.999, 10, 4.586894],
    [0.5, 3, 0.764892],
    [0.95, 1000, 1.962339]
  ];
  for (const [confidence, degrees, t] of table) {
    it(`${confidence * 100} % with ${degrees} degrees of freedom is ${t}`, () => near(criticalValue(confidence, degrees), t, 6e-7 * t));
  }

  it('is the inverse of its own distribution function', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 0.9999, noNaN: true }), fc.integer({ min: 1, max: 300 }), (confidence, degrees) => {
        near(within(criticalValue(confidence, degrees), degrees), confidence, 1e-12);
      })
    );
  });

  it('tends to the normal distribution', () => near(criticalValue(0.95, 100_000), 1.959964, 3e-5));

  it('survives impossible confidences', () => {
    assert.equal(criticalValue(0, 3), 0);
    assert.equal(criticalValue(-1, 3), 0);
    assert.equal(criticalValue(NaN, 3), 0);
    assert.ok(Number.isFinite(criticalValue(1, 1)));
  });
});

describe('summary of replications', () => {
  it('interval of five', () => {
    // mean 3, s = sqrt(2.5), t(4) = 2.776445
    const got = interval([1, 2, 3, 4, 5], 0.95);
    assert.equal(got.mean, 3);
    near(halfWidth(got), 2.776445 * Math.sqrt(2.5 / 5), 1e-5);
  });

  it('one value has no interval, equal values one of no width', () => {
    assert.deepEqual(interval([7], 0.95), { mean: 7 });
    assert.deepEqual(interval([7, 7, 7], 0.95), { mean: 7, low: 7, high: 7 });
    assert.deepEqual(interval([], 0.95), { mean: 0 });
  });

  it('covers the truth as often as it promises', () => {
    const source = stream(5, 0, 'coverage', 'exponential');
    let covered = 0;
    for (let trial = 0; trial < 2000; trial++) {
      const sample = Array.from({ length: 10 }, () => source.uniform() + source.uniform() + source.uniform());
      const { low, high } = interval(sample, 0.95);
      if (low! <= 1.5 && 1.5 <= high!) covered++;
    }
    near(covered / 2000, 0.95, 0.015);
  });

  it('precision compares the half-width with the mean', () => {
    assert.equal(narrowEnough([100, 100.1, 99.9], 0.95, 0.01), true);
    assert.equal(narrowEnough([100, 120, 80], 0.95, 0.01), false);
    assert.equal(narrowEnough([100], 0.95, 0.5), false);
    assert.equal(narrowEnough([0, 0], 0.95, 0.01), true);
  });

  it('means, deviations, weights', () => {
    assert.equal(mean([1, 2, 6]), 3);
    assert.equal(mean([]), 0);
    assert.equal(deviation([2, 4]), Math.sqrt(2));
    assert.equal(weightedMean([1, 3], [1, 3]), 2.5);
    assert.equal(weightedMean([1], [0]), 0);
  });

  it("Jain's index", () => {
    assert.equal(jain([5, 5, 5, 5]), 1);
    assert.equal(jain([1, 0, 0, 0]), 0.25);
    near(jain([1, 2, 3])!, 36 / (3 * 14), 1e-15);
    assert.equal(jain([0, 0]), undefined);
  });
});

describe('MSER-5', () => {
  const noise = stream(9, 0, 'warmup', 'noise');
  const settledAt = (start: number, length: number) =>
    Array.from({ length }, (_, at) => 100 + (at < start ? (start - at) * 3 : 0) + noise.uniform());

  it('finds where a transient ends', () => {
    const suggestion = suggestWarmup(settledAt(100, 1000))!;
    assert.ok(suggestion.settled);
    assert.ok(suggestion.discard >= 90 && suggestion.discard <= 130, `${suggestion.discard}`);
  });

  it('cuts next to nothing from a steady series, and nothing from a constant one', () => {
    assert.ok(suggestWarmup(settledAt(0, 1000))!.discard <= 250);
    assert.deepEqual(suggestWarmup(new Array<number>(100).fill(4)), { discard: 0, settled: true });
  });

  it('says when a series never settled', () => {
    const ramp = Array.from({ length: 500 }, (_, at) => at);
    assert.equal(suggestWarmup(ramp)!.settled, false);
  });

  it('does not judge a short series', () => assert.equal(suggestWarmup(new Array<number>(49).fill(1)), undefined));
});
