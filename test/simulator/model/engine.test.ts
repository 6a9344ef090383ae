/** Programmable NICs: cores, banks, ordered commit and frame memory, in both engines. */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { estimate } from '../../../src/simulator/analytic/estimate.ts';
import type { Observation } from '../../../src/simulator/observation.ts';
import { simulate } from '../../../src/simulator/packet/simulate.ts';
import { assertWithin, goodput, topologyOf } from '../support.ts';

const example = readFileSync('examples/published/s09-programmable-nic-2005.xnet', 'utf8');

interface Card {
  readonly cores?: number;
  readonly banks?: number;
  readonly order?: 'rmw' | 'lock';
  readonly threads?: number;
  readonly dram?: string;
}

/** The published card with other numbers. */
function card({ cores = 6, banks = 4, order = 'rmw', threads = 1, dram = '64 Gbps' }: Card): string {
  return example
    .replace('param cores = 6', `param cores = ${cores}`)
    .replace('param banks = 4', `param banks = ${banks}`)
    .replace('param order = rmw', `param order = ${order}`)
    .replace('dram_bandwidth  = 64 Gbps', `threads = ${threads}\ndram_bandwidth = ${dram}`);
}

function both(of: Card, duration = 0.02): { simulated: Observation; estimated: Observation } {
  const topology = topologyOf(card(of));
  return { simulated: simulate(topology, { duration, warmup: 0.004, seed: 1, replication: 0, events: [] }), estimated: estimate(topology) };
}

const row = (observation: Observation, name: string) => observation.resources.find(each => each.name === `server.eth0.${name}`);

describe('programmable NIC', () => {
  const cards: readonly (readonly [string, Card])[] = [
    ['two cores', { cores: 2 }],
    ['four cores', { cores: 4 }],
    ['four cores with a lock', { cores: 4, order: 'lock' }],
    ['six cores', {}],
    ['one bank', { banks: 1 }],
    ['two threads a core', { cores: 2, threads: 2 }],
    ['little frame memory', { dram: '20 Gbps' }]
  ];
  for (const [name, of] of cards) {
    it(`is estimated as it is simulated: ${name}`, () => {
      const { simulated, estimated } = both(of);
      assertWithin(goodput(estimated), goodput(simulated), 0.03, name);
    });
  }

  it('carries every frame twice through the frame memory, and what the file says through control memory', () => {
    for (const observation of Object.values(both({}))) {
      const frames = observation.flows.reduce((sum, flow) => sum + flow.packets, 0) / observation.seconds;
      assertWithin(row(observation, 'engine.dram')!.bandwidthBps!, frames * 1518 * 8 * 2, 0.001, 'frame data');
      const control = [0, 1, 2, 3].reduce((sum, bank) => sum + row(observation, `engine.sram[${bank}]`)!.bandwidthBps!, 0);
      assertWithin(control, frames * 369 * 8, 0.001, 'control data');
    }
  });

  it('tells where its cycles go, and they add up', () => {
    for (const observation of Object.values(both({ cores: 4, order: 'lock' }))) {
      const { cycles, packets, utilization } = row(observation, 'engine')!;
      assertWithin(cycles!['frame processing']! / packets!, (282 + 253) / 2, 0.05, 'instructions');
      assertWithin(cycles!['control memory']! / packets!, (369 / 4) * 2, 0.02, 'accesses');
      assert.ok(cycles!['waiting']! > 0);
      assertWithin(
        Object.values(cycles!).reduce((sum, each) => sum + each, 0),
        utilization * 4 * 166e6 * observation.seconds,
        0.001,
        'all cycles'
      );
    }
  });

  it('goes no slower with more cores, more banks or more threads, nor with atomic instructions instead of a lock', () => {
    const sweeps: readonly (readonly Card[])[] = [
      [1, 2, 4, 6].map(cores => ({ cores })),
      [1, 2, 4, 16].map(banks => ({ banks, cores: 4 })),
      [1, 2, 4].map(threads => ({ threads, cores: 3 })),
      [
        { cores: 4, order: 'lock' },
        { cores: 4, order: 'rmw' }
      ]
    ];
    for (const sweep of sweeps) {
      const observed = sweep.map(each => both(each, 0.008));
      for (const kind of ['simulated', 'estimated'] as const) {
        observed
          .slice(1)
          .forEach((each, at) =>
            assert.ok(goodput(each[kind]) >= 0.98 * goodput(observed[at]![kind]), `${kind} ${JSON.stringify(sweep[at + 1])}`)
          );
      }
    }
  });

  it('loses received frames at its buffer, and holds back what is to be sent', () => {
    const { simulated } = both({ cores: 2 });
    assert.deepEqual(
      simulated.drops.filter(drop => drop.where.startsWith('server.eth0')).map(drop => drop.where),
      ['server.eth0 frame buffer']
    );
  });
});
