/** What the estimator says of shared cores, switches, queues and delays, beside the packet engine and beside arithmetic. */
import assert from 'node:assert/strict';
import { holdTime } from '../../../src/simulator/analytic/latency.ts';
import { isDoubt } from '../../../src/simulator/analytic/doubts.ts';
import { estimate } from '../../../src/simulator/analytic/estimate.ts';
import type { Observation } from '../../../src/simulator/observation.ts';
import { simulate } from '../../../src/simulator/packet/simulate.ts';
import { assertWithin, goodput, topologyOf } from '../support.ts';

interface Host {
  readonly cores?: number;
  readonly hypervisor?: string;
  readonly rate?: string;
  readonly guests: readonly string[];
  readonly flows: readonly string[];
}

/** Guests with functions of their own: nobody between them and the NIC. */
function hostText({ cores = 4, hypervisor = 'scheduler = credit', rate = '10 Gbps', guests, flows }: Host): string {
  return `
import "xnet:costs/xen-2009"
host server {
  cpu { cores = ${cores}; clock = 2.66 GHz }
  hypervisor { kind = xen; ${hypervisor} }
  costs = xen_2009
  nic eth0 { rate = ${rate}; rx_queues = 32; vfs = 16; coalesce = 125 us }
${guests.map((guest, at) => `  domain g${at} { vcpus = 1; ${guest}; vif v { model = sriov; nic = eth0 } }`).join('\n')}
}
peer client { rate = ${rate} }
link { ends = [client, server.eth0]; delay = 5 us }
${flows.map((flow, at) => `flow f${at} { ${flow} }`).join('\n')}
`;
}

const estimated = (host: Host): Observation => estimate(topologyOf(hostText(host)));
const simulated = (host: Host): Observation =>
  simulate(topologyOf(hostText(host)), { duration: 0.6, warmup: 0.3, seed: 1, replication: 0, events: [] });
const receive = (guest: number, more = 'transport = tcp'): string => `from = client; to = server.g${guest}.v; ${more}`;
const doubts = (observation: Observation): string[] => observation.notes.filter(isDoubt);
const utilization = (observation: Observation, name: string): number => observation.resources.find(each => each.name === name)!.utilization;
const latency = (observation: Observation, at = 0): number => observation.flows[at]!.latency!.mean;

describe('estimator: cores that are shared', () => {
  const loads = (weights: readonly number[], hypervisor?: string): number[] => {
    const observation = estimated({
      hypervisor,
      guests: weights.map(weight => `pin = [0]; weight = ${weight}`),
      flows: weights.map((_, at) => receive(at))
    });
    return weights.map((_, at) => observation.domains[at]!.utilization);
  };

  for (const [what, weights, hypervisor, expected] of [
    ['equal weights, equal parts', [256, 256], 'scheduler = credit', [0.5, 0.5]],
    ['twice the weight, twice the time', [256, 512], 'scheduler = credit', [1 / 3, 2 / 3]],
    ['three domains with credit2', [256, 256, 512], 'scheduler = credit2', [1 / 4, 1 / 4, 1 / 2]],
    ['round robin knows no weights', [256, 512], 'scheduler = rr', [0.5, 0.5]]
  ] as const) {
    it(what, () => loads(weights, hypervisor).forEach((load, at) => assertWithin(load, expected[at]!, 0.02, `g${at}`)));
  }

  it('who wants less than his part leaves the rest', () => {
    const observation = estimated({
      guests: ['pin = [0]; weight = 512', 'pin = [0]'],
      flows: [receive(0, 'transport = tcp; rate = 100 Mbps'), receive(1)]
    });
    const [small, large] = observation.domains.map(domain => domain.utilization);
    assert.ok(small! < 0.15 && large! > 0.85, `${small} ${large}`);
    assertWithin(goodput(observation, 'f0'), 100e6, 1e-6, 'what is offered gets through');
  });

  it('a core whose domains change pays for it as the packet engine counts it', () => {
    const host: Host = {
      cores: 2,
      guests: Array.from({ length: 4 }, () => 'pin = [1]'),
      flows: [0, 1, 2, 3].map(at => receive(at, 'transport = tcp; rate = 300 Mbps'))
    };
    const [said, seen] = [estimated(host), simulated(host)];
    const switched = (observation: Observation): number =>
      observation.domains.reduce((sum, domain) => sum + (domain.cycles['domain switch'] ?? 0), 0) / observation.seconds;
    assert.ok(switched(said) > 0);
    assertWithin(switched(said), switched(seen), 0.4, 'cycles of switches');
    assertWithin(utilization(said, 'server.cpu[1]'), utilization(seen, 'server.cpu[1]'), 0.15, 'load of the core');
  });

  it('a vCPU that wanders keeps off cores that are busy', () => {
    const observation = estimated({
      cores: 2,
      guests: ['pin = [0]; background = 80 %', ''],
      flows: [receive(1, 'transport = tcp; rate = 500 Mbps')]
    });
    assertWithin(utilization(observation, 'server.cpu[0]'), 0.8, 0.01, 'the busy core');
    assert.ok(utilization(observation, 'server.cpu[1]') > 0.05);
  });

  it('a cap bounds what other work leaves of it', () => {
    const load = (guest: string): number => goodput(estimated({ guests: [guest], flows: [receive(0)] }));
    const whole = load('pin = [0]');
    assertWithin(load('pin = [0]; cap = 25 %') / load('pin = [0]; cap = 50 %'), 0.5, 0.12, 'half the cap');
    assert.ok(load('pin = [0]; cap = 25 %; background = 20 %') < load('pin = [0]; cap = 25 %') && load('pin = [0]; cap = 25 %') < whole);
  });

  it('says so where all of a core is wanted, or a cap reached', () => {
    const flows = [receive(0), receive(1)];
    assert.match(doubts(estimated({ guests: ['pin = [0]', 'pin = [0]'], flows })).join(), /several domains want all of server.cpu\[0\]/);
    assert.match(doubts(estimated({ guests: ['pin = [0]; cap = 20 %', 'pin = [1]'], flows })).join(), /server.g0 runs into its cap/);
    assert.deepEqual(doubts(estimated({ guests: ['pin = [0]', 'pin = [1]'], flows: flows.map(flow => `${flow}; rate = 100 Mbps`) })), []);
  });
});

describe('estimator: queues and delays', () => {
  it('a window that stands before a full wire: latency is what is under way over what goes through', () => {
    const host: Host = { rate: '1 Gbps', guests: ['pin = [0]'], flows: [receive(0, 'transport = tcp; window = 512 KiB')] };
    const [said, seen] = [estimated(host), simulated(host)];
    assertWithin(latency(said), (512 * 1024) / (goodput(said) / 8), 0.05, 'Little');
    assertWithin(latency(said), latency(seen), 0.1, 'as simulated');
  });

  it('streams share a full wire as their windows are', () => {
    const host: Host = {
      rate: '1 Gbps',
      guests: ['pin = [0]', 'pin = [1]'],
      flows: [receive(0, 'transport = tcp; window = 1 MiB'), receive(1, 'transport = tcp; window = 256 KiB')]
    };
    const [said, seen] = [estimated(host), simulated(host)];
    for (const flow of ['f0', 'f1']) assertWithin(goodput(said, flow), goodput(seen, flow), 0.05, flow);
  });

  it('acknowledgements that wait behind data hold their sender up', () => {
    const host: Host = {
      rate: '1 Gbps',
      guests: ['pin = [0]', 'pin = [1]'],
      flows: ['from = server.g0.v; to = client; transport = tcp; streams = 2', receive(1, 'transport = tcp; window = 256 KiB')]
    };
    const [said, seen] = [estimated(host), simulated(host)];
    for (const flow of ['f0', 'f1']) assertWithin(goodput(said, flow), goodput(seen, flow), 0.05, flow);
  });

  it('windows take what datagrams leave of a wire', () => {
    const host: Host = {
      rate: '1 Gbps',
      guests: ['pin = [0]', 'pin = [1]'],
      flows: [receive(0, 'transport = udp; size = 1400 B; rate = 700 Mbps'), receive(1)]
    };
    const [said, seen] = [estimated(host), simulated(host)];
    for (const flow of ['f0', 'f1']) assertWithin(goodput(said, flow), goodput(seen, flow), 0.03, flow);
  });

  it('waits grow with the load, below saturation', () => {
    const at = (rate: number): number =>
      latency(
        estimated({
          rate: '1 Gbps',
          guests: ['pin = [0]'],
          flows: [receive(0, `transport = udp; size = 1400 B; arrival = poisson; rate = ${rate} Mbps`)]
        })
      );
    const times = [600, 750, 850, 930].map(at);
    times.slice(1).forEach((time, index) => assert.ok(time > times[index]!, times.join()));
  });

  it('one request at a time waits out every hold-off, and no interrupt comes sooner than the last allows', () => {
    const request = (nic: string): Observation =>
      estimate(topologyOf(hostText({ guests: ['pin = [0]'], flows: [receive(0, 'transport = rpc')] }).replace('coalesce = 125 us', nic)));
    const bare = latency(request('coalesce = 0 us'));
    assertWithin(latency(request('coalesce = 125 us')), bare + 125e-6, 0.02, 'hold-off');
    assertWithin(latency(request('coalesce = 0 us; interrupt_rate = 8000 Hz')), 125e-6, 0.02, 'gap');
  });

  it('who arrives at random waits less than the whole hold-off', () => {
    assert.equal(holdTime(100e-6, 0), 100e-6);
    assertWithin(holdTime(100e-6, 1e9), 50e-6, 1e-3, 'half of it when there are many');
  });

  for (const [what, flows, pattern] of [
    ['more datagrams than a vCPU takes', [receive(0, 'transport = udp; size = 64 B; rate = 1 Gbps')], /f0 cannot carry what is offered/],
    ['a window that is just enough', [receive(0, 'transport = tcp; window = 16 KiB')], /the round trip says how fast f0 goes/],
    ['windows beyond the ring', [receive(0, 'transport = tcp; window = 8 MiB; streams = 4')], /do not fit the queue/],
    ['nothing, of a few datagrams', [receive(0, 'transport = udp; size = 1000 B; rate = 100 Mbps')], undefined]
  ] as const) {
    it(`has doubts about ${what}`, () => {
      const found = doubts(estimated({ guests: ['pin = [0]'], flows }));
      if (pattern) assert.match(found.join('\n'), pattern);
      else assert.deepEqual(found, []);
    });
  }
});
