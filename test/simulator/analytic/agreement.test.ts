/**
 * Estimator against packet engine over generated hosts: within 3 % wherever the estimator's assumptions hold.
 * XNET_AGREEMENT_RUNS=300 looks at more, XNET_AGREEMENT_SEED=7 at others.
 */
import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { estimate } from '../../../src/simulator/analytic/estimate.ts';
import { simulate } from '../../../src/simulator/packet/simulate.ts';
import { goodput, topologyOf } from '../support.ts';
import { dropped, scenes, textOf, type Scene } from './scenes.ts';

const RUNS = Number(process.env['XNET_AGREEMENT_RUNS'] ?? 16);
const SEED = Number(process.env['XNET_AGREEMENT_SEED'] ?? 42);
const TOLERANCE = 0.03;
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

describe('estimator', function () {
  this.timeout(600_000);

  it(`agrees with the packet engine within ${100 * TOLERANCE} % over ${RUNS} generated hosts (seed ${SEED})`, () => {
    fc.assert(
      fc.property(scenes, scene => {
        const topology = topologyOf(textOf(scene));
        const seen = simulate(topology, OFFERED);
        fc.pre(dropped(seen) < 0.005);
        const ratio = goodput(estimate(topology)) / goodput(seen);
        assert.ok(Math.abs(ratio - 1) <= TOLERANCE, `estimate is ${ratio.toFixed(3)} of ${(goodput(seen) / 1e9).toFixed(2)} Gb/s`);
      }),
      { numRuns: RUNS, seed: SEED, endOnFailure: true }
    );
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
