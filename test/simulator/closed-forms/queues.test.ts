/** The packet engine against queueing theory. Fixed seeds; tolerances about three standard errors at these lengths. */
import { strict as assert } from 'node:assert';
import type { Observation } from '../../../src/simulator/observation.ts';
import { quantile } from '../../../src/simulator/statistics/histogram.ts';
import { assertWithin, perSecond, runSystem, server, systemOf, type Route } from '../support.ts';

/** Service takes a microsecond, so that rates in packets per microsecond are utilizations. */
const SERVICE = 1e-6;
const ARRIVALS = 4e5;
/** What happens at high load hangs together for long: more of it. */
const MORE = 1e6;

/** Mean sojourn in units of service, over replications. */
function sojourn(observations: readonly Observation[]): number {
  const count = observations.reduce((sum, each) => sum + each.flows[0]!.latency!.count, 0);
  return observations.reduce((sum, each) => sum + each.flows[0]!.latency!.mean * each.flows[0]!.latency!.count, 0) / count / SERVICE;
}

/** One station of `c` units fed at load `a` (Erlang); each replication has its own numbers. */
function station(a: number, spec: Parameters<typeof server>[3], arrivals = ARRIVALS, replications = 4): Observation[] {
  const seconds = arrivals / replications / (a / SERVICE);
  const system = systemOf(assembly => [
    { path: server(assembly, 'server', SERVICE, spec), rate: perSecond(a / SERVICE), arrival: 'poisson' }
  ]);
  return Array.from({ length: replications }, (_, replication) =>
    runSystem(system, { duration: seconds * 1.1, warmup: seconds * 0.1, seed: 11, replication })
  );
}

function erlangB(servers: number, load: number): number {
  let blocking = 1;
  for (let n = 1; n <= servers; n++) blocking = (load * blocking) / (n + load * blocking);
  return blocking;
}

function erlangC(servers: number, load: number): number {
  const blocking = erlangB(servers, load);
  return blocking / (1 - (load / servers) * (1 - blocking));
}

const utilizationOf = (observations: readonly Observation[]): number =>
  observations.reduce((sum, each) => sum + each.resources.find(one => one.name === 'server')!.utilization, 0) / observations.length;

describe('closed forms: one station', function () {
  this.timeout(30_000);

  for (const [rho, tolerance] of [
    [0.5, 0.02],
    [0.8, 0.02],
    [0.9, 0.05]
  ] as const) {
    it(`M/M/1 at ${rho}: sojourn, and the utilization law`, () => {
      const seen = station(rho, {}, rho > 0.5 ? MORE : ARRIVALS);
      assertWithin(sojourn(seen), 1 / (1 - rho), tolerance, 'W');
      assertWithin(utilizationOf(seen), rho, 0.01, 'U = X S');
    });
  }

  for (const [rho, tolerance] of [
    [0.5, 0.02],
    [0.8, 0.02],
    [0.9, 0.04]
  ] as const) {
    it(`M/D/1 at ${rho}`, () => {
      assertWithin(sojourn(station(rho, { spread: undefined }, rho > 0.5 ? MORE : ARRIVALS)), 1 + rho / (2 * (1 - rho)), tolerance, 'W');
    });
  }

  for (const rho of [0.5, 0.8]) {
    it(`M/H2/1 at ${rho}: two kinds of customers, squared variation 4 (Pollaczek-Khinchine)`, () => {
      // Balanced means: p/m1 = (1-p)/m2 of the load each.
      const p = (1 + Math.sqrt(3 / 5)) / 2;
      const system = systemOf(assembly =>
        ['short', 'long'].map((name, kind): Route => {
          const share = kind === 0 ? p : 1 - p;
          const [stage] = server(assembly, 'server', SERVICE / (2 * share));
          return { name, path: [stage!], rate: perSecond((share * rho) / SERVICE), arrival: 'poisson' };
        })
      );
      const seconds = ARRIVALS / 4 / (rho / SERVICE);
      const seen = [0, 1, 2, 3].map(replication =>
        runSystem(system, { duration: seconds * 1.1, warmup: seconds * 0.1, seed: 12, replication })
      );
      const all = seen.flatMap(each => each.flows.map(flow => flow.latency!));
      const mean = all.reduce((sum, each) => sum + each.mean * each.count, 0) / all.reduce((sum, each) => sum + each.count, 0) / SERVICE;
      assertWithin(mean, 1 + (rho * 5) / (2 * (1 - rho)), 0.05, 'W');
    });
  }

  it('M/M/8 at 0.8: Erlang C', () => {
    assert.ok(Math.abs(erlangC(8, 6.4) - 0.457645) < 1e-6);
    assertWithin(sojourn(station(6.4, { units: 8 })), 1 + erlangC(8, 6.4) / (8 - 6.4), 0.01, 'W');
  });

  for (const spread of ['exponential', undefined] as const) {
    it(`M/${spread ? 'M' : 'D'}/8/8: Erlang B, whatever the service time's distribution`, () => {
      const seen = station(6.4, { units: 8, capacity: 0, spread });
      const lost = seen.reduce((sum, each) => sum + each.flows[0]!.lost, 0) / seen.reduce((sum, each) => sum + each.flows[0]!.sent, 0);
      assertWithin(lost, 0.1443939, 0.02, 'loss');
    });
  }

  it('M/M/1/16 at 0.9: what finds the ring full is lost', () => {
    const seen = station(0.9, { capacity: 15 });
    const lost = seen.reduce((sum, each) => sum + each.flows[0]!.lost, 0) / seen.reduce((sum, each) => sum + each.flows[0]!.sent, 0);
    assertWithin(lost, 0.0222391, 0.05, 'loss');
  });

  it('M/M/1: the 99th percentile is ln 100 sojourn means', () => {
    const seen = station(0.5, {});
    const p99 = seen.reduce((sum, each) => sum + quantile(each.flows[0]!.latency!, 0.99)!, 0) / seen.length;
    assertWithin(p99 / SERVICE, Math.log(100) / 0.5, 0.03, 'p99');
  });
});
