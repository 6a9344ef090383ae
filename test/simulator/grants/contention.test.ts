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

/** A guest with queues of its own in the NIC, polled by vCPUs of the driver domain, each on a core of its own. */
const sorted = (mode: string, queues: number, vcpus: number, more = ''): string => `
import "xnet:costs/xen-2009"
grants policy { mode = ${mode}; pool = 4096 }
host server {
  cpu        { cores = 16; clock = 2.66 GHz }
  hypervisor { kind = xen }
  costs = xen_2009
  nic eth0 { rate = 100 Gbps; rx_queues = 16; ring = 4096; coalesce = 50 us }
  domain dom0 { role = driver; vcpus = ${vcpus}; pin = [0..${vcpus - 1}] }
  bridge xenbr0 { domain = dom0; uplink = eth0 }
  domain guest { vcpus = 8; pin = [8..15]; max_grant_frames = 256
    vif eth0 { model = multiqueue; bridge = xenbr0; grants = policy; queues = ${queues} }
    ${more}
  }
}
peer client { rate = 100 Gbps }
link { ends = [client, server.eth0] }
flow rx { from = client; to = server.guest.eth0; transport = udp; size = 64 B; streams = ${queues}; rate = ${queues} * 512 Mbps }
`;
const transfers = (text: string): number => {
  const seen = estimate(topologyOf(text));
  const dom0 = seen.domains.find(each => each.name === 'server.dom0')!;
  return (dom0.cycles['grant contention'] ?? 0) / dom0.packets;
};

describe('contention behind a NIC that sorts packets', function () {
  this.timeout(30_000);

  it('grows with the cores that map and unmap, towards every line every time', () => {
    const cycles = [1, 2, 4, 8].map(cores => transfers(sorted('map', cores, cores)));
    // A line for the packet, four each for map and unmap, 200 cycles a transfer: (n − 1) / n of 1,800.
    cycles.forEach((each, at) => assertWithin(1 + each, 1 + (1800 * (2 ** at - 1)) / 2 ** at, 1e-6, `${2 ** at} cores`));
  });

  it('costs buffers that stay mapped next to nothing', () => {
    assert.ok(transfers(sorted('reuse', 4, 4)) < transfers(sorted('map', 4, 4)) / 8);
  });

  it('is nothing on one core, whatever the number of queues', () => {
    assert.equal(transfers(sorted('map', 4, 1)), 0);
  });

  it('counts cores that serve the same table for another vif', () => {
    const alone = sorted('map', 1, 4);
    const beside = sorted('map', 1, 4, 'vif eth1 { model = netfront; bridge = xenbr0; queues = 2 }');
    assert.ok(transfers(beside) > transfers(alone));
  });

  it('more cores take more, and less than in proportion', () => {
    const rates = [1, 2, 4].map(cores => goodput(estimate(topologyOf(sorted('map', cores, cores)))));
    rates.slice(1).forEach((rate, at) => assert.ok(rate > rates[at]! && rate < 1.95 * rates[at]!, String(rates)));
  });

  for (const mode of ['map', 'reuse']) {
    it(`is estimated as it is simulated: ${mode}`, () => {
      const simulated = run(sorted(mode, 4, 4), { duration: 0.03, warmup: 0.01 });
      assertWithin(goodput(estimate(topologyOf(sorted(mode, 4, 4)))), goodput(simulated), 0.03, 'goodput');
    });
  }
});
