/** What an answering application computes: its time, its cycles, its vCPU. */
import assert from 'node:assert/strict';
import { estimate } from '../../../src/simulator/analytic/estimate.ts';
import type { Observation } from '../../../src/simulator/observation.ts';
import { assertWithin, run, topologyOf } from '../support.ts';

const CLOCK = 2.5e9;

const served = (model: string, flow: string): string => `
import "xnet:costs/xen-2009"
host server {
  cpu { cores = 4; clock = 2.5 GHz }
  hypervisor { kind = xen; iommu = true }
  costs = xen_2009
  nic eth0 { rate = 10 Gbps; rx_queues = 8; vfs = 4 }
  domain dom0 { role = driver; vcpus = 1; pin = [0] }
  bridge br { domain = dom0; uplink = eth0 }
  domain guest { vcpus = 1; pin = [1]; vif eth0 { model = ${model}; bridge = br; nic = eth0 } }
}
peer client { rate = 10 Gbps }
link { ends = [client, server.eth0]; delay = 5 us }
flow ask { from = client; to = server.guest.eth0; transport = rpc; start = 0 s; ${flow} }
`;

const WINDOW = { duration: 0.06, warmup: 0.01 };
const latency = (seen: Observation): number => seen.flows[0]!.latency!.mean;
const answers = (seen: Observation): number => seen.flows[0]!.latency!.count / seen.seconds;

describe('an application that computes before it answers', () => {
  for (const model of ['netfront', 'sriov', 'multiqueue', 'shared']) {
    it(`${model}: takes that much longer, in cycles or as a time`, () => {
      const without = latency(run(served(model, ''), WINDOW));
      for (const compute of ['100_000 cycles', '40 us']) {
        const text = served(model, `compute = ${compute}`);
        const seen = run(text, WINDOW);
        assertWithin(latency(seen) - without, 40e-6, 0.01, compute);
        assertWithin(latency(estimate(topologyOf(text))), latency(seen), 0.03, 'estimate');
      }
    });
  }

  it('a process that polls computes, too', () => {
    const fabric = (compute: string): number =>
      latency(
        run(
          `import "xnet:costs/infiniband-2006"
host a { cpu { cores = 2; clock = 2.5 GHz }; hypervisor { kind = none }; costs = infiniband_2006
  nic ib { rate = 8 Gbps }; domain os { role = native; vcpus = 1; vif q { model = bypass; nic = ib; completion = poll } } }
host b : a { }
link { ends = [a.ib, b.ib]; delay = 100 ns }
flow ask { from = a.os.q; to = b.os.q; transport = rpc; start = 0 s; ${compute} }`,
          WINDOW
        )
      );
    assertWithin(fabric('compute = 40 us') - fabric(''), 40e-6, 0.01, 'longer');
  });

  it('its cycles are the application’s, one sum for each answer of several packets', () => {
    const seen = run(served('sriov', 'compute = 100_000 cycles; response = 10 KB'), WINDOW);
    const guest = seen.domains.find(({ name }) => name === 'server.guest')!;
    assertWithin(guest.cycles['application']! / (answers(seen) * seen.seconds), 100_000, 0.01, 'cycles an answer');
  });

  for (const outstanding of [8, 64]) {
    it(`${outstanding} clients keep one vCPU busy: requests wait, and are answered as fast as it computes`, () => {
      const text = served('sriov', `compute = 250_000 cycles; outstanding = ${outstanding}`);
      const seen = run(text, { duration: 0.3, warmup: 0.05 });
      const guest = seen.domains.find(({ name }) => name === 'server.guest')!;
      const spent = Object.values(guest.cycles).reduce((sum, cycles) => sum + cycles, 0) / (answers(seen) * seen.seconds);
      assert.ok(spent > 250_000);
      assertWithin(answers(seen), CLOCK / spent, 0.01, 'answers a second');
      assertWithin(answers(seen) * latency(seen), outstanding, 0.02, "Little's law");
      assertWithin(estimate(topologyOf(text)).flows[0]!.packets, answers(seen), 0.03, 'estimate');
    });
  }

  it('a peer answers at once', () => {
    const text = (compute: string): string =>
      served('sriov', '').replace(
        /flow ask .*/,
        `flow ask { from = server.guest.eth0; to = client; transport = rpc; start = 0 s; ${compute} }`
      );
    assert.equal(latency(run(text('compute = 1 ms'), WINDOW)), latency(run(text(''), WINDOW)));
  });
});
