import assert from 'node:assert/strict';
import type { Cost, Host, Topology } from '../../../src/topology/model.ts';
import type { Published } from '../../../src/topology/plan.ts';
import { predict } from '../../../src/simulator/run/ranges.ts';
import { emptyTopology, experiment, flow, measure, observation, plan, point } from './fakes.ts';

const cost = (value: number, standing: Cost['standing'], range?: readonly [number, number]): Cost => ({
  value,
  unit: 'cycles',
  standing,
  source: 'test',
  ...(range ? { range } : {})
});

/** A topology whose only host is priced; the fake estimator's throughput is 10 Gb/s less one for each cycle of `bridge`. */
const priced = (operations: Record<string, Cost>): Topology => ({
  ...emptyTopology,
  hosts: [{ costs: { name: 'era', operations } } as Host]
});

const slower = (topology: Topology) => observation({ flows: [flow('rx', 10 - topology.hosts[0]!.costs.operations['bridge']!.value)] });

const claim = (use: Published['use'], value: number, tolerance: number): Published => ({
  name: `claim_${use}`,
  text: 'throughput(rx)',
  of: [measure('throughput', 'rx')],
  dimension: 'rate',
  value,
  tolerance: { value: tolerance, relative: false },
  source: 'test',
  standing: 'read',
  use
});

const study = (operations: Record<string, Cost>, ...published: Published[]) =>
  plan(experiment({ points: [{ ...point({ guests: 1 }), topology: priced(operations) }], published }));

const options = { draws: 200, seed: 3, version: 'test' };

describe('predictions over the ranges of assumed costs', () => {
  it('draws every value of the range alike', () => {
    const { rows, accepted } = predict(study({ bridge: cost(5, 'assumed', [4, 6]) }, claim('predicted', 5e9, 0.5e9)), slower, options);
    assert.equal(accepted, 200);
    const [row] = rows;
    assert.ok(Math.abs(row!.median - 5e9) < 0.2e9, `median ${row!.median}`);
    assert.ok(row!.low > 4e9 && row!.low < 4.3e9, `low ${row!.low}`);
    assert.ok(row!.high < 6e9 && row!.high > 5.7e9, `high ${row!.high}`);
    assert.ok(Math.abs(row!.shareWithin! - 0.5) < 0.12, `share ${row!.shareWithin}`);
  });

  it('rejects draws that miss a fit', () => {
    const { rows, accepted } = predict(
      study({ bridge: cost(5, 'assumed', [4, 6]) }, claim('fitted', 5.5e9, 0.25e9), claim('predicted', 5e9, 0.5e9)),
      slower,
      options
    );
    assert.ok(accepted > 20 && accepted < 90, `${accepted} accepted`);
    assert.ok(rows[0]!.low >= 5.24e9 && rows[0]!.high <= 5.76e9);
  });

  it('leaves alone what was read or fitted, or has no range', () => {
    const fixed = { bridge: cost(5, 'fitted', [4, 6]), skb: cost(1, 'read', [0, 2]), page: cost(1, 'assumed') };
    const { rows, ranges } = predict(study(fixed, claim('predicted', 5e9, 0.5e9)), slower, options);
    assert.deepEqual(ranges, []);
    assert.equal(rows[0]!.low, rows[0]!.high);
  });

  it('gives the same draws for the same seed', () => {
    const one = (seed: number) =>
      predict(study({ bridge: cost(5, 'assumed', [4, 6]) }, claim('predicted', 5e9, 1e9)), slower, { ...options, seed });
    assert.deepEqual(one(3), one(3));
    assert.notDeepEqual(one(3).rows, one(4).rows);
  });

  it('stops when asked', () => {
    let asked = 0;
    const { draws } = predict(study({ bridge: cost(5, 'assumed', [4, 6]) }, claim('predicted', 5e9, 1e9)), slower, {
      ...options,
      shouldStop: () => asked++ >= 7
    });
    assert.equal(draws, 7);
  });
});
