/**
 * Estimator against packet engine over generated machines: within 3 % wherever the estimator's assumptions hold. Whether they do
 * the estimator itself says, in its notes, before anything is simulated. XNET_AGREEMENT_RUNS=3000 looks at more and tells what
 * it found, XNET_AGREEMENT_SEED=7 looks at others.
 */
import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { isDoubt } from '../../../src/simulator/analytic/doubts.ts';
import { estimate } from '../../../src/simulator/analytic/estimate.ts';
import type { Observation } from '../../../src/simulator/observation.ts';
import { simulate } from '../../../src/simulator/packet/simulate.ts';
import type { Topology } from '../../../src/topology/model.ts';
import { goodput, topologyOf } from '../support.ts';
import { machines, textOf as machineText } from './machines.ts';
import { scenes, textOf, type Scene } from './scenes.ts';

const RUNS = Number(process.env['XNET_AGREEMENT_RUNS'] ?? 48);
const SEED = Number(process.env['XNET_AGREEMENT_SEED'] ?? 42);
const TOLERANCE = 0.03;
/** Short runs: who goes round more slowly than this has not settled when the warm-up ends. */
const SHORT = { duration: 0.2, warmup: 0.1, seed: 1, replication: 0, events: [] };
const SETTLES = 0.01;
const OFFERED = { duration: 0.3, warmup: 0.15, seed: 1, replication: 0, events: [] };

const plain: Scene = {
  model: 'netfront',
  guests: 4,
  vcpus: 1,
  driverVcpus: 1,
  queues: 1,
  policy: 'copy',
  mtu: 1500,
  offloads: [],
  moderation: 'coalesce = 125 us',
  direction: 'receive',
  streams: 1,
  flow: 'transport = tcp'
};
const goodputOf = (scene: Scene): number => goodput(estimate(topologyOf(textOf(scene))));

/** Whether the estimator claims anything of so short a run. */
function claims(estimated: Observation): boolean {
  return !estimated.notes.some(isDoubt) && estimated.flows.every(flow => (flow.latency?.mean ?? 0) <= SETTLES);
}

/** Goodput as estimated, for the traffic that chance really offered in the run: a Poisson process of a mean rate rarely has that mean. */
function expected(topology: Topology, estimated: Observation, seen: Observation): number {
  return estimated.flows.reduce((sum, flow, at) => {
    const { rate, transport } = topology.flows.find(each => each.name === flow.name)!;
    const chance = rate === undefined || transport === 'tcp' || flow.sent === 0 ? 1 : seen.flows[at]!.sent / seen.seconds / flow.sent;
    return sum + flow.bytes * 8 * chance;
  }, 0);
}

describe('estimator', function () {
  this.timeout(600_000);

  it(`agrees with the packet engine within ${100 * TOLERANCE} % over ${RUNS} generated machines (seed ${SEED})`, () => {
    const texts = fc.oneof({ arbitrary: machines.map(machineText), weight: 3 }, { arbitrary: scenes.map(textOf), weight: 1 });
    const errors: { error: number; text: string }[] = [];
    for (const text of fc.sample(texts, { numRuns: RUNS, seed: SEED })) {
      const topology = topologyOf(text);
      const estimated = estimate(topology);
      if (!claims(estimated)) continue;
      const seen = simulate(topology, SHORT);
      errors.push({ error: Math.abs(expected(topology, estimated, seen) / goodput(seen) - 1), text });
    }
    const misses = errors.filter(({ error }) => !(error <= TOLERANCE));
    const worst = errors.reduce((most, { error }) => Math.max(most, error), 0);
    const found = `${RUNS} machines, ${errors.length} within the assumptions, ${misses.length} of them off, at worst ${(100 * worst).toFixed(1)} %`;
    if (process.env['XNET_AGREEMENT_RUNS']) console.log(found);
    assert.ok(errors.length >= RUNS / 6, found);
    assert.deepEqual(misses, [], found);
  });

  for (const [what, scene] of Object.entries<Partial<Scene>>({
    'datagrams that are fewer than it could take': { flow: 'transport = udp; size = 1000 B; rate = 200 Mbps' },
    'a function of its own, at line rate': { model: 'sriov', guests: 2 },
    'two driver domain vCPUs and RSS': { guests: 4, driverVcpus: 2, offloads: ['rss'] },
    'receive aggregation, two streams': { streams: 2, offloads: ['lro'], model: 'multiqueue' },
    'four queues on four vCPUs': { guests: 1, vcpus: 4, queues: 4, streams: 4, driverVcpus: 4, offloads: ['rss'] },
    'a window that limits': { guests: 1, model: 'native', flow: 'transport = tcp; window = 32 KiB' }
  })) {
    it(`agrees: ${what}`, () => {
      const text = textOf({ ...plain, ...scene }).replace('delay = 5 us', scene.flow?.includes('32 KiB') ? 'delay = 2 ms' : 'delay = 5 us');
      const topology = topologyOf(text);
      const ratio = goodput(estimate(topology)) / goodput(simulate(topology, OFFERED));
      assert.ok(Math.abs(ratio - 1) <= TOLERANCE, `estimate is ${ratio.toFixed(3)} of what is seen`);
    });
  }

  it('never goes faster when work costs more', () => {
    fc.assert(
      fc.property(
        scenes,
        fc.constantFrom('netback_rx', 'tcp_rx', 'tcp_tx', 'skb', 'copy_cold_byte', 'hypercall', 'interrupt', 'syscall', 'grant_copy'),
        fc.double({ min: 1, max: 5, noNaN: true }),
        (scene, operation, factor) => {
          const topology = topologyOf(textOf(scene));
          const dearer = {
            ...topology,
            hosts: topology.hosts.map(host => {
              const cost = host.costs.operations[operation]!;
              return {
                ...host,
                costs: { ...host.costs, operations: { ...host.costs.operations, [operation]: { ...cost, value: cost.value * factor } } }
              };
            })
          };
          const [before, after] = [goodput(estimate(topology)), goodput(estimate(dearer))];
          assert.ok(after <= before * 1.005, `${operation} × ${factor}: ${before} → ${after}`);
        }
      ),
      { numRuns: 40, seed: SEED }
    );
  });

  it('never goes slower with a faster clock', () => {
    fc.assert(
      fc.property(scenes, fc.double({ min: 1, max: 3, noNaN: true }), (scene, factor) => {
        const topology = topologyOf(textOf(scene));
        const faster = {
          ...topology,
          hosts: topology.hosts.map(host => ({ ...host, cpu: { ...host.cpu, clock: host.cpu.clock * factor } }))
        };
        assert.ok(goodput(estimate(faster)) >= goodput(estimate(topology)) * 0.995);
      }),
      { numRuns: 40, seed: SEED }
    );
  });

  it('never bounds lower with more vCPUs for the driver domain', () => {
    for (const model of ['netfront', 'multiqueue'] as const) {
      const bounds = [1, 2, 3, 4].map(driverVcpus => goodputOf({ ...plain, model, guests: 6, offloads: ['rss'], driverVcpus }));
      bounds.slice(1).forEach((bound, at) => assert.ok(bound >= bounds[at]! * 0.995, `${model}: ${bounds.join(', ')}`));
    }
  });

  it('says the same whatever the order of guests that are alike', () => {
    const flows = estimate(topologyOf(textOf(plain))).flows.map(each => each.bytes);
    for (const bytes of flows) assert.ok(Math.abs(bytes / flows[0]! - 1) < 1e-6);
  });
});
