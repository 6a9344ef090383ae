import assert from 'node:assert/strict';
import type { Cost, Host, Topology } from '../../../src/topology/model.ts';
import type { Published } from '../../../src/topology/plan.ts';
import { assumedOperations, sensitivity } from '../../../src/simulator/run/sensitivity.ts';
import { emptyTopology, experiment, flow, measure, observation, plan, point } from './fakes.ts';

const cost = (value: number, standing: Cost['standing']): Cost => ({ value, unit: 'cycles', standing, source: 'test' });

const priced = (operations: Record<string, Cost>): Topology => ({
  ...emptyTopology,
  hosts: [{ costs: { name: 'era', operations } } as Host]
});

/** A fake estimator: 10 Gb/s, less one for each cycle of `bridge`. */
const slower = (topology: Topology) => observation({ flows: [flow('rx', 10 - topology.hosts[0]!.costs.operations['bridge']!.value)] });

const claim: Published = {
  name: 'claim',
  text: 'throughput(rx)',
  of: [1, 2, 3].map(() => measure('throughput', 'rx')),
  dimension: 'rate',
  value: 5e9,
  source: 'test',
  standing: 'read',
  use: 'predicted'
};

const study = (operations: Record<string, Cost>, published: readonly Published[]) =>
  plan(
    experiment({ varies: ['guests'], points: [1, 2, 3].map(guests => ({ ...point({ guests }), topology: priced(operations) })), published })
  );

const options = { share: 0.2, version: 'test' };

describe('sensitivity of headlines to assumed costs', () => {
  const costs = { bridge: cost(5, 'assumed'), skb: cost(3, 'assumed'), page: cost(2, 'read') };

  it('changes each assumed cost alone, both ways', () => {
    const [headline] = sensitivity(study(costs, [claim]), slower, options);
    assert.ok(Math.abs(headline!.value / 5e9 - 1) < 1e-5);
    const [bridge, skb, ...others] = headline!.effects;
    assert.deepEqual(others, []);
    assert.equal(bridge!.operation, 'bridge');
    assert.ok(Math.abs(bridge!.cheaper - 0.2) < 1e-5 && Math.abs(bridge!.dearer + 0.2) < 1e-5);
    assert.deepEqual(skb, { operation: 'skb', cheaper: 0, dearer: 0 });
  });

  it('leaves alone what has a source', () => {
    const sourced = study({ bridge: cost(5, 'fitted'), page: cost(2, 'read') }, [claim]);
    assert.deepEqual(assumedOperations(sourced), []);
    assert.deepEqual(sensitivity(sourced, slower, options)[0]!.effects, []);
  });

  for (const [what, published, name] of [
    ['its claims', [claim], 'claim'],
    ['the goodput, where nothing is claimed', [], 'goodput']
  ] as const) {
    it(`reads ${what} at both ends of the sweep`, () => {
      const headlines = sensitivity(study(costs, published), slower, options);
      assert.deepEqual(
        headlines.map(one => [one.name, one.parameters['guests'], Math.round(one.value / 1e6)]),
        [
          [name, 1, 5000],
          [name, 3, 5000]
        ]
      );
    });
  }
});
