/** From source to picture: what is drawn, what hangs on what, which way a flow goes, and what can be drawn as one. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { filesBelow } from '../../src/build/options.mjs';
import type { Diagram } from '../../src/diagram/graph.ts';
import { loadsOf } from '../../src/diagram/loads.ts';
import { largeTopology } from '../bench/large-topology.ts';
import { bridged, made } from './made.ts';

const ids = ({ nodes }: Diagram) => nodes.map(node => node.id);
const edgesOf = ({ edges }: Diagram) => edges.map(({ kind, from, to }) => `${kind} ${from} ${to}`);
const way = ({ flows }: Diagram, name: string, member = 0) => flows.find(flow => flow.name === name)?.ways[member]?.join(' > ');

const guest = 'domain guest { vcpus = 1; vif eth0 { model = netfront; bridge = xenbr0 } }';

describe('the picture of a topology', () => {
  it('has hosts that contain NICs, domains that contain vifs, and bridges in the domain that runs them', () => {
    const picture = made(bridged(guest));
    const parents = Object.fromEntries(picture.nodes.map(({ id, parent }) => [id, parent]));
    assert.deepEqual(parents, {
      server: undefined,
      'server.eth0': 'server',
      'server.dom0': 'server',
      'server.guest': 'server',
      'server.guest.eth0': 'server.guest',
      'server.xenbr0': 'server.dom0',
      client: undefined
    });
  });

  it('has a parent before what it contains', () => {
    for (const file of filesBelow('examples', '.xnet')) {
      const seen = new Set<string>();
      for (const { id, parent } of made(fs.readFileSync(file, 'utf8')).nodes) {
        assert.ok(parent === undefined || seen.has(parent), `${file}: ${id} comes before ${parent}`);
        assert.ok(!seen.has(id), `${file}: ${id} comes twice`);
        seen.add(id);
      }
    }
  });

  const attachments: readonly [does: string, vif: string, edge: string][] = [
    ['a split driver in its bridge', 'vif eth0 { model = netfront; bridge = xenbr0 }', 'attach server.xenbr0 server.guest.eth0'],
    [
      'its own queues in the bridge that its driver domain runs',
      'vif eth0 { model = multiqueue; bridge = xenbr0 }',
      'attach server.xenbr0 server.guest.eth0'
    ],
    [
      'a virtual function on the NIC, bridge or not',
      'vif eth0 { model = sriov; nic = eth0; bridge = xenbr0 }',
      'direct server.eth0 server.guest.eth0'
    ],
    [
      'a vif without a bridge on its back-end',
      'vif eth0 { model = netfront; backend = dom0; nic = eth0 }',
      'backend server.dom0 server.guest.eth0'
    ]
  ];
  for (const [does, vif, edge] of attachments) {
    it(`hangs ${does}`, () => {
      assert.ok(edgesOf(made(bridged(`domain guest { vcpus = 1; ${vif} }`))).includes(edge));
    });
  }

  it('counts the virtual functions that are taken', () => {
    const picture = made(bridged('domain guest[3] { vcpus = 1; vif eth0 { model = sriov; nic = eth0 } }'));
    const nic = picture.nodes.find(node => node.kind === 'nic');
    assert.deepEqual(nic?.kind === 'nic' && [nic.rxQueues, nic.vfs, nic.taken], [16, 7, 3]);
  });

  it('knows the way of a flow in its order, there and back', () => {
    const picture = made(
      bridged(guest, 'flow rx { from = client; to = server.guest.eth0 }\nflow tx { from = server.guest.eth0; to = client }')
    );
    const there =
      'client > wire > server.eth0 > server.eth0–server.xenbr0 > server.xenbr0 > server.xenbr0–server.guest.eth0 > server.guest.eth0';
    assert.equal(way(picture, 'rx'), there);
    assert.equal(way(picture, 'tx'), there.split(' > ').reverse().join(' > '));
  });

  it('keeps a flow between two guests of one bridge off the wire', () => {
    const picture = made(
      bridged(
        'domain a { vcpus = 1; vif e { model = netfront; bridge = xenbr0 } }\ndomain b { vcpus = 1; vif e { model = netfront; bridge = xenbr0 } }',
        'flow f { from = server.a.e; to = server.b.e }'
      )
    );
    assert.equal(way(picture, 'f'), 'server.a.e > server.xenbr0–server.a.e > server.xenbr0 > server.xenbr0–server.b.e > server.b.e');
  });

  it('starts at the bridge of a domain that sends from its own stack', () => {
    const picture = made(bridged('', 'flow f { from = server.dom0; to = client }'));
    assert.equal(way(picture, 'f'), 'server.dom0 > server.xenbr0 > server.eth0–server.xenbr0 > server.eth0 > wire > client');
  });

  it('goes through the metarouter it is sent through', () => {
    const picture = made(fs.readFileSync('examples/published/s02-metarouters-2006.xnet', 'utf8'));
    assert.equal(way(picture, 'one'), 'a > link(a, np) > np > np.first > np > out > sink');
  });

  it('gives every flow of every example a way', () => {
    for (const file of filesBelow('examples', '.xnet')) {
      for (const { name, ways } of made(fs.readFileSync(file, 'utf8')).flows) {
        assert.ok(
          ways.every(each => each.length > 1),
          `${file}: ${name} has no way`
        );
      }
    }
  });
});

describe('what can be drawn as one', () => {
  const stacks = ({ nodes }: Diagram) => [
    ...new Set(nodes.flatMap(({ stack }) => (stack === undefined ? [] : [`${stack.id} ${stack.name}`])))
  ];

  it('are the elements of an array', () => {
    assert.deepEqual(
      stacks(made(bridged('domain guest[7] { vcpus = 1; pin = [index]; vif eth0 { model = netfront; bridge = xenbr0 } }'))),
      ['server.guest[*] guest']
    );
  });

  it('are not the elements that differ', () => {
    const picture = made(bridged('domain guest[2] { vcpus = index; vif eth0 { model = netfront; bridge = xenbr0 } }'));
    assert.deepEqual(stacks(picture), []);
  });

  it('are numbered siblings written one by one, if there are many alike', () => {
    const written = (count: number) =>
      made(
        bridged(
          Array.from({ length: count }, (_, i) => `domain web${i + 1} { vcpus = 1; vif eth0 { model = netfront; bridge = xenbr0 } }`).join(
            '\n'
          )
        )
      );
    assert.deepEqual(stacks(written(4)), []);
    assert.deepEqual(stacks(written(6)), ['server.web1… web1 … web6']);
  });

  it('makes few things of 2,000 domains', () => {
    const picture = made(largeTopology());
    const drawn = picture.nodes.filter(({ kind, stack }) => kind === 'domain' && stack === undefined).length + stacks(picture).length;
    assert.equal(ids(picture).filter(id => /guest\d+$/.test(id)).length, 40 * 49);
    assert.equal(drawn, 80);
  });
});

describe('utilization', () => {
  const picture = made(bridged(guest));
  const resource = (name: string, utilization: number, kind = 'nic') => ({ name, kind, utilization });

  it('of a domain is that of its vCPUs', () => {
    assert.deepEqual(loadsOf(picture, { domains: [{ name: 'server.dom0', utilization: 1 }], resources: [] }), { 'server.dom0': 0.5 });
  });

  it('of a thing is that of its busiest part; what is not drawn is left out', () => {
    const resources = [
      resource('server.cpu[0]', 0.9, 'core'),
      resource('server.cpu[1]', 0.2, 'core'),
      resource('server.eth0', 0.3),
      resource('server.eth0 gen3_x8', 0.4, 'bus'),
      resource('wire', 0.3, 'link'),
      resource('elsewhere', 1)
    ];
    assert.deepEqual(loadsOf(picture, { domains: [{ name: 'gone', utilization: 1 }], resources }), {
      server: 0.9,
      'server.eth0': 0.4,
      wire: 0.3
    });
  });
});
