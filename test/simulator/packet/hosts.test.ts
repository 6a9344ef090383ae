/** Hosts in the packet engine: one packet's way, failures, repeatability, common random numbers, conservation. */
import { strict as assert } from 'node:assert';
import { buildSystem } from '../../../src/simulator/model/build.ts';
import type { System } from '../../../src/simulator/model/system.ts';
import { assertWithin, goodput, run, topologyOf, type RunOptions } from '../support.ts';

interface Scene {
  readonly guests?: number;
  readonly vif?: string;
  readonly flow?: string;
  readonly nic?: string;
  readonly hypervisor?: string;
  readonly guest?: string;
  readonly dom0?: string;
  readonly extra?: string;
  readonly pinned?: boolean;
}

const host = ({
  guests = 1,
  vif = 'model = netfront; bridge = xenbr0',
  flow = 'transport = tcp',
  nic = 'coalesce = 20 us',
  hypervisor = 'scheduler = credit',
  guest = '',
  dom0 = '',
  extra = '',
  pinned = true
}: Scene = {}): string => `
import "xnet:costs/xen-2009"
host server {
  cpu        { cores = 8; clock = 2.66 GHz }
  hypervisor { kind = xen; ${hypervisor} }
  costs = xen_2009
  nic eth0 { rate = 10 Gbps; rx_queues = 16; ring = 512; vfs = 8; ${nic} }
  domain dom0 { role = driver; vcpus = 1; pin = [0]; ${dom0} }
  bridge xenbr0 { domain = dom0; uplink = eth0 }
  domain guest[${guests}] { vcpus = 1; ${pinned ? 'pin = [index];' : ''} ${guest}
    vif eth0 { ${vif} }
  }
}
peer client { rate = 10 Gbps }
link uplink { ends = [client, server.eth0]; delay = 5 us }
flow rx { from = client; to = server.guest[*].eth0; ${flow} }
${extra}
`;

/**
 * Picoseconds a lone packet of a stream takes: every stage's work, every wake-up, wires and hold-offs. What a notification
 * costs its sender pays with its next activation, so with packets far apart each packet pays those of the one before.
 */
function loneWay(system: System, bytes: number): number {
  let time = 0;
  for (let at = system.streams[0]!.forward; ; at++) {
    const step = system.steps[at]!;
    const station = system.stations[step.station]!;
    const work = step.perItem + step.perPacket + step.perByte * bytes;
    if (station.pipe) time += Math.round((work * 1e12) / station.pipe.rate) + station.pipe.delay;
    else {
      const notify = step.last ? 0 : system.stations[system.steps[at + 1]!.station]!.perNotify;
      const { clock } = system.cores[system.vcpus[station.vcpu]!.cores[0]!]!;
      time += Math.round(((work + station.perBatch + station.perWake + notify) * 1e12) / clock) + (station.interrupt?.holdOff ?? 0);
    }
    if (step.last) return time;
  }
}

describe('hosts: one packet through an idle system takes the sum of its stages, exactly', function () {
  this.timeout(30_000);

  const vifs: Readonly<Record<string, string>> = {
    netfront: 'model = netfront; bridge = xenbr0',
    multiqueue: 'model = multiqueue; bridge = xenbr0',
    sriov: 'model = sriov; nic = eth0'
  };
  for (const [name, vif] of Object.entries(vifs)) {
    for (const direction of ['receive', 'transmit']) {
      it(`${name}, ${direction}`, () => {
        const text = host({ vif, flow: 'transport = udp; size = 700 B; rate = 560 Kbps' });
        const turned =
          direction === 'receive'
            ? text
            : text.replace('from = client; to = server.guest[*].eth0', 'from = server.guest[*].eth0; to = client');
        const seen = run(turned, { duration: 1, warmup: 0.5 });
        const expected = loneWay(buildSystem(topologyOf(turned)), 700);
        const taken = seen.flows[0]!.latency!.mean * 1e12;
        assert.ok(Math.abs(taken - expected) < 1, `${taken} instead of ${expected}`);
      });
    }
  }
});

describe('hosts: failures', function () {
  this.timeout(30_000);

  const two = host({ guests: 2, flow: 'transport = udp; size = 1000 B; rate = 80 Mbps' });
  const crash = (target: string, at = 1) => ({ at, action: 'crash', target }) as const;

  it("a guest that crashes takes its own traffic with it and nobody else's", () => {
    const seen = run(two, { duration: 2, warmup: 1e-9, events: [crash('server.guest[1]')] });
    const [first, second] = seen.flows;
    assert.ok(first!.packets > 9900 && first!.packets < 10_100, `${first!.packets}`);
    assert.ok(second!.packets > 19_900, `${second!.packets}`);
    assert.ok(first!.lost > 8000, 'what finds no room is lost');
  });

  it('a driver domain that crashes takes all with it', () => {
    const seen = run(two, { duration: 2, warmup: 1e-9, events: [crash('server.dom0')] });
    for (const flow of seen.flows) assert.ok(flow.packets > 9800 && flow.packets < 10_100, `${flow.packets}`);
  });

  it('a guest with a function of its own does not mind', () => {
    const seen = run(host({ vif: 'model = sriov; nic = eth0', flow: 'transport = udp; size = 1000 B; rate = 80 Mbps' }), {
      duration: 2,
      warmup: 1e-9,
      events: [crash('server.dom0')]
    });
    assert.ok(seen.flows[0]!.packets > 19_900);
  });

  it('a crash in the middle of a batch, of a switch, of a wait: every packet and cycle is still accounted for', () => {
    const shared = host({ guests: 3, pinned: false, guest: 'pin = [0];', flow: 'transport = tcp' });
    for (let at = 0.0101; at < 0.0103; at += 0.00002) {
      for (const target of ['server.dom0', 'server.guest[2]']) {
        const { sent, delivered, dropped, inFlight } = run(shared, {
          duration: 0.02,
          warmup: 0.005,
          events: [crash(target, at)]
        }).conservation;
        assert.equal(sent, delivered + dropped + inFlight);
      }
    }
  });

  it('a capped domain that crashed stays down', () => {
    const seen = run(host({ guest: 'cap = 20%;', flow: 'transport = udp; size = 1000 B; rate = 800 Mbps' }), {
      duration: 1,
      warmup: 0.3,
      events: [crash('server.guest[1]', 0.2)]
    });
    assert.equal(seen.flows[0]!.packets, 0);
    assert.ok(seen.notes.some(note => note.includes('nothing')));
  });

  it('a restarted driver domain comes back after a while, and TCP with it', () => {
    const seen = run(host({ flow: 'transport = tcp; rate = 200 Mbps' }), {
      duration: 4,
      warmup: 1e-9,
      events: [{ at: 1, action: 'restart', target: 'server.dom0' }]
    });
    const seconds = (seen.flows[0]!.bytes * 8) / 200e6;
    assert.ok(seconds > 1.5 && seconds < 3.2, `${seconds} s of its rate`);
  });

  it('a failed link loses what is sent while it is down', () => {
    const seen = run(two, {
      duration: 1,
      warmup: 1e-9,
      events: [
        { at: 0.25, action: 'fail', target: 'uplink' },
        { at: 0.75, action: 'repair', target: 'uplink' }
      ]
    });
    for (const flow of seen.flows) assertWithin(flow.lost, 5000, 0.01, 'lost');
  });
});

describe('hosts: repeatability', function () {
  this.timeout(30_000);

  const busy = host({
    guests: 3,
    pinned: false,
    extra: 'flow noise { from = client; to = server.guest[1].eth0; transport = udp; rate = 300 Mbps; arrival = poisson }'
  });
  const of = (options: RunOptions, text = busy) => run(text, { duration: 0.05, warmup: 0.01, ...options });

  it('the same seed gives the same observation, to the last bit', () => {
    assert.deepEqual(of({ seed: 4 }), of({ seed: 4 }));
  });

  it('another seed, another replication, another price: another fingerprint', () => {
    const fingerprints = [
      of({ seed: 4 }),
      of({ seed: 5 }),
      of({ seed: 4, replication: 1 }),
      of({ seed: 4 }, busy.replace('2.66 GHz', '2.67 GHz'))
    ].map(each => each.fingerprint);
    assert.equal(new Set(fingerprints).size, 4);
  });

  it("a guest more shifts nobody else's arrivals", () => {
    const text = (guests: number): string => host({ guests, flow: 'transport = udp; size = 500 B; rate = 50 Mbps; arrival = poisson' });
    const [one, three] = [of({}, text(1)), of({}, text(3))];
    assert.equal(one.flows[0]!.sent, three.flows[0]!.sent);
    assert.notEqual(three.flows[0]!.sent, three.flows[1]!.sent);
  });

  it('hosts in another order do the same', () => {
    const pair = (first: string, second: string): string => {
      const one = (name: string): string => `
host ${name} {
  cpu { cores = 2; clock = 2.66 GHz }
  hypervisor { kind = xen; scheduler = credit }
  costs = xen_2009
  nic eth0 { rate = 10 Gbps; coalesce = 20 us }
  domain dom0 { role = driver; vcpus = 1; pin = [0] }
  bridge br { domain = dom0; uplink = eth0 }
  domain guest { vcpus = 1; pin = [1]
    vif eth0 { model = netfront; bridge = br }
  }
}`;
      return `import "xnet:costs/xen-2009"${one(first)}${one(second)}
link { ends = [alpha.eth0, beta.eth0]; delay = 5 us }
flow f { from = alpha.guest.eth0; to = beta.guest.eth0; transport = tcp }
flow g { from = beta.guest.eth0; to = alpha.guest.eth0; transport = tcp }`;
    };
    const [there, back] = [of({}, pair('alpha', 'beta')), of({}, pair('beta', 'alpha'))];
    assert.deepEqual(
      there.flows.map(each => each.bytes),
      back.flows.map(each => each.bytes)
    );
  });

  it('twice every rate in half the time is the same', () => {
    const text = (scale: number): string => `
peer a { rate = ${scale} Gbps }
peer b { rate = ${scale} Gbps }
link { ends = [a, b]; delay = ${40 / scale} us }
flow f { from = a; to = b; transport = udp; size = 1000 B; rate = ${0.7 * scale} Gbps; arrival = poisson }`;
    const [slow, fast] = [run(text(1), { duration: 1, warmup: 0.1 }), run(text(2), { duration: 0.5, warmup: 0.05 })];
    assert.equal(slow.flows[0]!.packets, fast.flows[0]!.packets);
    assertWithin(slow.flows[0]!.latency!.mean, 2 * fast.flows[0]!.latency!.mean, 1e-6, 'latency');
  });
});

describe('hosts: senders on one station', function () {
  this.timeout(30_000);

  it('two datagram flows of a guest that both go as fast as they can get the same', () => {
    const seen = run(
      host({
        extra: [1, 2]
          .map(number => `flow tx${number} { from = server.guest[1].eth0; to = client; transport = udp; size = 1000 B }`)
          .join('\n'),
        flow: 'transport = tcp; rate = 1 Kbps'
      }),
      { duration: 0.2, warmup: 0.05 }
    );
    assert.ok(goodput(seen, 'tx1') > 1e8);
    assertWithin(goodput(seen, 'tx1'), goodput(seen, 'tx2'), 0.01, 'goodput');
  });

  it('the fifty streams of one flow all move, and their sockets lose nothing that was acknowledged', () => {
    const seen = run(host({ flow: 'transport = tcp; streams = 50; bytes = 20 MB' }), { duration: 20, warmup: 1e-9 });
    assert.ok(seen.flows[0]!.jobSeconds! > 0);
    assertWithin(seen.flows[0]!.bytes, 20e6, 1e-9, 'bytes');
  });
});
