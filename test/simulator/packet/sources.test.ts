/** Datagrams, requests and messages: rates, closed loops, losses, starts and stops. */
import { strict as assert } from 'node:assert';
import { assertWithin, goodput, run, runSystem, server, systemOf } from '../support.ts';

const wires = (flow: string, link = 'delay = 5 us', extra = ''): string => `
peer a { rate = 10 Gbps }
peer b { rate = 10 Gbps }
link l { ends = [a, b]; ${link} }
flow f { from = a; to = b; ${flow} }
${extra}
`;
const set = (at: number, value: number) => ({ at, action: 'set', target: 'f', property: 'rate', value }) as const;

describe('sources: datagrams', function () {
  this.timeout(30_000);

  it('cbr sends exactly at its rate, one datagram after the other', () => {
    const seen = run(wires('transport = udp; size = 1000 B; rate = 80 Mbps'), { duration: 1.1, warmup: 0.1 });
    assert.ok(Math.abs(seen.flows[0]!.packets - 10_000) <= 1);
    // Every one travels alone: 1,066 bytes at 10 Gb/s, and 5 us.
    assertWithin(seen.flows[0]!.latency!.mean, (1066 * 8) / 10e9 + 5e-6, 1e-6, 'latency');
  });

  for (const arrival of ['poisson', 'onoff; on = 2 ms; off = 6 ms'] as const) {
    it(`${arrival.split(';')[0]} comes to its mean rate`, () => {
      const seen = run(wires(`transport = udp; size = 200 B; rate = 80 Mbps; arrival = ${arrival}`), { duration: 20, warmup: 1, seed: 2 });
      assertWithin(goodput(seen), 80e6, 0.03, 'rate');
    });
  }

  it('onoff is silent in between: its queue is longer than that of poisson', () => {
    const slow = 'rate = 100 Mbps; delay = 5 us';
    const of = (arrival: string): number =>
      run(wires(`transport = udp; size = 200 B; rate = 40 Mbps; arrival = ${arrival}`, slow), { duration: 5, warmup: 1 }).flows[0]!.latency!
        .mean;
    assert.ok(of('onoff; on = 2 ms; off = 6 ms') > 5 * of('poisson'));
    assert.ok(of('poisson') > of('cbr'));
  });

  it('a peer that sends as fast as it can fills its wire', () => {
    const seen = run(wires('transport = udp'), { duration: 0.1, warmup: 0.02 });
    assertWithin(goodput(seen), (10e9 * 1472) / 1538, 1e-3, 'goodput');
  });

  it('a datagram larger than the MTU travels as packets, and counts when its last one comes', () => {
    const seen = run(wires('transport = udp; size = 8000 B; rate = 64 Mbps'), { duration: 1.1, warmup: 0.1 });
    assertWithin(seen.flows[0]!.packets, 6000, 0.001, 'packets');
    assertWithin(seen.flows[0]!.bytes, 8e6, 0.001, 'bytes');
    assertWithin(seen.flows[0]!.latency!.count, 1000, 0.002, 'datagrams');
  });

  it('starts, stops, and changes its rate when told, without sending twice', () => {
    const seen = run(wires('transport = udp; size = 1000 B; rate = 8 Mbps; start = 0.5 s; stop = 3.5 s'), {
      duration: 4,
      warmup: 1e-9,
      events: [set(1, 0), set(1.0001, 8e6), set(1.0002, 0), set(1.0003, 8e6), set(2, 16e6), set(3, 0)]
    });
    // 0.5 s and 1 s at 1,000/s, 1 s at 2,000/s.
    assert.ok(Math.abs(seen.flows[0]!.packets - 3500) <= 4, `${seen.flows[0]!.packets}`);
  });

  it('a finite transfer ends the run with its last datagram', () => {
    const seen = run(wires('transport = udp; size = 1000 B; rate = 8 Mbps; bytes = 100 KB'), { duration: 10, warmup: 1e-9 });
    assertWithin(seen.flows[0]!.jobSeconds!, 0.1, 0.001, 'seconds');
    assertWithin(seen.seconds, 0.1, 0.001, 'run');
  });
});

describe('sources: closed loops', function () {
  this.timeout(30_000);

  it('one request at a time takes two ways', () => {
    const seen = run(wires('transport = rpc; request = 100 B; response = 1000 B'), { duration: 0.5, warmup: 0.1 });
    const wire = (bytes: number): number => ((bytes + 28 + 38) * 8) / 10e9 + 5e-6;
    assertWithin(seen.flows[0]!.latency!.mean, wire(100) + wire(1000), 1e-6, 'round trip');
    assertWithin(seen.flows[0]!.packets / seen.seconds, 1 / (wire(100) + wire(1000)), 1e-4, 'requests');
  });

  it('outstanding requests overlap until the wire is full', () => {
    const rate = (outstanding: number): number =>
      goodput(
        run(wires(`transport = rpc; request = 1000 B; response = 64 B; outstanding = ${outstanding}`), { duration: 0.2, warmup: 0.05 })
      );
    assertWithin(rate(4) / rate(1), 4, 1e-3, 'four');
    assertWithin(rate(100), (10e9 * 1000) / 1066, 1e-3, 'full');
  });

  it('think time is exponential, and spent between response and request', () => {
    const seen = run(wires('transport = rpc; request = 64 B; response = 64 B; think = 1 ms'), { duration: 30, warmup: 1, seed: 2 });
    assertWithin(seen.flows[0]!.packets / seen.seconds, 1 / (1e-3 + seen.flows[0]!.latency!.mean), 0.02, 'rate');
  });

  it('a lost request or response is asked for again after a second, and the wait counts', () => {
    const seen = run(wires('transport = rpc; request = 64 B; response = 64 B', 'delay = 100 us; loss = 1%'), {
      duration: 400,
      warmup: 1,
      seed: 2
    });
    const { latency, packets } = seen.flows[0]!;
    // Each try fails with 1 - 0.99^2, and costs a second and what had been waited already.
    const fails = 1 - 0.99 ** 2;
    assertWithin(latency!.mean, fails / (1 - fails), 0.2, 'mean wait');
    assert.ok(packets > 1000);
    assert.ok(latency!.max > 1);
  });

  it('a finite number of requests: the last response ends it', () => {
    const seen = run(wires('transport = rpc; request = 100 B; response = 100 B; outstanding = 4; bytes = 10 KB'), {
      duration: 10,
      warmup: 1e-9
    });
    assert.equal(seen.flows[0]!.packets, 100);
    const one = 2 * (((100 + 66) * 8) / 10e9 + 5e-6);
    assertWithin(seen.flows[0]!.jobSeconds!, 25 * one, 0.05, 'seconds');
  });

  it('messages of several packets complete with their last', () => {
    const seen = run(wires('transport = message; size = 64 KiB'), { duration: 0.1, warmup: 0.01 });
    const packets = Math.ceil(65536 / 1472);
    assertWithin(seen.flows[0]!.latency!.mean, ((65536 + packets * 66) * 8) / 10e9 + 5e-6, 1e-3, 'message');
  });

  it('a closed loop through a server obeys N = X R', () => {
    const system = systemOf(assembly => [{ transport: 'message', outstanding: 7, path: server(assembly, 's', 1e-6) }]);
    const seen = runSystem(system, { duration: 0.2, warmup: 0.02 });
    assertWithin((seen.flows[0]!.packets / seen.seconds) * seen.flows[0]!.latency!.mean, 7, 1e-3, 'N');
  });
});
