/** What the estimator says of turns at busy vCPUs, of polls, units and rings, beside the packet engine. */
import assert from 'node:assert/strict';
import { isDoubt } from '../../../src/simulator/analytic/doubts.ts';
import { estimate } from '../../../src/simulator/analytic/estimate.ts';
import type { Observation } from '../../../src/simulator/observation.ts';
import { assertWithin, goodput, run, topologyOf } from '../support.ts';

interface Host {
  readonly kind?: string;
  readonly rate?: string;
  readonly offloads?: string;
  readonly domains: string;
  readonly flows: readonly string[];
}

const textOf = ({ kind = 'xen', rate = '10 Gbps', offloads = 'checksum, sg', domains, flows }: Host): string => `
import "xnet:costs/xen-2009"
host server {
  cpu { cores = 4; clock = 2.66 GHz }
  hypervisor { kind = ${kind} }
  costs = xen_2009
  nic eth0 { rate = ${rate}; rx_queues = 32; vfs = 16; coalesce = 125 us; offloads = [${offloads}] }
  ${domains}
}
peer client { rate = ${rate} }
link { ends = [client, server.eth0]; delay = 5 us }
${flows.map((flow, at) => `flow f${at} { ${flow} }`).join('\n')}
`;

const function_ = (guest: number): string => `domain g${guest} { vcpus = 1; pin = [${guest}]; vif v { model = sriov; nic = eth0 } }`;
const both = (host: Host): { said: Observation; seen: Observation } => ({
  said: estimate(topologyOf(textOf(host))),
  seen: run(textOf(host), { duration: 0.6, warmup: 0.3 })
});
const doubts = (observation: Observation): string => observation.notes.filter(isDoubt).join();
const load = (observation: Observation): number => observation.domains[0]!.utilization;

describe('estimator: turns, units and rings', function () {
  this.timeout(60_000);

  it('who writes at a rate of its own has its writes sent one by one, whatever the largest unit is', () => {
    const domains = 'domain g { role = native; vcpus = 1; pin = [0]; vif v { model = native; nic = eth0 } }';
    const flows = ['from = server.g.v; to = client; transport = tcp; rate = 800 Mbps'];
    const { said, seen } = both({ kind: 'none', offloads: 'checksum, sg, tso', domains, flows });
    assert.equal(doubts(said), '');
    assertWithin(load(said), load(seen), 0.05, 'utilization');
  });

  it('behind a sender that cannot keep up with its writes they gather to units, which go further', () => {
    const domains = 'domain g { role = native; vcpus = 1; pin = [0]; vif v { model = native; nic = eth0 } }';
    const flows = ['from = server.g.v; to = client; transport = tcp; window = 256 KiB; rate = 9 Gbps'];
    const { said, seen } = both({ kind: 'none', offloads: 'checksum, sg, tso', domains, flows });
    assert.match(doubts(said), /f0 falls behind what is written/);
    assertWithin(goodput(said, 'f0'), goodput(seen, 'f0'), 0.03, 'goodput');
  });

  it('a sender that needs more turns of a busy vCPU than there are is said to fall behind', () => {
    const busy = 'from = client; to = server.g0.v; transport = tcp; window = 256 KiB';
    const paced = (rate: string): string => `from = server.g0.v; to = client; transport = udp; size = 512 B; rate = ${rate}`;
    const much = both({ domains: function_(0), flows: [busy, paced('800 Mbps')] });
    assert.match(doubts(much.said), /f1 cannot carry what is offered/);
    assert.ok(goodput(much.seen, 'f1') < 0.97 * 800e6, `${goodput(much.seen, 'f1')}`);
    const little = both({ domains: function_(0), flows: [busy, paced('100 Mbps')] });
    assert.doesNotMatch(doubts(little.said), /cannot carry/);
    assertWithin(goodput(little.said, 'f0'), goodput(little.seen, 'f0'), 0.03, 'f0');
  });

  it('what goes round on one core switches domains as often as it really does', () => {
    const domains = `domain dom0 { role = driver; vcpus = 1; pin = [0] } bridge br { domain = dom0; uplink = eth0 }
      domain g { vcpus = 1; pin = [0]; vif v { model = netfront; bridge = br } }`;
    for (const flow of ['from = server.g.v; to = client', 'from = client; to = server.g.v']) {
      const { said, seen } = both({ domains, flows: [`${flow}; transport = rpc`] });
      assertWithin(said.flows[0]!.latency!.mean, seen.flows[0]!.latency!.mean, 0.05, flow);
    }
  });

  it('a wire is shared as what each sender may have in its ring', () => {
    const flows = [
      'from = server.g0.v; to = client; transport = udp; size = 1448 B',
      'from = server.g1.v; to = client; transport = tcp; window = 256 KiB'
    ];
    const { said, seen } = both({ rate: '1 Gbps', domains: function_(0) + function_(1), flows });
    for (const flow of ['f0', 'f1']) assertWithin(goodput(said, flow), goodput(seen, flow), 0.1, flow);
    // A ring of 512 against a window of 181 packets.
    assertWithin(goodput(seen, 'f0') / goodput(seen, 'f1'), 512 / 181, 0.15, 'shares');
  });

  it('says so where acknowledgements come back one by one to a vCPU that each of them wakes', () => {
    const domains = `domain dom0 { role = driver; vcpus = 1; pin = [0] } bridge br { domain = dom0; uplink = eth0 }
      domain g { vcpus = 1; pin = [1]; vif v { model = virtio; backend = vhost; bridge = br; offloads = [checksum, sg] } }`;
    const flows = ['from = server.g.v; to = client; transport = tcp'];
    const text = textOf({ kind: 'kvm', domains, flows }).replaceAll('xen-2009', 'kvm-2018').replaceAll('xen_2009', 'kvm_2018');
    const prompt = estimate(topologyOf(text.replace('coalesce = 125 us', 'coalesce = 0 us')));
    assert.match(doubts(prompt), /f0 come back one by one/);
    assert.doesNotMatch(doubts(estimate(topologyOf(text))), /one by one/);
  });
});
