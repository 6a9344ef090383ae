/** Network processors shared by metarouters: who is kept from whom, in both engines. */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { estimate } from '../../../src/simulator/analytic/estimate.ts';
import { assertWithin, goodput, run, topologyOf } from '../support.ts';

const example = readFileSync('examples/published/s02-metarouters-2006.xnet', 'utf8');
const RESERVED = 752e6;

interface Case {
  readonly kept: string;
  readonly slice?: string;
  readonly flood?: string;
  readonly excess?: number;
}

const text = ({ kept, slice = '1 Gbps', flood = '3 Gbps', excess = 20 }: Case): string =>
  example
    .replace(/param kept *= partition/, `param kept = ${kept}`)
    .replace(/param slice *= 1 Gbps/, `param slice = ${slice}`)
    .replace(/param flood *= 3 Gbps/, `param flood = ${flood}`)
    .replace(/param excess *= 20/, `param excess = ${excess}`);

const short = { duration: 0.04, warmup: 0.015 };

describe('metarouters on one network processor', () => {
  for (const kept of ['partition', 'checked']) {
    for (const flood of ['100 Mbps', '6 Gbps']) {
      it(`leave each other what is reserved: ${kept}, ${flood} of flood`, () => {
        const observation = run(text({ kept, flood }), short);
        for (const flow of ['one', 'two']) assert.ok(goodput(observation, flow) >= 0.95 * RESERVED);
        assert.deepEqual(
          observation.flows.filter(flow => flow.name !== 'three').map(flow => flow.lost),
          [0, 0]
        );
      });
    }
  }

  it('take it from each other where nothing is enforced, the more the more one sends', () => {
    const left = ['50 Mbps', '500 Mbps', '3 Gbps'].map(flood =>
      goodput(run(text({ kept: 'none', slice: '10 Gbps', flood }), short), 'one')
    );
    assert.ok(left[2]! < left[1]! && left[1]! < left[0]!, String(left));
    assert.ok(left[2]! < 0.95 * RESERVED);
  });

  it('pay little for checking, and nothing for partitions', () => {
    const busy = (kept: string): number =>
      estimate(topologyOf(text({ kept, flood: '700 Mbps', excess: 1 }))).resources.find(each => each.name === 'np.first')!.utilization;
    assert.ok(busy('checked') > busy('partition') && busy('checked') < 1.05 * busy('partition'));
  });

  for (const each of [
    { kept: 'partition' },
    { kept: 'none', slice: '10 Gbps' },
    { kept: 'none', slice: '10 Gbps', flood: '2.4 Gbps', excess: 1 },
    { kept: 'checked', excess: 1 }
  ]) {
    it(`are estimated as they are simulated: ${JSON.stringify(each)}`, () => {
      // Wires so fast that random arrivals stay random: a wire that spaces a flood lets it find room more often than the others.
      const fast = text(each).replaceAll('rate = 10 Gbps', 'rate = 1 Tbps');
      const simulated = run(fast, { duration: 0.15, warmup: 0.03 });
      const estimated = estimate(topologyOf(fast));
      for (const flow of ['one', 'two', 'three']) assertWithin(goodput(estimated, flow), goodput(simulated, flow), 0.03, flow);
    });
  }

  it('let traffic of no metarouter pass to its link', () => {
    const passing = run(text({ kept: 'partition' }).replace('; via = np.third_out', ''), short);
    assert.ok(passing.resources.every(each => each.name !== 'np.third'));
  });

  /** The first and the third go by weight, the second has its gigabit; of 3 Gb/s on the wire 200 in 266 bytes are payload. */
  const weighted = (weight: number, load: string): string =>
    text({ kept: 'partition', excess: 1, flood: '3 Gbps' })
      .replace(
        'link = out; rate = slice; burst = 16 KiB }\n  metalink second_out',
        `link = out; weight = ${weight} }\n  metalink second_out`
      )
      .replace('metarouter = third;  link = out; rate = slice; burst = 16 KiB', 'metarouter = third;  link = out; weight = 1')
      .replace('rate = 730 Mbps; arrival = poisson; via = np.first', `rate = ${load}; arrival = poisson; via = np.first`)
      .replaceAll('engines = 5', 'engines = 50')
      .replace('cores = 15', 'cores = 150')
      .replaceAll('bandwidth_quota = 800 Mbps', 'bandwidth_quota = 80 Gbps');
  const PAYLOAD = 200 / 266;

  for (const [weight, load, first, third] of [
    [3, '3 Gbps', 1.515e9, 0.505e9],
    [1, '3 Gbps', 1.01e9, 1.01e9],
    // What the first does not want, and what the second has reserved and does not use, is the third's.
    [3, '376 Mbps', 0.5e9, 1.53e9]
  ] as const) {
    it(`give a link by weight what nobody uses: ${weight} : 1, the first offering ${load}`, () => {
      const seen = run(weighted(weight, load), short);
      const estimated = estimate(topologyOf(weighted(weight, load)));
      for (const [flow, rate] of [
        ['one', first],
        ['two', 730e6 / PAYLOAD],
        ['three', third]
      ] as const) {
        // Of 6,000 random arrivals, three standard errors.
        assertWithin(goodput(seen, flow), rate * PAYLOAD, 0.04, flow);
        assertWithin(goodput(estimated, flow), goodput(seen, flow), 0.03, `estimate of ${flow}`);
      }
      assert.equal(seen.flows.find(flow => flow.name === 'two')!.lost, 0);
    });
  }
});

describe('what a network processor takes', () => {
  const utilization = (text_: string): number => estimate(topologyOf(text_)).resources.find(each => each.name === 'np.first')!.utilization;
  const calm = text({ kept: 'checked', flood: '100 Mbps', excess: 1 });

  it('is priced by its cost block, the shipped one where it names none', () => {
    assertWithin(utilization(calm.replace(/costs *= ixp_2006/, '')), utilization(calm), 1e-9, 'utilization');
    const dear = calm.replace(/costs *= ixp_2006/, 'costs = dear').concat('\ncosts dear : ixp_2006 {\n  quota_check = 4012 cycles\n}\n');
    // 4,000 instructions, 12 and 30 · 2 of checks; then 4,000 cycles more.
    assertWithin(utilization(dear) / utilization(calm), 8072 / 4072, 1e-6, 'ratio');
  });

  it('is forwarding as the block has it where a metarouter gives no instructions', () => {
    const silent = calm.replace(
      /engines = 5; memory_quota = 1 MiB; bandwidth_quota = 800 Mbps; instructions = 4000;?/,
      'engines = 5; memory_quota = 1 MiB; bandwidth_quota = 800 Mbps;'
    );
    assertWithin(utilization(silent) / utilization(calm), (1500 + 72) / 4072, 1e-6, 'ratio');
  });

  it('grows with what a reference takes, and sram_latency says otherwise', () => {
    const free = { kept: 'none', slice: '10 Gbps', flood: '100 Mbps', excess: 1 };
    const memory = (text_: string): number => estimate(topologyOf(text_)).resources.find(each => each.name === 'np.sram')!.utilization;
    const base = text(free);
    assertWithin(
      memory(base.replace('sram_banks = 4', 'sram_banks = 4; sram_latency = 100 ns')) / memory(base),
      100 / 5,
      1e-6,
      'twenty times 5 ns'
    );
  });
});
