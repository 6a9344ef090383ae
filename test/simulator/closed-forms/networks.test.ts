/** Networks of queues, interrupts, token buckets and links: the packet engine against what theory says of them. */
import { strict as assert } from 'node:assert';
import { assertWithin, conveyor, perSecond, runSystem, server, systemOf, topologyOf, type Route } from '../support.ts';

const MICRO = 1e-6;

/** Exact mean value analysis of a closed network of single servers with think time. */
function meanValues(
  customers: number,
  demands: readonly number[],
  think: number
): { throughput: number; queues: number[]; response: number } {
  let queues = demands.map(() => 0);
  let throughput = 0;
  let response = 0;
  for (let n = 1; n <= customers; n++) {
    const residence = demands.map((demand, at) => demand * (1 + queues[at]!));
    response = residence.reduce((sum, each) => sum + each, 0);
    throughput = n / (think + response);
    queues = residence.map(each => throughput * each);
  }
  return { throughput, queues, response };
}

describe('closed forms: networks', function () {
  this.timeout(30_000);

  it('ten customers that think, three servers: exact mean value analysis', () => {
    const demands = [1, 0.7, 0.4];
    const exact = meanValues(10, demands, 5);
    assertWithin(exact.throughput, 0.9024435, 1e-6, 'the analysis itself');
    const system = systemOf(assembly => [
      {
        transport: 'message',
        outstanding: 10,
        think: 5 * MICRO * 1e12,
        path: demands.flatMap((demand, at) => server(assembly, `s${at}`, demand * MICRO))
      }
    ]);
    const seen = runSystem(system, { duration: 0.33, warmup: 0.03, seed: 4 });
    const throughput = (seen.flows[0]!.packets / seen.seconds) * MICRO;
    const response = seen.flows[0]!.latency!.mean / MICRO;
    assertWithin(throughput, exact.throughput, 0.005, 'X');
    assertWithin(response, exact.response, 0.01, 'R');
    demands.forEach((demand, at) =>
      assertWithin(seen.resources.find(each => each.name === `s${at}`)!.utilization, throughput * demand, 0.01, `U${at} = X D${at}`)
    );
    // Little's law and the asymptotic bounds, on what was measured.
    assertWithin(throughput * (response + 5), 10, 0.005, 'N = X (R + Z)');
    assert.ok(throughput <= Math.min(1 / Math.max(...demands), 10 / (5 + 2.1)) * 1.002);
  });

  for (const customers of [1, 2, 5, 30]) {
    it(`${customers} customers without think time: throughput of balanced servers is N / (D (N + K - 1))`, () => {
      const system = systemOf(assembly => [
        { transport: 'message', outstanding: customers, path: [0, 1, 2].flatMap(at => server(assembly, `s${at}`, MICRO)) }
      ]);
      const seen = runSystem(system, { duration: 0.22, warmup: 0.02, seed: 5 });
      assertWithin((seen.flows[0]!.packets / seen.seconds) * MICRO, customers / (customers + 2), 0.01, 'X');
    });
  }

  it('Jackson: nodes visited several times behave as if alone', () => {
    // Traffic equations by hand: node 0 sees every customer, and half of them twice; node 1 the other way about.
    const [once, twice] = [0.2, 0.2];
    const system = systemOf(assembly => {
      const [node0, node1] = [server(assembly, 'n0', MICRO)[0]!, server(assembly, 'n1', 0.8 * MICRO)[0]!];
      const routes: Route[] = [
        { name: 'once', path: [node0, node1], rate: perSecond(once / MICRO), arrival: 'poisson' },
        { name: 'back', path: [node0, node1, node0, node1], rate: perSecond(twice / MICRO), arrival: 'poisson' }
      ];
      return routes;
    });
    const loads = [once + 2 * twice, (once + 2 * twice) * 0.8];
    const expected = loads.reduce((sum, rho) => sum + rho / (1 - rho), 0);
    const seen = runSystem(system, { duration: 0.55, warmup: 0.05, seed: 6 });
    const inSystem = seen.flows.reduce((sum, flow) => sum + (flow.packets / seen.seconds) * flow.latency!.mean, 0);
    assertWithin(inSystem, expected, 0.025, 'L');
  });
});

/** One domain on one core, whose work costs next to nothing. */
const host = topologyOf(`
  costs free { }
  host h {
    cpu { cores = 1; clock = 10 GHz }
    hypervisor { kind = none }
    costs = free
    domain d { role = native; vcpus = 1 }
  }
`);

describe('closed forms: interrupts, buckets, links', function () {
  this.timeout(30_000);

  for (const packets of [1e3, 1e4, 1e5]) {
    it(`a hold-off of 100 us at ${packets} packets/s: mean delay and interrupt rate`, () => {
      const hold = 100e-6;
      const system = systemOf(
        assembly => [
          {
            rate: perSecond(packets),
            arrival: 'poisson',
            path: [
              ...conveyor(assembly, 'wire', { rate: 1e15 }),
              {
                name: 'poll',
                worker: assembly.thread(host.hosts[0]!.domains[0]!, 'poll', 0),
                work: [],
                queue: { place: 'ring', capacity: 4096, full: 'drop', reason: 'ring full' },
                wake: { kind: 'interrupt', name: 'ring', holdOff: hold, maxRate: 0, adaptive: false }
              }
            ]
          }
        ],
        host
      );
      const seen = runSystem(system, { duration: 4e5 / packets, warmup: 0.01, seed: 7 });
      const load = packets * hold;
      assertWithin(seen.flows[0]!.latency!.mean, (hold * (1 + load / 2)) / (1 + load), 0.005, 'delay');
      assertWithin(seen.interrupts[0]!.perSecond, packets / (1 + load), 0.01, 'interrupts');
    });
  }

  it('a token bucket lets through its burst at once and then its rate: b + r t', () => {
    const [rate, burst, size] = [8e6, 10_000, 1000];
    const system = systemOf(assembly => [
      { payload: size, size, rate: 16e6, bytes: 1e6, path: conveyor(assembly, 'bucket', { rate, burst }) }
    ]);
    const ends = [0.005, 0.01, 0.02, 0.1].map(
      duration => [duration, runSystem(system, { duration, warmup: 1e-9 }).flows[0]!.bytes] as const
    );
    for (const [time, bytes] of ends) {
      assert.ok(bytes <= burst + (rate / 8) * time, `${bytes} bytes in ${time} s`);
      assert.ok(bytes >= Math.min(((2 * rate) / 8) * time, burst + (rate / 8) * time) - 2 * size, `${bytes} bytes in ${time} s`);
    }
  });

  it('n back-to-back frames take n serializations and one delay, to the picosecond', () => {
    const frames = 100;
    const system = systemOf(assembly => [
      {
        transport: 'message',
        payload: 1538,
        size: 1538,
        outstanding: frames,
        bytes: 1538 * frames,
        path: conveyor(assembly, 'wire', { rate: 10e9, delay: 5_000_000 })
      }
    ]);
    const seen = runSystem(system, { duration: 1, warmup: 1e-12 });
    assert.equal(seen.flows[0]!.jobSeconds, (frames * 1_230_400 + 5_000_000) / 1e12);
  });

  it('a row of conveyors and servers delays a lone packet by the sum of all', () => {
    const system = systemOf(assembly => [
      {
        transport: 'message',
        payload: 1000,
        size: 1000,
        bytes: 1000,
        path: [
          ...conveyor(assembly, 'a', { rate: 1e9, delay: 1000 }),
          ...server(assembly, 's', 3e-6, { spread: undefined }),
          ...conveyor(assembly, 'b', { rate: 1e8, delay: 77 })
        ]
      }
    ]);
    const seen = runSystem(system, { duration: 1, warmup: 1e-12 });
    assert.equal(seen.flows[0]!.jobSeconds, (8_000_000 + 1000 + 3_000_000 + 80_000_000 + 77) / 1e12);
  });

  it('a full switch buffer loses what is beyond it, and nothing else', () => {
    // Twice the rate for 1 ms: half of it is served, the buffer holds 20 packets, the rest is lost.
    const system = systemOf(assembly => [
      { payload: 1000, size: 1000, rate: 2e9, bytes: 250_000, path: conveyor(assembly, 'port', { rate: 1e9, buffer: 20_000 }) }
    ]);
    const seen = runSystem(system, { duration: 0.01, warmup: 1e-12 });
    assert.equal(seen.conservation.sent, 250);
    assert.ok(Math.abs(seen.flows[0]!.lost - (125 - 20)) <= 1, `${seen.flows[0]!.lost} lost`);
    assert.equal(seen.conservation.inFlight, 0);
  });

  it('loss on a wire comes at its rate', () => {
    const system = systemOf(assembly => [{ rate: perSecond(1e6), path: conveyor(assembly, 'wire', { rate: 1e12, loss: 0.01 }) }]);
    const seen = runSystem(system, { duration: 0.5, warmup: 1e-12, seed: 3 });
    assertWithin(seen.flows[0]!.lost / seen.flows[0]!.sent, 0.01, 0.045, 'loss');
  });
});
