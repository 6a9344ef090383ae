/** What is drawn of a picture, where it is put and kept, and the ways through it by keyboard and search: without a browser. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import ElkConstructor from 'elkjs/lib/elk.bundled.js';
import * as fc from 'fast-check';
import { filesBelow } from '../../src/build/options.mjs';
import { largeTopology } from '../bench/large-topology.ts';
import { bridged, made } from '../diagram/made.ts';
import { overlaps, type Box, type Placement } from '../../webview/topology/geometry.ts';
import { actionOf } from '../../webview/topology/keys.ts';
import { layout, type Sizes } from '../../webview/topology/layout.ts';
import { sizeOf } from '../../webview/topology/measure.ts';
import { pathOf } from '../../webview/topology/path.ts';
import { sceneOf, type Folds, type Scene } from '../../webview/topology/scene.ts';
import { find, foldsAround } from '../../webview/topology/search.ts';
import { settle } from '../../webview/topology/settle.ts';
import { fitted, panned, showing, zoomed } from '../../webview/topology/viewport.ts';
import { walk, type Step } from '../../webview/topology/walk.ts';
import { labelOn, nameOf, wordsOn } from '../../webview/topology/words.ts';

const vif = 'vif eth0 { model = netfront; bridge = xenbr0 }';
const guests = (count: number) => `domain guest[${count}] { vcpus = 1; ${vif} }`;
const scene = (text: string, folds: Folds = {}): Scene => sceneOf(made(text), folds);
const ids = ({ nodes }: Scene) => nodes.map(({ id }) => id);
const nodeOf = (of: Scene, id: string) => {
  const node = of.nodes.find(each => each.id === id);
  assert.ok(node, `${id} is not drawn`);
  return node;
};

/** Widths as if every letter were seven pixels wide. */
const measure = (text: string) => text.length * 7;

function sizesOf({ nodes, edges }: Scene): Sizes {
  return {
    nodes: new Map(nodes.map(node => [node.id, sizeOf(wordsOn(node), node.fold !== undefined, true, measure)] as const)),
    labels: new Map(edges.flatMap(edge => (labelOn(edge) === undefined ? [] : [[edge.id, { width: 64, height: 16 }] as const])))
  };
}

const placed = (of: Scene): Promise<Placement> => layout(new ElkConstructor(), of, sizesOf(of), 0.7);

/** Nodes that stand on each other without one being within the other, and nodes that stick out of what they are in. */
function misplaced(of: Scene, { nodes }: Placement): string[] {
  const parents = new Map(of.nodes.map(({ id, parent }) => [id, parent]));
  const box = (id: string): Box => {
    const found = nodes.get(id);
    assert.ok(found, `${id} has no place`);
    return found;
  };
  const wrong: string[] = [];
  for (const [i, a] of of.nodes.entries()) {
    for (const b of of.nodes.slice(i + 1)) {
      if (a.parent === b.parent && overlaps(box(a.id), box(b.id), -0.5)) wrong.push(`${a.id} on ${b.id}`);
    }
    const outer = parents.get(a.id);
    if (outer === undefined) continue;
    const [inner, around] = [box(a.id), box(outer)];
    const isInside =
      inner.x >= around.x &&
      inner.y >= around.y &&
      inner.x + inner.width <= around.x + around.width + 0.5 &&
      inner.y + inner.height <= around.y + around.height + 0.5;
    if (!isInside) wrong.push(`${a.id} sticks out of ${outer}`);
  }
  return wrong;
}

describe('the scene of a topology', () => {
  it('draws an array as one, with what is in one of its elements, and its edges as one', () => {
    const drawn = scene(bridged(guests(7)));
    assert.deepEqual(ids(drawn), [
      'server',
      'server.eth0',
      'server.dom0',
      'server.xenbr0',
      'server.guest[*]',
      'server.guest[*].eth0',
      'client'
    ]);
    assert.equal(nodeOf(drawn, 'server.guest[*]').members.length, 7);
    const edge = drawn.edges.find(({ to }) => to === 'server.guest[*].eth0');
    assert.equal(edge?.members.length, 7);
    assert.equal(drawn.drawnFor.get('server.guest[3].eth0'), 'server.guest[*].eth0');
  });

  it('draws its elements when it is opened', () => {
    const drawn = scene(bridged(guests(3)), { 'server.guest[*]': 'open' });
    assert.deepEqual(
      ids(drawn).filter(id => /guest\[\d\]$/.test(id)),
      ['server.guest[1]', 'server.guest[2]', 'server.guest[3]']
    );
    assert.equal(drawn.hidden, 0);
  });

  it('draws a closed host as one node, with the edges of what is in it', () => {
    const drawn = scene(bridged(guests(3)), { server: 'closed' });
    assert.deepEqual(ids(drawn), ['server', 'client']);
    assert.deepEqual(
      drawn.edges.map(({ from, to }) => [from, to]),
      [['client', 'server']]
    );
    assert.equal(drawn.drawnFor.get('server.guest[2].eth0'), 'server');
  });

  it('bundles parallel links and says what they are together', () => {
    const three = 'link a { ends = [client, server.eth0] }\nlink b { ends = [server.eth0, client] }';
    const drawn = scene(bridged('', three));
    const [bundle] = drawn.edges.filter(({ kind }) => kind === 'link');
    assert.equal(bundle?.members.length, 3);
    assert.equal(bundle && labelOn(bundle)?.replaceAll('\u00a0', ' '), '3 × 10 Gb/s');
  });

  it('draws a part of many, and the rest when it is asked for', () => {
    const many = Array.from({ length: 60 }, (_, i) => `domain d${'abcdefghij'[i % 10]}${'abcdef'[Math.floor(i / 10)]} { vcpus = 1 }`).join(
      '\n'
    );
    const drawn = scene(bridged(many));
    const rest = drawn.nodes.find(({ kind }) => kind === 'rest');
    assert.equal(rest?.name, '14 more');
    const opened = scene(bridged(many), { [rest?.fold ?? '']: 'open' });
    assert.equal(opened.nodes.filter(({ kind }) => kind === 'rest').length, 0);
    assert.equal(opened.nodes.length, 60 + 5);
  });

  it('starts closed with 2,000 domains, and still has something drawn for each', () => {
    const diagram = made(largeTopology());
    const drawn = sceneOf(diagram, {});
    assert.equal(drawn.nodes.length, 80);
    for (const { id } of [...diagram.nodes, ...diagram.edges]) assert.ok(drawn.drawnFor.has(id), id);
    assert.equal(sceneOf(diagram, { server3: 'open' }).nodes.length, 80 + 5);
  });

  it('has a parent before what it contains, whatever is open', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('server', 'server.guest[*]', 'server.dom0', 'server.guest[1]'), fc.constantFrom('open', 'closed')),
        folds => {
          const drawn = scene(bridged(guests(3)), folds);
          const seen = new Set<string>();
          for (const { id, parent } of drawn.nodes) {
            assert.ok(parent === undefined || seen.has(parent));
            assert.ok(!seen.has(id));
            seen.add(id);
          }
          for (const { from, to } of drawn.edges) assert.ok(seen.has(from) && seen.has(to));
        }
      )
    );
  });
});

describe('words on a topology', () => {
  const drawn = scene(bridged(guests(7)));
  const said = (id: string, load?: number) => nameOf(nodeOf(drawn, id), load, []).replaceAll('\u00a0', ' ');

  it('say to a screen reader what the picture says', () => {
    assert.equal(said('server', 0.5), 'host server, Xen, 8 × 2.66 GHz, utilization 50 %');
    assert.equal(said('server.guest[*]'), 'domain guest ×7, guest, 1 vCPU');
    assert.equal(said('server.guest[*].eth0'), 'virtual interface eth0 ×7, netfront, copy');
    assert.equal(said('server.eth0'), 'NIC eth0, 10 Gb/s, 16 receive queues, 1 transmit queue, 7 virtual functions, 0 taken');
  });
});

describe('the way of a flow', () => {
  it('numbers what is passed and knows the direction of edges', () => {
    const text = bridged(
      guests(2),
      'flow rx { from = client; to = server.guest[*].eth0 }\nflow tx { from = server.guest[*].eth0; to = client }'
    );
    const drawn = scene(text);
    const [rx, tx] = made(text).flows.map(flow => pathOf(flow, drawn));
    assert.deepEqual(Object.fromEntries(rx?.order ?? []), { client: 1, 'server.eth0': 2, 'server.xenbr0': 3, 'server.guest[*].eth0': 4 });
    assert.deepEqual([...(rx?.edges.values() ?? [])], ['along', 'along', 'along']);
    assert.deepEqual([...(tx?.edges.values() ?? [])], ['against', 'against', 'against']);
  });
});

describe('the layout', () => {
  for (const file of filesBelow('examples', '.xnet')) {
    it(`puts nothing on anything else in ${file}`, async () => {
      const drawn = scene(fs.readFileSync(file, 'utf8'));
      assert.deepEqual(misplaced(drawn, await placed(drawn)), []);
    });
  }

  it('puts the wire above the host, and the host above nothing of its own', async () => {
    const drawn = scene(bridged(guests(2)));
    const { nodes } = await placed(drawn);
    const top = (id: string) => nodes.get(id)?.y ?? NaN;
    assert.ok(
      top('client') < top('server.eth0') && top('server.eth0') < top('server.xenbr0') && top('server.xenbr0') < top('server.guest[*].eth0')
    );
  });
});

describe('settling', () => {
  const domain = (name: string) => `domain ${name} { vcpus = 1; ${vif} }`;
  const kept = (before: Placement, of: Scene) => of.nodes.filter(({ id }) => before.nodes.has(id)).map(({ id }) => id);

  async function change(from: string, to: string): Promise<{ before: Placement; after: Placement; drawn: Scene }> {
    const [first, drawn] = [scene(from), scene(to)];
    const before = await placed(first);
    return { before, after: settle(drawn, await placed(drawn), before, sizesOf(drawn)), drawn };
  }

  it('keeps everything that stays where it is when a domain, a vif, a peer or a host comes', async () => {
    const text = bridged(`${domain('web')}\n${domain('db')}`);
    const changes = [
      bridged(`${domain('web')}\n${domain('more')}\n${domain('db')}`),
      `peer other { rate = 1 Gbps }\n${text}`,
      `${text}\nhost second { cpu { cores = 1; clock = 1 GHz } hypervisor { kind = kvm } nic e { rate = 1 Gbps } }`
    ];
    for (const changed of changes) {
      const { before, after, drawn } = await change(text, changed);
      for (const id of kept(before, drawn)) {
        const [was, is] = [before.nodes.get(id), after.nodes.get(id)];
        assert.deepEqual([is?.x, is?.y], [was?.x, was?.y], id);
      }
      assert.deepEqual(misplaced(drawn, after), []);
    }
  });

  it('keeps what stays when something goes', async () => {
    const { before, after, drawn } = await change(bridged(`${domain('web')}\n${domain('db')}`), bridged(domain('db')));
    for (const id of kept(before, drawn))
      assert.deepEqual([after.nodes.get(id)?.x, after.nodes.get(id)?.y], [before.nodes.get(id)?.x, before.nodes.get(id)?.y], id);
  });

  it('makes room for what grows, and lets nothing stand on anything', async () => {
    const names = ['a', 'b', 'c', 'd'];
    await fc.assert(
      fc.asyncProperty(fc.subarray(names), fc.subarray(names), fc.integer({ min: 1, max: 4 }), async (first, second, vifs) => {
        const many = Array.from({ length: vifs }, (_, i) => `vif e${'wxyz'[i]} { model = netfront; bridge = xenbr0 }`).join('; ');
        const grown = second.map(name => `domain ${name} { vcpus = 1; ${many} }`).join('\n');
        const { after, drawn } = await change(bridged(first.map(domain).join('\n')), bridged(grown));
        assert.deepEqual(misplaced(drawn, after), []);
        for (const { id } of drawn.edges) assert.ok((after.edges.get(id)?.points.length ?? 0) > 1, id);
      }),
      { numRuns: 12 }
    );
  });
});

describe('walking a topology', () => {
  const box = (x: number, y: number): Box => ({ x, y, width: 10, height: 10 });
  const grid: Scene = scene('peer a { rate = 1 Gbps }\npeer b { rate = 1 Gbps }\npeer c { rate = 1 Gbps }\npeer d { rate = 1 Gbps }');
  const placement: Placement = {
    nodes: new Map([
      ['a', box(0, 0)],
      ['b', box(50, 0)],
      ['c', box(0, 50)],
      ['d', box(70, 60)]
    ]),
    edges: new Map()
  };
  const steps: readonly [from: string | undefined, step: Step, to: string | undefined][] = [
    [undefined, 'down', 'a'],
    ['a', 'right', 'b'],
    ['b', 'left', 'a'],
    ['a', 'down', 'c'],
    ['c', 'up', 'a'],
    ['c', 'right', 'd'],
    ['a', 'up', undefined],
    ['a', 'last', 'd'],
    ['d', 'first', 'a'],
    ['a', 'out', undefined]
  ];
  for (const [from, step, to] of steps) {
    it(`goes ${step} from ${from ?? 'nowhere'} to ${to ?? 'nowhere'}`, () => assert.equal(walk(grid, placement, from, step), to));
  }

  it('goes into what a node contains and out again', async () => {
    const drawn = scene(bridged(guests(2)));
    const where = await placed(drawn);
    assert.equal(walk(drawn, where, 'server.dom0', 'in'), 'server.xenbr0');
    assert.equal(walk(drawn, where, 'server.xenbr0', 'out'), 'server.dom0');
  });

  it('reaches every node of every example with arrows and in and out alone', async () => {
    for (const file of ['examples/ram-2009.xnet', 'examples/published/s12-parallel-io-2008.xnet']) {
      const drawn = scene(fs.readFileSync(file, 'utf8'));
      const where = await placed(drawn);
      const reached = new Set([drawn.nodes[0]?.id ?? '']);
      for (const id of reached) {
        for (const step of ['up', 'down', 'left', 'right', 'in', 'out'] as const) {
          const next = walk(drawn, where, id, step);
          if (next !== undefined) reached.add(next);
        }
      }
      assert.deepEqual(
        ids(drawn).filter(id => !reached.has(id)),
        [],
        file
      );
    }
  });

  it('leaves keys of the editor to the editor', () => {
    const plain = { ctrlKey: false, metaKey: false, altKey: false };
    assert.deepEqual(actionOf({ key: '+', ...plain }), { do: 'zoom', direction: 1 });
    assert.deepEqual(actionOf({ key: '/', ...plain }), { do: 'search' });
    assert.equal(actionOf({ key: 'p', ...plain, ctrlKey: true }), undefined);
    assert.equal(actionOf({ key: 'ArrowDown', ...plain, altKey: true }), undefined);
    assert.equal(actionOf({ key: 'x', ...plain }), undefined);
  });
});

describe('finding in a topology', () => {
  const diagram = made(bridged(guests(3)));

  it('finds things that are not drawn, those that begin so first', () => {
    assert.deepEqual(find(diagram, 'GUEST[2]'), ['server.guest[2]', 'server.guest[2].eth0']);
    assert.deepEqual(find(diagram, 'eth0').at(0), 'server.eth0');
    assert.deepEqual(find(diagram, 'wire'), ['wire']);
    assert.deepEqual(find(diagram, '  '), []);
  });

  it('knows what to open for them', () => {
    const folds = Object.fromEntries(foldsAround(diagram, 'server.guest[2].eth0').map(id => [id, 'open' as const]));
    assert.ok(ids(sceneOf(diagram, folds)).includes('server.guest[2].eth0'));
  });
});

describe('the view on a topology', () => {
  const view = { width: 500, height: 800 };

  it('fits a small picture whole, and keeps a large one readable', () => {
    const small = fitted({ x: 10, y: 10, width: 200, height: 300 }, view);
    assert.equal(small.zoom, 1.25);
    assert.equal(10 * small.zoom + small.x, (500 - 250) / 2);
    assert.equal(fitted({ x: 0, y: 0, width: 5000, height: 5000 }, view).zoom, 0.72);
  });

  it('zooms around the place under the pointer, and back', () => {
    const at = { x: 120, y: 90 };
    const start = { x: 30, y: 40, zoom: 1 };
    const nearer = zoomed(start, 2, at);
    assert.deepEqual([(at.x - nearer.x) / nearer.zoom, (at.y - nearer.y) / nearer.zoom], [90, 50]);
    assert.deepEqual(zoomed(nearer, 0.5, at), start);
    assert.deepEqual(panned(start, { x: 5, y: -5 }), { x: 35, y: 35, zoom: 1 });
  });

  it('moves no more than it must to show a node', () => {
    const start = { x: 0, y: 0, zoom: 1 };
    assert.deepEqual(showing(start, { x: 100, y: 100, width: 50, height: 50 }, view), start);
    assert.deepEqual(showing(start, { x: 600, y: 100, width: 50, height: 50 }, view), { x: 500 - 16 - 650, y: 0, zoom: 1 });
    assert.deepEqual(showing(start, { x: -40, y: 100, width: 50, height: 50 }, view), { x: 56, y: 0, zoom: 1 });
  });
});
