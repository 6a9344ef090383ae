/** TCP against what is known of it: line rates, the square-root law, losses, finite transfers, fairness, bounded windows. */
import { strict as assert } from 'node:assert';
import { assertWithin, goodput, run } from '../support.ts';

interface Scene {
  /** Lines inside `link`, `flow` and `peer`. */
  readonly link?: string;
  readonly flow?: string;
  readonly peer?: string;
  readonly extra?: string;
}

/** A peer sends to a peer: TCP and wires, no host. */
const wires = ({ link = 'delay = 5 us', flow = '', peer = 'rate = 10 Gbps', extra = '' }: Scene = {}): string => `
peer a { ${peer} }
peer b { ${peer} }
link l { ends = [a, b]; ${link} }
flow f { from = a; to = b; transport = tcp; ${flow} }
${extra}
`;

describe('TCP: line rates', function () {
  this.timeout(30_000);

  const PAYLOAD = 1448;
  // 1,538 bytes on the wire for 1,448 of payload with time stamps, and so on.
  for (const [mtu, gigabits] of [
    [1500, 9.4148],
    [9000, 9.9004]
  ] as const) {
    it(`fills 10 Gb/s with payload at MTU ${mtu}`, () => {
      const seen = run(wires({ flow: `mtu = ${mtu} B` }), { duration: 0.3, warmup: 0.05 });
      assertWithin(goodput(seen) / 1e9, (10 * (mtu - 52)) / (mtu + 38), 1e-4, 'goodput');
      assertWithin(goodput(seen) / 1e9, gigabits, 1e-3, 'goodput');
      assert.equal(seen.flows[0]!.lost, 0);
    });
  }

  it('812,744 full frames a second on 10 Gb/s', () => {
    const seen = run(wires(), { duration: 0.5, warmup: 0.1 });
    assertWithin(seen.flows[0]!.packets / seen.seconds, 10e9 / 8 / 1538, 1e-4, 'packets');
    assert.equal(Math.round(10e9 / 8 / 1538), 812_744);
  });

  it('a window of w bytes on a long path gives w per round trip', () => {
    const seen = run(wires({ link: 'delay = 10 ms', flow: 'window = 256 KiB' }), { duration: 3, warmup: 1 });
    const packets = Math.floor((256 * 1024) / PAYLOAD);
    assertWithin(goodput(seen), (packets * PAYLOAD * 8) / 0.02, 0.01, 'goodput');
  });

  it('two flows share a wire equally', () => {
    const seen = run(wires({ extra: 'flow g { from = a; to = b; transport = tcp }' }), { duration: 0.5, warmup: 0.1 });
    const [f, g] = [goodput(seen, 'f'), goodput(seen, 'g')];
    assert.ok((f + g) ** 2 / (2 * (f * f + g * g)) > 0.99, `${f} and ${g}`);
  });

  it('an application that offers 100 Mb/s gets 100 Mb/s', () => {
    assertWithin(goodput(run(wires({ flow: 'rate = 100 Mbps' }), { duration: 1, warmup: 0.1 })), 100e6, 1e-3, 'goodput');
  });

  it('small writes travel in small packets', () => {
    const seen = run(wires({ flow: 'size = 100 B' }), { duration: 0.1, warmup: 0.02 });
    assertWithin(seen.flows[0]!.bytes / seen.flows[0]!.packets, 100, 1e-9, 'payload');
  });
});

describe('TCP: losses', function () {
  this.timeout(30_000);

  for (const loss of [0.02, 0.04, 0.08]) {
    it(`square-root law at ${loss} % loss: 1.31 MSS / (RTT sqrt p)`, () => {
      const roundTrip = 0.02;
      const seen = run(wires({ link: `delay = 10 ms; loss = ${loss}%` }), { duration: 250, warmup: 10, seed: 3 });
      // 1.3098: Ott, Kemperman and Mathis for independent losses, in the limit of rare ones. With the losses that happened.
      const lost = seen.flows[0]!.lost / seen.flows[0]!.sent;
      assertWithin(lost, loss / 100, 0.25, 'loss');
      assertWithin(goodput(seen), (1.3098 * 1448 * 8) / roundTrip / Math.sqrt(lost), 0.06, 'goodput');
    });
  }

  for (const loss of [0, 0.1, 1, 5, 20]) {
    it(`a finite transfer completes at ${loss} % loss, every byte once`, () => {
      const seen = run(wires({ link: `delay = 100 us; loss = ${loss}%`, flow: 'bytes = 3 MB' }), { duration: 900, warmup: 1e-9, seed: 5 });
      assert.ok(seen.flows[0]!.jobSeconds! > 0);
      assertWithin(seen.flows[0]!.bytes, 3e6, 1e-9, 'bytes');
      assert.equal(seen.flows[0]!.packets, Math.ceil(3e6 / 1448));
      if (loss === 0) assert.equal(seen.flows[0]!.lost, 0);
    });
  }

  it('a transfer on an idle wire takes its serialization, its slow start and little more', () => {
    const seen = run(wires({ link: 'delay = 1 ms', flow: 'bytes = 100 MB' }), { duration: 5, warmup: 1e-9 });
    const wire = ((100e6 / 1448) * 1538 * 8) / 10e9;
    // The window of 1 MiB per 2 ms round trip is what limits it.
    const windowed = (100e6 / (724 * 1448)) * 0.002;
    assert.ok(seen.flows[0]!.jobSeconds! > Math.max(wire, windowed));
    assert.ok(seen.flows[0]!.jobSeconds! < Math.max(wire, windowed) * 1.1 + 0.02, `${seen.flows[0]!.jobSeconds}`);
  });

  it('a shallow switch buffer is filled and shared, and nobody starves', () => {
    const seen = run(
      `
peer a { rate = 10 Gbps }
peer b { rate = 10 Gbps }
peer c { rate = 1 Gbps }
switch s { rate = 10 Gbps; buffer = 150 KB }
link { ends = [a, s]; delay = 20 us }
link { ends = [b, s]; delay = 20 us }
link { ends = [s, c]; rate = 1 Gbps; delay = 20 us }
flow f { from = a; to = c; transport = tcp }
flow g { from = b; to = c; transport = tcp }
`,
      { duration: 4, warmup: 1 }
    );
    assert.ok(seen.flows[0]!.lost > 0);
    assertWithin(goodput(seen), (1e9 * 1448) / 1538, 0.02, 'goodput');
    const [f, g] = [goodput(seen, 'f'), goodput(seen, 'g')];
    assert.ok((f + g) ** 2 / (2 * (f * f + g * g)) > 0.9, `${f} and ${g}`);
  });

  it('a round trip far above the least timeout is no reason to time out', () => {
    // 1 MiB before a wire of 10 Mb/s: 0.87 s of queue.
    const seen = run(wires({ link: 'rate = 10 Mbps; delay = 1 ms' }), { duration: 20, warmup: 2 });
    assert.equal(seen.flows[0]!.packets, Math.round(seen.flows[0]!.bytes / 1448));
    assertWithin(goodput(seen), (10e6 * 1448) / 1538, 0.01, 'goodput');
    assert.ok(seen.flows[0]!.sent - seen.flows[0]!.packets < 800, 'nothing is sent twice');
  });

  it('a link that fails and comes back stops the flow and lets it go on', () => {
    const topology = wires({ link: 'delay = 10 us' });
    const seen = run(topology, {
      duration: 3,
      warmup: 1e-9,
      events: [
        { at: 1, action: 'fail', target: 'l' },
        { at: 1.5, action: 'repair', target: 'l' }
      ]
    });
    const seconds = (goodput(seen) * 3) / ((10e9 * 1448) / 1538);
    assert.ok(seconds > 2 && seconds < 2.5, `${seconds} s of full rate`);
    assert.ok(seen.flows[0]!.lost > 0);
  });

  it('rates can be set while it runs', () => {
    const set = (at: number, value: number) => ({ at, action: 'set', target: 'f', property: 'rate', value }) as const;
    const seen = run(wires({ flow: 'rate = 100 Mbps' }), { duration: 4, warmup: 1e-9, events: [set(1, 0), set(2, 200e6), set(3, 50e6)] });
    assertWithin(seen.flows[0]!.bytes * 8, 350e6, 0.005, 'bits');
  });

  it('starts and stops when told', () => {
    const seen = run(wires({ flow: 'rate = 100 Mbps; start = 0.5 s; stop = 0.75 s' }), { duration: 1, warmup: 1e-9 });
    assertWithin(seen.flows[0]!.bytes * 8, 25e6, 0.005, 'bits');
  });
});
