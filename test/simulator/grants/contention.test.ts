/** Queues of one guest on several cores take the lines of its grant table from each other. */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { estimate } from '../../../src/simulator/analytic/estimate.ts';
import { assertWithin, goodput, run, topologyOf } from '../support.ts';

const example = readFileSync('examples/grant-queues.xnet', 'utf8');
const text = (policy: string, queues: number): string =>
  example.replace('param policy = copied', `param policy = ${policy}`).replace('param queues = 1', `param queues = ${queues}`);

describe('contention for a grant table', () => {
  for (const policy of ['copied', 'kept']) {
    it(`more queues take more, and less than in proportion: ${policy}`, () => {
      const rates = [1, 2, 4, 8].map(queues => goodput(estimate(topologyOf(text(policy, queues)))));
      rates.slice(1).forEach((rate, at) => assert.ok(rate > rates[at]! && rate < 2 * rates[at]!, String(rates)));
    });

    it(`is estimated as it is simulated: ${policy}`, () => {
      const simulated = run(text(policy, 4), { duration: 0.012, warmup: 0.004 });
      assertWithin(goodput(estimate(topologyOf(text(policy, 4)))), goodput(simulated), 0.03, 'goodput');
    });
  }

  it('is nothing where one core serves all queues', () => {
    const topology = topologyOf(text('copied', 4).replace('netback_tasklets = queues', 'netback_tasklets = 1'));
    assert.ok(estimate(topology).domains.every(domain => domain.cycles['grant contention'] === undefined));
  });
});
