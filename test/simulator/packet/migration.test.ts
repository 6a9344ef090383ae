import assert from 'node:assert/strict';
import { UnreachableError } from '../../../src/simulator/model/routes.ts';
import type { Observation } from '../../../src/simulator/observation.ts';
import type { ScheduledEvent } from '../../../src/topology/plan.ts';
import { simulate } from '../../../src/simulator/packet/simulate.ts';
import { topologyOf } from '../paths/topologies.ts';
import type { Topology } from '../../../src/topology/model.ts';

interface Cluster {
  readonly vif?: string;
  readonly memory?: string;
  readonly two?: string;
  readonly flow?: string;
  readonly domain?: string;
}

function cluster({
  vif = 'model = netfront; bridge = br',
  memory = '4 MiB',
  two = '',
  flow = 'from = client; to = one.guest.eth0; transport = tcp; bytes = 20 MB',
  domain = ''
}: Cluster = {}): ReturnType<typeof topologyOf> {
  return topologyOf(`import "xnet:costs/xen-2009"
template host machine {
  cpu { cores = 4; clock = 2.66 GHz }
  hypervisor { kind = xen }
  costs = xen_2009
  nic eth0 { rate = 1 Gbps; vfs = 2 }
  domain dom0 { role = driver; vcpus = 1; pin = [0] }
  bridge br { domain = dom0; uplink = eth0 }
}
host one : machine { domain guest { vcpus = 1; pin = [1]; memory = ${memory}; ${domain}; vif eth0 { ${vif} } } }
host two : machine { ${two} }
peer client { rate = 1 Gbps }
switch sw { rate = 1 Gbps; latency = 2 us }
link { ends = [one.eth0, sw]; delay = 1 us }
link { ends = [two.eth0, sw]; delay = 1 us }
link { ends = [client, sw]; delay = 1 us }
flow job { ${flow} }`);
}

const simulated = (topology: Topology, duration: number, events: readonly ScheduledEvent[] = []): Observation =>
  simulate(topology, { seed: 1, replication: 0, duration, warmup: 0, events });

const migrate = (at: number, to = 'two', target = 'one.guest'): ScheduledEvent => ({ at, action: 'migrate', target, to });
const there = [migrate(0.02)];

const jobOf = (observation: Observation): number => observation.flows[0]!.jobSeconds ?? NaN;
const busy = (observation: Observation, name: string): number => observation.domains.find(domain => domain.name === name)!.utilization;
const tally = (observation: Observation): void => {
  const { sent, delivered, dropped, inFlight } = observation.conservation;
  assert.equal(sent, delivered + dropped + inFlight);
};

describe('live migration', () => {
  for (const [direction, flow] of [
    ['receives', 'from = client; to = one.guest.eth0'],
    ['sends', 'from = one.guest.eth0; to = client']
  ] as const) {
    it(`a job of a guest that ${direction} goes on at the other host, and takes a little longer`, () => {
      const topology = cluster({ flow: `${flow}; transport = tcp; bytes = 20 MB` });
      const still = simulated(topology, 3);
      const moved = simulated(topology, 3, there);
      assert.ok(jobOf(moved) > jobOf(still) + 0.03, `${jobOf(moved)} ${jobOf(still)}`);
      assert.ok(jobOf(moved) < jobOf(still) + 0.6, `${jobOf(moved)} ${jobOf(still)}`);
      assert.equal(busy(still, 'two.dom0'), 0);
      assert.ok(busy(moved, 'two.dom0') > 0.02, `${busy(moved, 'two.dom0')}`);
      tally(moved);
    });
  }

  it('says what it did', () => {
    const { notes, flows } = simulated(cluster(), 3, there);
    assert.ok(
      notes.some(note => /^one\.guest moved to two: [\d.]+ MiB in \d+ rounds, [\d.]+ ms of downtime$/.test(note)),
      notes.join('; ')
    );
    assert.deepEqual(
      flows.map(flow => flow.name),
      ['job']
    );
  });

  it('the guest is silent for the downtime, and no longer', () => {
    const topology = cluster({ flow: 'from = client; to = one.guest.eth0; transport = udp; size = 1000 B; rate = 8 Mbps' });
    const observation = simulated(topology, 1, there);
    const downtime = Number(/([\d.]+) ms of downtime/.exec(observation.notes.join())![1]) / 1e3;
    assert.ok(downtime >= 0.03 && downtime < 0.1, `${downtime}`);
    // A datagram a millisecond: at most those of the downtime and what was under way are lost.
    assert.ok(observation.flows[0]!.latency!.max <= downtime + 0.002, `${observation.flows[0]!.latency!.max} ${downtime}`);
    assert.ok(observation.conservation.dropped <= downtime * 1000 + 5, `${observation.conservation.dropped} ${downtime}`);
    assert.ok(observation.conservation.dropped >= 1, `${observation.conservation.dropped}`);
  });

  it('memory travels over the wire that others use', () => {
    const load = (events: readonly ScheduledEvent[]): number =>
      simulated(cluster({ memory: '32 MiB', flow: 'from = one.guest.eth0; to = client; transport = tcp' }), 0.25, events).flows[0]!.bytes;
    assert.ok(load(there) < 0.8 * load([]));
  });

  const copied = (memory: string, domain = ''): number => {
    const flow = 'from = client; to = one.guest.eth0; transport = tcp; bytes = 30 MB';
    return Number(/: ([\d.]+) MiB/.exec(simulated(cluster({ memory, domain, flow }), 1, there).notes.join())![1]);
  };
  it('more memory is more to copy', () => assert.ok(copied('4 MiB') < copied('8 MiB')));
  it('more that is written again is more still', () =>
    assert.ok(copied('8 MiB', 'working_set = 4 MiB') > copied('8 MiB', 'working_set = 1 MiB')));

  it('there and back again', () => {
    const observation = simulated(cluster({ flow: 'from = client; to = one.guest.eth0; transport = tcp; bytes = 60 MB' }), 4, [
      migrate(0.02),
      migrate(0.4, 'one')
    ]);
    assert.equal(observation.notes.filter(note => note.includes(' moved to ')).length, 2);
    assert.ok(jobOf(observation) > 0.4);
    tally(observation);
  });

  it('a guest that crashes on the way is not moved', () => {
    const { notes } = simulated(cluster({ memory: '64 MiB' }), 1, [migrate(0.02), { at: 0.1, action: 'crash', target: 'one.guest' }]);
    assert.ok(notes.some(note => note.includes('went down before it had moved')));
  });

  it('the same seed gives the same run', () => {
    assert.equal(simulated(cluster(), 1, there).fingerprint, simulated(cluster(), 1, there).fingerprint);
  });

  const refused: readonly [string, Cluster, ScheduledEvent, RegExp][] = [
    [
      'VMM-bypass',
      { vif: 'model = bypass; nic = eth0', flow: 'from = one.guest.eth0; to = client; transport = message; size = 1 KiB' },
      migrate(0.1),
      /`bypass`: the adapter holds the state/
    ],
    [
      'a VI',
      { vif: 'model = vi; nic = eth0', flow: 'from = one.guest.eth0; to = client; transport = message; size = 1 KiB' },
      migrate(0.1),
      /`vi`: the adapter holds the state/
    ],
    ['a virtual function', { vif: 'model = sriov; nic = eth0' }, migrate(0.1), /`sriov`: a virtual function is a part of this host's NIC/],
    ['the driver domain', {}, migrate(0.1, 'two', 'one.dom0'), /drives the hardware of one/],
    ['a guest that is there', {}, migrate(0.1, 'one'), /it is there already/],
    ['an unknown host', {}, migrate(0.1, 'three'), /there is no three/],
    ['another clock', { two: 'cpu { cores = 4; clock = 3 GHz }' }, migrate(0.1), /different clocks/],
    ['no hypervisor there', { two: 'hypervisor { kind = none }' }, migrate(0.1), /two runs none/]
  ];
  for (const [what, changes, event, message] of refused) {
    it(`refuses ${what} and says why`, () => {
      assert.throws(
        () => simulated(cluster(changes), 1, [event]),
        (error: unknown) => error instanceof UnreachableError && message.test(error.message)
      );
    });
  }
});
