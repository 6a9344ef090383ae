/** Transmit rings: a full one makes its driver wait, so that a sender goes as fast as its wire and nothing is lost before that. */
import { strict as assert } from 'node:assert';
import { estimate } from '../../../src/simulator/analytic/estimate.ts';
import { isDoubt } from '../../../src/simulator/analytic/doubts.ts';
import { assertWithin, goodput, run, topologyOf } from '../support.ts';

interface Sender {
  readonly vif: string;
  readonly guests?: number;
  readonly flow?: string;
  readonly ring?: number;
  readonly nic?: string;
}

/** Guests that send to a peer over 1 Gb/s, each on a core of its own beside two of the driver domain. */
const textOf = ({ vif, guests = 1, flow = 'transport = udp; size = 1472 B', ring = 512, nic = '' }: Sender): string => {
  const native = vif.includes('native');
  const kind = native ? 'none' : vif.includes('virtio') ? 'kvm' : 'xen';
  const costs = kind === 'kvm' ? 'kvm-2018' : 'xen-2009';
  const driver = native ? '' : 'domain dom0 { role = driver; vcpus = 2; pin = [0, 1] } bridge br { domain = dom0; uplink = eth0 }';
  const members = Array.from({ length: guests }, (_, at) => at);
  return `
import "xnet:costs/${costs}"
host server {
  cpu { cores = ${2 + guests}; clock = 2.66 GHz }
  hypervisor { kind = ${kind} }
  costs = ${costs.replace('-', '_')}
  nic eth0 { rate = 1 Gbps; ring = ${ring}; vfs = 8; rx_queues = 16; mac_filters = 16; offloads = [checksum, sg]; ${nic} }
  ${driver}
  ${members.map(at => `domain g${at} { role = ${native ? 'native' : 'guest'}; vcpus = 1; pin = [${2 + at}]; vif v { ${vif} } }`).join('\n  ')}
}
peer client { rate = 1 Gbps }
link wire { ends = [server.eth0, client]; delay = 5 us }
${members.map(at => `flow f${at} { from = server.g${at}.v; to = client; ${flow} }`).join('\n')}`;
};

const PATHS: Readonly<Record<string, string>> = {
  native: 'model = native; nic = eth0',
  direct: 'model = direct; nic = eth0',
  sriov: 'model = sriov; nic = eth0',
  cdna: 'model = cdna; nic = eth0',
  netfront: 'model = netfront; bridge = br',
  multiqueue: 'model = multiqueue; bridge = br',
  vhost: 'model = virtio; backend = vhost; bridge = br',
  'vhost-user': 'model = virtio; backend = vhost_user; bridge = br; nic = eth0',
  vdpa: 'model = virtio; backend = vdpa; bridge = br; nic = eth0'
};

/** Packets per second of 1,538 bytes on the wire: 81,274 at 1 Gb/s. */
const WIRE = 1e9 / (1538 * 8);
const window = { duration: 0.3, warmup: 0.1 };

describe('transmit rings', function () {
  this.timeout(60_000);

  for (const [name, vif] of Object.entries(PATHS)) {
    it(`${name}: datagrams as fast as they go are exactly the wire's rate, and none is dropped; both engines`, () => {
      const text = textOf({ vif });
      const seen = run(text, window);
      assertWithin(seen.flows[0]!.packets / seen.seconds, WIRE, 1e-3, 'packets per second');
      assert.deepEqual(seen.drops, []);
      const estimated = estimate(topologyOf(text));
      assertWithin(goodput(estimated), goodput(seen), 1e-3, 'estimate');
      assert.deepEqual(estimated.notes.filter(isDoubt), []);
    });
  }

  it('what is offered beyond the wire is dropped by the sender itself, all of it and nothing else', () => {
    const offered = 1.25 * WIRE;
    const rate = `rate = ${offered * 1472 * 8} bps`.replace(/(\d+)\.\d+/, '$1');
    const seen = run(textOf({ vif: PATHS['native']!, flow: `transport = udp; size = 1472 B; ${rate}` }), { duration: 1.2, warmup: 0.2 });
    const excess = seen.drops.reduce((sum, each) => sum + each.packets, 0);
    assert.deepEqual(
      seen.drops.map(({ where, reason }) => `${where}: ${reason}`),
      ['server.g0.v.tx socket: socket buffer full']
    );
    assertWithin(seen.flows[0]!.packets, WIRE, 1e-3, 'what the wire takes in a second');
    // Between two looks at a ring that is half empty and full again lies less than two of it.
    assert.ok(Math.abs(excess - (offered - WIRE)) < 2 * 512, `${excess} dropped`);
  });

  it('no more waits for the wire than the ring holds and what its driver had at hand', () => {
    for (const ring of [64, 512, 2048]) {
      const { latency } = run(textOf({ vif: PATHS['native']!, ring }), window).flows[0]!;
      // 64 datagrams are ready in the socket, 16 of them in the driver's hands.
      assert.ok(latency!.max <= (ring + 64 + 16 + 2) / WIRE, `${ring}: ${latency!.max * WIRE} packets`);
      assert.ok(latency!.max >= ring / WIRE, `${ring}: ${latency!.max * WIRE} packets`);
    }
  });

  it('guests that fill one ring get the same of it, and none starves', () => {
    for (const vif of [PATHS['netfront']!, PATHS['vhost']!, PATHS['sriov']!]) {
      const seen = run(textOf({ vif, guests: 4 }), { duration: 0.6, warmup: 0.1 });
      const packets = seen.flows.map(each => each.packets / seen.seconds);
      assertWithin(
        packets.reduce((sum, each) => sum + each, 0),
        WIRE,
        2e-3,
        'all together'
      );
      for (const each of packets) assertWithin(each, WIRE / 4, 0.05, vif);
    }
  });

  it('a limit in the NIC is kept without a loss, as fast as it allows', () => {
    const vif = `${PATHS['sriov']!}; rate = 300 Mbps`;
    const seen = run(textOf({ vif, nic: 'qos = hardware' }), window);
    assertWithin(seen.flows[0]!.packets / seen.seconds, 3e8 / (1538 * 8), 5e-3, 'packets per second');
    assert.deepEqual(seen.drops, []);
  });

  it('a unit larger than what is left of a ring waits, and passes', () => {
    const flow = 'transport = tcp; window = 1 MiB';
    const seen = run(textOf({ vif: `${PATHS['native']!}; offloads = [checksum, sg, tso]`, ring: 64, flow }), window);
    assertWithin(seen.flows[0]!.packets / seen.seconds, WIRE, 0.01, 'packets per second');
  });
});
