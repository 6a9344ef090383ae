/** An estimate of the whole is the estimates of its independent parts, and parts that did not change are not estimated again. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { estimate, estimatePart, estimateSystem } from '../../../src/simulator/analytic/estimate.ts';
import { partsOf } from '../../../src/simulator/analytic/parts.ts';
import { rememberingEstimator, saysTheSame } from '../../../src/simulator/analytic/remembered.ts';
import { buildSystem } from '../../../src/simulator/model/build.ts';
import type { Observation } from '../../../src/simulator/observation.ts';
import type { Topology } from '../../../src/topology/model.ts';
import { topologyOf } from '../support.ts';
import { scenes, textOf, type Scene } from './scenes.ts';

const SEED = 42;
/** The fixed point of the whole goes on until its slowest part has settled. */
const SETTLING = 2e-3;

const IMPORT = 'import "xnet:costs/xen-2009"';

/** Scenes beside each other in one file, each with names of its own. */
function beside(all: readonly Scene[]): string {
  const renamed = all.map((scene, at) =>
    textOf(scene)
      .replace(IMPORT, '')
      .replace(/\b(server|client|policy|f\d+|uplink(?= \{))\b/g, `$1_${at}`)
  );
  return [IMPORT, ...renamed].join('\n');
}

const close = (one: number, other: number): boolean => Math.abs(one - other) <= SETTLING * Math.max(Math.abs(one), Math.abs(other), 1e-9);

function assertSame(one: Observation, other: Observation): void {
  assert.deepEqual(
    one.flows.map(each => each.name),
    other.flows.map(each => each.name)
  );
  one.flows.forEach((flow, at) => assert.ok(close(flow.bytes, other.flows[at]!.bytes), `${flow.name}: ${flow.bytes}`));
  one.domains.forEach((domain, at) => {
    assert.equal(domain.name, other.domains[at]!.name);
    assert.ok(close(domain.utilization, other.domains[at]!.utilization), `${domain.name}: ${domain.utilization}`);
  });
  const loads = new Map(other.resources.map(each => [`${each.kind} ${each.name}`, each.utilization]));
  assert.equal(loads.size, one.resources.length);
  for (const { kind, name, utilization } of one.resources) assert.ok(close(utilization, loads.get(`${kind} ${name}`) ?? NaN), name);
  assert.ok(close(one.bottleneck.utilization, other.bottleneck.utilization));
}

const neighbours = fc.array(scenes, { minLength: 2, maxLength: 3 });
const plain = (guests: number): Scene => ({
  model: 'netfront',
  guests,
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
});
const three = beside([plain(1), plain(2), plain(3)]);

describe('parts of a topology', function () {
  this.timeout(60_000);
  const topology = topologyOf(three);

  it('are together what the whole is', () => {
    fc.assert(
      fc.property(neighbours, scenesHere => {
        const here = topologyOf(beside(scenesHere));
        assert.equal(partsOf(here).length, scenesHere.length);
        assertSame(estimate(here), estimateSystem(buildSystem(here)));
      }),
      { numRuns: 12, seed: SEED }
    );
  });

  it('hold everything exactly once', () => {
    const parts = partsOf(topology);
    for (const kind of ['hosts', 'peers', 'links', 'flows'] as const) {
      const found: readonly { readonly name: string }[] = parts.flatMap<{ readonly name: string }>(part => part[kind]);
      assert.deepEqual(found.map(each => each.name).sort(), topology[kind].map(each => each.name).sort());
    }
  });

  const link = (...ends: [string, string]): Topology['links'][number] => ({ ...topology.links[0]!, name: ends.join(), ends });
  for (const [what, changed, parts] of [
    ['a link between two hosts', { links: [...topology.links, link('server_0.eth0', 'server_1.eth0')] }, 2],
    ['a flow that finds no way', { flows: [...topology.flows, { ...topology.flows[0]!, to: 'server_1.g0.eth0' }] }, 2],
    [
      'a switch that all clients are at',
      {
        switches: [{ name: 'switch', latency: 0 }],
        links: [...topology.links, ...topology.peers.map(peer => link(peer.name, 'switch'))]
      },
      1
    ],
    ['nothing, when a peer stands alone', { peers: [...topology.peers, { name: 'idle', rate: 1e9 }] }, 4]
  ] as const) {
    it(`are joined by ${what}: ${parts} left`, () => assert.equal(partsOf({ ...topology, ...changed }).length, parts));
  }

  it('are none of nothing', () => {
    const observation = estimate(topologyOf(''));
    assert.deepEqual([observation.flows, observation.domains], [[], []]);
  });
});

/** A remembering estimator, and which parts it really estimated since last asked. */
function counting(estimateOf: typeof estimatePart = estimatePart): { of: (topology: Topology) => Observation; estimated: () => string[] } {
  let names: string[] = [];
  const of = rememberingEstimator(part => {
    names.push(part.hosts[0]?.name ?? '');
    return estimateOf(part);
  });
  return {
    of,
    estimated: () => {
      const since = names;
      names = [];
      return since;
    }
  };
}

describe('remembering estimator', function () {
  this.timeout(60_000);

  it('estimates again only what says something else', () => {
    const { of, estimated } = counting();
    of(topologyOf(three));
    assert.deepEqual(estimated(), ['server_0', 'server_1', 'server_2']);
    for (const [what, text, expected] of [
      ['the same text', three, []],
      ['a comment before everything', `// moved along\n${three}`, []],
      ['the clock of one host', three.replace('clock = 2.66 GHz', 'clock = 3 GHz'), ['server_0']],
      [
        'a cost of everybody',
        `${three}\ncosts dear : xen_2009 { netback_rx = 9000 cycles }`.replaceAll('costs = xen_2009', 'costs = dear'),
        ['server_0', 'server_1', 'server_2']
      ],
      ['one more flow', `${three}\nflow more { from = client_1; to = server_1.g0.eth0 }`, ['server_1']],
      ['what was there before', three, []]
    ] as const) {
      const topology = topologyOf(text);
      assertSame(of(topology), estimate(topology));
      assert.deepEqual(estimated(), expected, what);
    }
  });

  it('says the same as one without memory', () => {
    const of = rememberingEstimator();
    fc.assert(
      fc.property(neighbours, scenesHere => {
        const topology = topologyOf(beside(scenesHere));
        assert.deepEqual(of(topology), estimate(topology));
      }),
      { numRuns: 8, seed: SEED }
    );
  });

  it('forgets what was not asked for in a long time', () => {
    const topology = topologyOf(beside([plain(1)]));
    // What is estimated is no matter here, only whether.
    const same = estimatePart(topology);
    const { of, estimated } = counting(() => same);
    const clock = (hertz: number): Topology => ({
      ...topology,
      hosts: topology.hosts.map(host => ({ ...host, cpu: { ...host.cpu, clock: hertz * 1e6 } }))
    });
    of(clock(1000));
    for (let hertz = 1001; hertz < 1200; hertz++) of(clock(hertz));
    estimated();
    of(clock(1199));
    assert.deepEqual(estimated(), []);
    of(clock(1000));
    assert.deepEqual(estimated(), ['server_0']);
  });

  it('throws for a flow without a way each time', () => {
    const { of } = counting();
    const whole = topologyOf(three);
    const broken = { ...whole, flows: [...whole.flows, { ...whole.flows[0]!, to: 'server_1.g0.eth0' }] };
    for (let turn = 0; turn < 2; turn++) assert.throws(() => of(broken), /no link leads/);
  });

  it('compares values, not places', () => {
    const origin = { uri: 'a', start: 1, end: 2 };
    for (const [one, other, same] of [
      [{ a: 1, origin }, { a: 1, origin: { ...origin, start: 5 } }, true],
      [{ a: 1, b: undefined }, { a: 1 }, true],
      [{ a: 1 }, { a: 1, b: 2 }, false],
      [{ a: 1, b: 2 }, { a: 1 }, false],
      [[1, [2]], [1, [2]], true],
      [[1, 2], [1], false],
      [{ a: [1] }, { a: { 0: 1 } }, false],
      [{ a: NaN }, { a: NaN }, true],
      [{ a: null }, { a: {} }, false]
    ] as const) {
      assert.equal(saysTheSame(one, other), same, JSON.stringify([one, other]));
    }
  });
});
