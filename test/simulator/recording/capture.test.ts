import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { simulate } from '../../../src/simulator/packet/simulate.ts';
import { addressesOf } from '../../../src/simulator/recording/addresses.ts';
import { tcpHeaders, udpHeaders } from '../../../src/simulator/recording/frames.ts';
import type { Plan } from '../../../src/topology/plan.ts';
import { topologyOf } from '../support.ts';
import { machine, planOf, readCapture, RECEIVE, recordingsOf, SEND, VIF } from './machine.ts';
import type { ReadPacket } from './machine.ts';

const captured = (of: Plan, seconds?: number) => {
  const [recording] = recordingsOf(of, { captures: [VIF], ...(seconds === undefined ? {} : { seconds }) });
  return { ...readCapture(recording!.content), about: recording!.about };
};

interface Tcp {
  readonly inbound: boolean;
  readonly sequence: number;
  readonly acknowledged: number;
  readonly payload: number;
  readonly selective: readonly [number, number] | undefined;
}

const IP = 14;
const TCP = IP + 20;

function tcpOf({ bytes, inbound, length }: ReadPacket): Tcp {
  assert.equal(bytes.getUint8(IP + 9), 6);
  const header = (bytes.getUint8(TCP + 12) >> 4) * 4;
  assert.equal(bytes.byteLength, TCP + header);
  const selective = header > 32 ? ([bytes.getUint32(TCP + 36), bytes.getUint32(TCP + 40)] as const) : undefined;
  const [sequence, acknowledged] = [bytes.getUint32(TCP + 4), bytes.getUint32(TCP + 8)];
  return { inbound, sequence, acknowledged, payload: length - TCP - header, selective };
}

/** One's complement sum over a header with its checksum in place: all ones. */
function checks(view: DataView, from: number, length: number, extra = 0): boolean {
  let sum = extra;
  for (let at = from; at < from + length; at += 2) sum += view.getUint16(at);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return sum === 0xffff;
}

describe('a capture of a vif', () => {
  it('says what it is of: interface, source, replication, seed, window', () => {
    const { interfaceName, resolution, comments, about, hosts } = captured(planOf(machine(RECEIVE), { seed: 9 }), 0.004);
    assert.deepEqual([interfaceName, resolution], [VIF, 9]);
    assert.equal(about[0], 'baseline, replication 1, seed 9');
    assert.match(about[1]!, /^4 ms from 10 ms on, [\d,]+ packets; the run goes on until 30 ms$/);
    assert.ok(about.every(line => comments.includes(line)));
    assert.ok(comments.some(line => /sha256 .*xnet 1\.2\.3/.test(line)));
    assert.deepEqual([...hosts.values()].sort(), ['client', VIF]);
  });

  for (const [name, text, data] of [
    ['receiving', machine(RECEIVE), true],
    ['sending in TSO units', machine(SEND), false],
    ['sending packet by packet', machine(SEND, { vif: 'offloads = []' }), false]
  ] as const) {
    it(`${name} without loss, numbers run on without a gap, and nothing is acknowledged that was not there`, () => {
      const { packets } = captured(planOf(text));
      assert.ok(packets.length > 100);
      let next: number | undefined;
      let acknowledged = 0;
      let before = 0;
      for (const packet of packets) {
        const { inbound, sequence, payload, acknowledged: up, selective } = tcpOf(packet);
        assert.ok(packet.nanoseconds >= Math.max(before, 10e6) && packet.nanoseconds <= 30e6);
        before = packet.nanoseconds;
        assert.equal(selective, undefined);
        if (inbound === data) {
          assert.ok(payload > 0);
          if (next !== undefined) assert.equal(sequence, next);
          next = (sequence + payload) % 2 ** 32;
        } else {
          assert.equal(payload, 0);
          assert.ok(up >= acknowledged);
          if (next !== undefined && acknowledged > 0) assert.ok(up <= next, `${up} of ${next}`);
          acknowledged = up;
        }
      }
    });
  }

  it('has the bytes that the result counts', () => {
    const of = planOf(machine(RECEIVE));
    const { packets } = captured(of);
    const bytes = packets.map(tcpOf).reduce((sum, { payload }) => sum + payload, 0);
    const options = { seed: 1, replication: 0, duration: 0.03, warmup: 0.01, events: [] };
    const counted = simulate(of.experiments[0]!.points[0]!.topology, options).flows[0]!.bytes;
    // The socket is behind the driver: what is between them at both ends of the window differs.
    assert.ok(Math.abs(bytes - counted) < 100 * 1448, `${bytes} against ${counted}`);
  });

  it('a transfer of so many bytes is so many bytes, to the last packet', () => {
    for (const flow of [RECEIVE, SEND]) {
      const of = planOf(machine(flow.replace(' }', '; bytes = 100001 B }')), { warmup: 0 });
      const data = captured(of)
        .packets.map(tcpOf)
        .filter(({ payload }) => payload > 0);
      assert.equal(
        data.reduce((sum, { payload }) => sum + payload, 0),
        100_001
      );
      const last = data.at(-1)!;
      assert.equal(last.sequence + last.payload, 1 + 100_001);
    }
  });

  it('TSO sends units as long as IP packets can be', () => {
    const lengths = captured(planOf(machine(SEND))).packets.map(({ length }) => length);
    const longest = Math.max(...lengths);
    assert.ok(longest > 1514 && longest <= 14 + 65535, `${longest}`);
    const without = captured(planOf(machine(SEND, { vif: 'offloads = []' }))).packets.map(({ length }) => length);
    assert.equal(Math.max(...without), 1514);
  });

  it('losses are seen as the guest sees them: gaps, selective acknowledgements, and the same numbers again', () => {
    const { packets } = captured(planOf(machine(RECEIVE, { link: 'loss = 1 %; delay = 20 us' })));
    const all = packets.map(tcpOf);
    const ends = all.filter(({ inbound }) => inbound).map(({ sequence, payload }) => sequence + payload);
    assert.ok(ends.some((end, at) => at > 0 && end < ends[at - 1]!));
    const selective = all.flatMap(({ selective: block, acknowledged }) => (block ? [{ block, acknowledged }] : []));
    assert.ok(selective.length > 0);
    for (const { block, acknowledged } of selective) assert.ok(block[0] > acknowledged && block[1] > block[0]);
    // Nothing was lost behind the driver, so no byte comes twice unless its acknowledgement was lost.
    const seen = new Set<number>();
    let twice = 0;
    for (const { inbound, sequence } of all) if (inbound && seen.size === seen.add(sequence).size) twice++;
    assert.ok(twice < 0.01 * seen.size, `${twice} of ${seen.size}`);
  });

  it('datagrams are datagrams, with ports and lengths', () => {
    const flow = 'flow calls { from = server.guest.eth0; to = client; transport = udp; rate = 10 Mbps; size = 200 B }';
    const { packets } = captured(planOf(machine(flow)));
    assert.ok(packets.length > 10);
    for (const { bytes, inbound, length } of packets) {
      assert.equal(bytes.getUint8(IP + 9), 17);
      assert.deepEqual([inbound, length, bytes.getUint16(TCP + 2), bytes.getUint16(TCP + 4)], [false, 14 + 20 + 8 + 200, 5001, 208]);
    }
  });

  it('requests and responses come and go between the same ports', () => {
    const flow = 'flow ask { from = client; to = server.guest.eth0; transport = rpc; request = 64 B; response = 128 B; outstanding = 1 }';
    const { packets } = captured(planOf(machine(flow)));
    const [first, second] = packets.map(({ bytes, inbound, length }) => [
      inbound,
      length - 42,
      inbound ? bytes.getUint16(TCP) : bytes.getUint16(TCP + 2)
    ]);
    assert.deepEqual(
      [first, second].sort(([a]) => (a === true ? -1 : 1)),
      [
        [true, 64, 49152],
        [false, 128, 49152]
      ]
    );
  });
});

describe('headers of captures', () => {
  const address = fc.record({
    mac: fc.array(fc.nat(255), { minLength: 6, maxLength: 6 }),
    ip: fc.array(fc.nat(255), { minLength: 4, maxLength: 4 })
  });
  const ends = fc.record({ from: address, to: address, fromPort: fc.nat(65535), toPort: fc.nat(65535) });
  const word = fc.nat(2 ** 31 - 1).map(half => half * 2);
  const segment = fc.record({ sequence: word, acknowledged: word, window: word, stamp: word, echo: word });

  it('have the right checksums and lengths', () => {
    fc.assert(
      fc.property(
        ends,
        segment,
        fc.option(fc.tuple(word, word), { nil: undefined }),
        fc.nat(70_000),
        (between, given, selective, payload) => {
          const frames = [tcpHeaders(between, { ...given, selective }, payload), udpHeaders(between, payload)];
          for (const frame of frames) {
            const view = new DataView(frame.buffer);
            const header = frame.length - TCP;
            const inside = header + payload;
            const total = 20 + inside > 65535 ? 0 : 20 + inside;
            assert.equal(view.getUint16(IP + 2), total);
            assert.ok(checks(view, IP, 20));
            const pseudo = [26, 28, 30, 32].reduce((sum, at) => sum + view.getUint16(at), 0) + view.getUint8(IP + 9);
            const length = inside > 65535 ? 0 : inside;
            assert.ok(checks(view, TCP, header, pseudo + length));
          }
        }
      )
    );
  });
});

describe('addresses of captures', () => {
  const text = machine(RECEIVE, { vif: 'mac = "00:16:3e:0a:0b:0c"' });

  it('are the declared ones, else come from the name alone', () => {
    const addresses = addressesOf(topologyOf(text));
    assert.deepEqual(addresses.get(VIF)!.mac, [0, 0x16, 0x3e, 10, 11, 12]);
    const { mac, ip } = addresses.get('client')!;
    assert.deepEqual([mac[0], ip[0]], [2, 10]);
    const more = addressesOf(topologyOf(text.replace('peer client', 'peer other { rate = 1 Gbps }\npeer client')));
    assert.deepEqual(more.get('client'), { mac, ip });
  });

  it('are different for every guest', () => {
    const many = text.replace(
      'domain guest {',
      'domain more[300] { vcpus = 1; vif eth0 { model = netfront; bridge = br0 } }\n  domain guest {'
    );
    const ips = [...addressesOf(topologyOf(many)).values()].map(({ ip }) => ip.join('.'));
    assert.ok(ips.length > 300);
    assert.equal(new Set(ips).size, ips.length);
  });
});
