/**
 * Closed forms against confidence intervals, at twenty master seeds each: of 95 % intervals at least 15 must hold the exact value
 * (all but one in 3,000 times they would, if they keep their promise), and they must not be so wide that they hold anything.
 */
import { strict as assert } from 'node:assert';
import type { Observation } from '../../../src/simulator/observation.ts';
import { interval } from '../../../src/simulator/statistics/summary.ts';
import { conveyor, perSecond, runSystem, server, systemOf, type Route } from '../support.ts';
import { processorSharing, services } from './disciplines.ts';
import type { System } from '../../../src/simulator/model/system.ts';

const SEEDS = 20;
const REPLICATIONS = 5;
const LEAST_COVERED = 15;
const SERVICE = 1e-6;
/** Services that a replication lasts, a tenth of them cut. */
const LENGTH = 8000;

interface Form {
  readonly exact: number;
  /** Most that half an interval may be, against the exact value. */
  readonly width: number;
  measured(seed: number, replication: number): number;
}

/** A system, observed after its first tenth. */
const watched =
  (system: System, of: (seen: Observation) => number, services = LENGTH) =>
  (seed: number, replication: number): number =>
    of(runSystem(system, { duration: services * SERVICE, warmup: (services / 10) * SERVICE, seed, replication }));

const open = (load: number, spec: Parameters<typeof server>[3] = {}): System =>
  systemOf(assembly => [{ path: server(assembly, 'server', SERVICE, spec), rate: perSecond(load / SERVICE), arrival: 'poisson' }]);

/** Two kinds of customers with balanced means: squared variation 4. */
const hyperexponential = (load: number): System =>
  systemOf(assembly =>
    [0, 1].map((kind): Route => {
      const p = (1 + Math.sqrt(3 / 5)) / 2;
      const share = kind === 0 ? p : 1 - p;
      return {
        name: String(kind),
        path: server(assembly, 'server', SERVICE / (2 * share)),
        rate: perSecond((share * load) / SERVICE),
        arrival: 'poisson'
      };
    })
  );

const closed = systemOf(assembly => [
  {
    transport: 'message',
    outstanding: 10,
    think: 5 * SERVICE * 1e12,
    path: [1, 0.7, 0.4].flatMap((demand, at) => server(assembly, `s${at}`, demand * SERVICE))
  }
]);

/** Half of the customers pass both nodes once, half twice: loads 0.6 and 0.48. */
const jackson = systemOf(assembly => {
  const [a, b] = [server(assembly, 'a', SERVICE)[0]!, server(assembly, 'b', 0.8 * SERVICE)[0]!];
  return [
    { name: 'once', path: [a, b], rate: perSecond(0.2 / SERVICE), arrival: 'poisson' },
    { name: 'twice', path: [a, b, a, b], rate: perSecond(0.2 / SERVICE), arrival: 'poisson' }
  ];
});

/** A bucket of a packet a microsecond that holds fifty, and packets that come at random. */
const bucket = (load: number): System =>
  systemOf(assembly => [
    {
      path: conveyor(assembly, 'bucket', { rate: perSecond(1 / SERVICE), burst: 50, buffer: 20 }),
      rate: perSecond(load / SERVICE),
      arrival: 'poisson'
    }
  ]);

const sojourn = (seen: Observation): number => {
  const count = seen.flows.reduce((sum, { latency }) => sum + latency!.count, 0);
  return seen.flows.reduce((sum, { latency }) => sum + latency!.mean * latency!.count, 0) / count / SERVICE;
};
const throughput = (seen: Observation): number => (seen.flows.reduce((sum, flow) => sum + flow.packets, 0) / seen.seconds) * SERVICE;
const busy = (seen: Observation, name: string): number => seen.resources.find(each => each.name === name)!.utilization;

const ERLANG_C_4_AT_2_8 = 0.4286543;

const forms: Readonly<Record<string, Form>> = {
  'M/M/1 at 0.6: W = 1 / (1 - rho)': { exact: 2.5, width: 0.25, measured: watched(open(0.6), sojourn) },
  'M/M/4 at 0.7: W = 1 + C / (c - a)': {
    exact: 1 + ERLANG_C_4_AT_2_8 / (4 - 2.8),
    width: 0.1,
    measured: watched(open(2.8, { units: 4 }), sojourn)
  },
  'M/D/1 at 0.6: W = 1 + rho / (2 (1 - rho))': { exact: 1.75, width: 0.1, measured: watched(open(0.6, { spread: undefined }), sojourn) },
  'M/G/1 at 0.5, squared variation 4: Pollaczek-Khinchine': { exact: 3.5, width: 0.5, measured: watched(hyperexponential(0.5), sojourn) },
  'M/M/1/4 at 0.8: loss (1 - rho) rho^K / (1 - rho^(K+1))': {
    exact: (0.2 * 0.8 ** 4) / (1 - 0.8 ** 5),
    width: 0.2,
    measured: watched(open(0.8, { capacity: 3 }), seen => seen.flows[0]!.lost / seen.flows[0]!.sent)
  },
  'processor sharing at 0.6, constant service: W = 1 / (1 - rho)': {
    exact: 2.5,
    width: 0.25,
    measured: (seed, replication) => processorSharing(0.6, services['constant']!, 5000, replication, seed)
  },
  'closed network of three and ten that think: X by exact MVA': { exact: 0.9024435, width: 0.05, measured: watched(closed, throughput) },
  'Jackson network: L = sum rho / (1 - rho)': {
    exact: 0.6 / 0.4 + 0.48 / 0.52,
    width: 0.25,
    measured: watched(jackson, seen => seen.flows.reduce((sum, flow) => sum + (flow.packets / seen.seconds) * flow.latency!.mean, 0))
  },
  'token bucket below its rate: what comes passes': { exact: 0.6, width: 0.05, measured: watched(bucket(0.6), throughput) },
  "Little's law: L = X W": { exact: 1.5, width: 0.3, measured: watched(open(0.6), seen => throughput(seen) * sojourn(seen)) },
  "Little's law around a loop: N = X (R + Z)": {
    exact: 10,
    width: 0.05,
    measured: watched(closed, seen => throughput(seen) * (sojourn(seen) + 5))
  },
  'utilization law: U / X = S': { exact: 1, width: 0.06, measured: watched(open(0.6), seen => busy(seen, 'server') / throughput(seen)) },
  'utilization law in the network: U / X = D': {
    exact: 0.7,
    width: 0.06,
    measured: watched(closed, seen => busy(seen, 's1') / throughput(seen))
  }
};

describe(`closed forms: 95 % intervals at ${SEEDS} seeds`, function () {
  this.timeout(60_000);

  for (const [what, { exact, width, measured }] of Object.entries(forms)) {
    it(what, () => {
      let covered = 0;
      let widest = 0;
      for (let seed = 1; seed <= SEEDS; seed++) {
        const { mean, low, high } = interval(
          Array.from({ length: REPLICATIONS }, (_, replication) => measured(seed, replication)),
          0.95
        );
        if (low! <= exact && exact <= high!) covered++;
        widest += (high! - mean) / exact / SEEDS;
      }
      assert.ok(covered >= LEAST_COVERED, `${covered} of ${SEEDS} intervals hold ${exact}`);
      assert.ok(widest <= width, `half an interval is ${(100 * widest).toFixed(1)} % on average`);
    });
  }

  it('token bucket above its rate: no run lets more than b + r t through, and all let that through', () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const seconds = 2000 * SERVICE;
      const passed = runSystem(bucket(1.5), { duration: seconds, warmup: 1e-12, seed }).flows[0]!.packets;
      assert.ok(passed <= 50 + seconds / SERVICE && passed >= 0.99 * (50 + seconds / SERVICE), `${passed} passed`);
    }
  });
});
