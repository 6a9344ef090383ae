import assert from 'node:assert/strict';
import { UnreachableError } from '../../../src/simulator/model/routes.ts';
import type { Observation } from '../../../src/simulator/observation.ts';
import { estimate } from '../../../src/simulator/analytic/estimate.ts';
import { both, close, figures, pair, simulated, topologyOf, type Pair } from './topologies.ts';

const guest: Pick<Pair, 'hypervisor' | 'role'> = { hypervisor: 'xen', role: 'guest' };
const vif = (more = 'completion = poll'): string => `model = bypass; ${more}`;
const message = (size: number, outstanding = 1): string => `transport = message; size = ${size} B; outstanding = ${outstanding}`;

const cyclesOf = (topology: Parameters<typeof simulated>[0], component: string): number => {
  const domain = simulated(topology).domains.find(each => each.name === 'left.user[1]')!;
  return domain.cycles[component]! / domain.packets;
};

describe('VMM-bypass', () => {
  for (const size of [4, 256, 2048, 32768]) {
    it(`${size} B: a guest that polls is as quick as a native process`, () => {
      const native = figures(simulated(pair({ vif: vif(), flow: message(size) })));
      const virtual = figures(simulated(pair({ ...guest, vif: vif(), flow: message(size) })));
      assert.ok(close(native.latency, virtual.latency, 1e-9));
      assert.ok(close(native.goodput, virtual.goodput, 1e-9));
    });

    it(`${size} B: an event adds a constant`, () => {
      const native = figures(simulated(pair({ vif: vif('completion = interrupt'), flow: message(size) })));
      const virtual = figures(simulated(pair({ ...guest, vif: vif('completion = interrupt'), flow: message(size) })));
      assert.ok(close(virtual.latency - native.latency, (15000 * 1) / 2e9 + 0, 0.3), `${virtual.latency - native.latency}`);
    });
  }

  it('registration of every message costs a guest more, and a cache takes it away', () => {
    const native = cyclesOf(pair({ vif: vif('registration = per_message'), flow: message(2048) }), 'registration');
    const virtual = cyclesOf(pair({ ...guest, vif: vif('registration = per_message'), flow: message(2048) }), 'registration');
    const cached = cyclesOf(
      pair({ ...guest, vif: vif('registration = per_message; buffer_reuse = 75 %'), flow: message(2048) }),
      'registration'
    );
    assert.ok(virtual > 1.1 * native && virtual < 1.5 * native);
    assert.ok(close(cached, virtual / 4, 0.01));
    const latencies = [0, 25, 50, 75, 100].map(
      reuse => figures(simulated(pair({ vif: vif(`registration = per_message; buffer_reuse = ${reuse} %`), flow: message(2048) }))).latency
    );
    for (let at = 1; at < latencies.length; at++) assert.ok(latencies[at]! < latencies[at - 1]!);
    assert.ok(close(latencies[4]!, figures(simulated(pair({ vif: vif(), flow: message(2048) }))).latency, 1e-9));
  });

  it('more contexts than the device holds are loaded again and again, pinned ones are not', () => {
    const rate = (contexts: number, pinned: number): number =>
      figures(
        simulated(
          pair({
            users: 8,
            nic: `contexts = ${contexts}; pinned_contexts = ${pinned}`,
            vif: vif('completion = interrupt'),
            flow: message(64, 1)
          })
        )
      ).packets;
    const all = rate(8, 0);
    const none = rate(4, 0);
    const half = rate(4, 4);
    assert.ok(none < half && half < all, `${none} ${half} ${all}`);
  });

  for (const contexts of [4, 8]) {
    it(`both engines agree with ${contexts} contexts for 8 users`, () => {
      const { run, estimate: means } = both(
        pair({ users: 8, nic: `contexts = ${contexts}; pinned_contexts = 2`, vif: vif('completion = interrupt'), flow: message(64, 2) })
      );
      assert.ok(close(run.packets, means.packets, 0.03), `${run.packets} ${means.packets}`);
    });
  }

  it('contexts used at random: the estimate of the share that must be loaded', () => {
    const flow = 'transport = message; size = 64 B; rate = 20 Mbps; arrival = poisson';
    const topology = pair({ users: 8, nic: 'contexts = 4', vif: vif('completion = interrupt'), flow });
    const utilization = (observation: Observation): number =>
      observation.resources.find(each => each.name === 'left.n.engine')!.utilization;
    const loaded = utilization(simulated(topology, 0.05));
    assert.ok(close(loaded, utilization(estimate(topology)), 0.03));
    assert.ok(loaded > 1.3 * utilization(estimate(pair({ users: 8, vif: vif('completion = interrupt'), flow }))));
  });

  it('a message that lost a packet is not delivered, and nothing is counted twice', () => {
    const observation = simulated(
      pair({ vif: vif(), flow: 'transport = message; size = 32 KiB; rate = 1 Gbps', link: 'loss = 1 %' }),
      0.02
    );
    const { sent, delivered, dropped, inFlight } = observation.conservation;
    assert.equal(sent, delivered + dropped + inFlight);
    const packets = Math.ceil(32768 / 1500);
    assert.equal(observation.flows[0]!.packets % packets, 0);
    const share = (1 - 0.01) ** packets;
    assert.ok(close(delivered / (delivered + dropped), share, 0.15), `${delivered / (delivered + dropped)} ${share}`);
  });

  it('requests and responses travel whole, there and back', () => {
    const { run, estimate: means } = both(pair({ vif: vif(), flow: 'transport = rpc; request = 64 B; response = 16 KiB' }));
    const one =
      figures(simulated(pair({ vif: vif(), flow: message(64) }))).latency +
      figures(simulated(pair({ vif: vif(), flow: message(16384) }))).latency;
    assert.ok(close(run.latency, one, 0.01), `${run.latency} ${one}`);
    assert.ok(close(means.latency, one, 0.02));
  });

  it('polls of two guests on one core take turns', () => {
    const text = (pin: number): string => `import "xnet:costs/infiniband-2006"
host a { cpu { cores = 2; clock = 2 GHz } hypervisor { kind = xen; timeslice = 1 ms } costs = infiniband_2006
  nic n { rate = 8 Gbps }
  domain one { role = guest; vcpus = 1; pin = [0]; vif v { model = bypass; nic = n } }
  domain two { role = guest; vcpus = 1; pin = [${pin}]; vif v { model = bypass; nic = n } } }
host b { cpu { cores = 2; clock = 2 GHz } hypervisor { kind = none } costs = infiniband_2006
  nic n { rate = 8 Gbps }
  domain one { role = native; vcpus = 1; pin = [0]; vif v { model = bypass; nic = n } }
  domain two { role = native; vcpus = 1; pin = [1]; vif v { model = bypass; nic = n } } }
link { ends = [a.n, b.n] }
flow f { from = [b.one.v, b.two.v]; to = [a.one.v, a.two.v]; transport = message; size = 64 B }`;
    const shared = simulated(topologyOf(text(0)), 0.1);
    for (const name of ['a.one', 'a.two']) assert.ok(close(shared.domains.find(each => each.name === name)!.utilization, 0.5, 0.05));
    assert.ok(shared.flows[0]!.latency!.max > 0.9e-3);
    assert.ok(simulated(topologyOf(text(1)), 0.02).flows[0]!.latency!.max < 10e-6);
  });

  it('does not talk to a kernel stack', () => {
    const text = `import "xnet:costs/infiniband-2006"
host a { cpu { cores = 1; clock = 2 GHz }; hypervisor { kind = none }; costs = infiniband_2006; nic n { rate = 8 Gbps }; domain d { role = native; vcpus = 1; vif v { model = bypass; nic = n } } }
host b { cpu { cores = 1; clock = 2 GHz }; hypervisor { kind = none }; costs = infiniband_2006; nic n { rate = 8 Gbps }; domain d { role = native; vcpus = 1; vif v { model = native; nic = n } } }
link { ends = [a.n, b.n] }
flow f { from = a.d.v; to = b.d.v; transport = message; size = 64 B }`;
    assert.throws(
      () => simulated(topologyOf(text)),
      (error: unknown) => error instanceof UnreachableError && /InfiniBand/.test(error.message)
    );
  });
});
