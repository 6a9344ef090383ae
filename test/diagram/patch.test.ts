/** What changes from one picture to the next, and that it makes the second of the first. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Diagram, DiagramNode } from '../../src/diagram/graph.ts';
import { patchBetween, patched } from '../../src/diagram/patch.ts';
import { bridged, made } from './made.ts';

const guest = (name: string, more = 'vcpus = 1;') => `domain ${name} { ${more} vif eth0 { model = netfront; bridge = xenbr0 } }`;

describe('a patch', () => {
  const unchanging: readonly [what: string, text: string][] = [
    ['white space', bridged(guest('web')).replaceAll('\n', '\n\n   ')],
    ['a comment', `// first\n${bridged(guest('web'))}`],
    ['an experiment', `${bridged(guest('web'))}\nexperiment e { duration = 1 s }`]
  ];
  for (const [what, text] of unchanging) {
    it(`is not made by ${what}`, () => {
      assert.equal(patchBetween(made(bridged(guest('web'))), made(text)), undefined);
    });
  }

  it('names what is new and nothing else', () => {
    const patch = patchBetween(made(bridged(guest('web'))), made(bridged(`${guest('web')}\n${guest('db')}`)));
    assert.deepEqual(
      patch?.nodes.put.map(({ id }) => id),
      ['server.db', 'server.db.eth0']
    );
    assert.deepEqual(
      patch?.edges.put.map(({ id }) => id),
      ['server.xenbr0–server.db.eth0']
    );
    assert.deepEqual([patch?.nodes.removed, patch?.edges.removed, patch?.flows], [[], [], { removed: [], put: [] }]);
  });

  it('is one thing when one property changes', () => {
    const patch = patchBetween(made(bridged(guest('web'))), made(bridged(guest('web', 'vcpus = 2;'))));
    assert.deepEqual(
      patch?.nodes.put.map(({ id }) => id),
      ['server.web']
    );
    assert.deepEqual(patch?.edges, { removed: [], put: [] });
  });

  it('removes what is gone, with what hung on it', () => {
    const patch = patchBetween(made(bridged(`${guest('web')}\n${guest('db')}`)), made(bridged(guest('web'))));
    assert.deepEqual([...(patch?.nodes.removed ?? [])].sort(), ['server.db', 'server.db.eth0']);
    assert.deepEqual(patch?.edges.removed, ['server.xenbr0–server.db.eth0']);
  });

  const node = fc
    .record({ id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), rate: fc.integer({ min: 1, max: 3 }) })
    .map(({ id, rate }): DiagramNode => ({ id, name: id, kind: 'peer', rate }));
  const diagram = fc
    .uniqueArray(node, { selector: ({ id }) => id })
    .map((nodes): Diagram => ({ nodes, edges: [], flows: nodes.map(({ id }) => ({ name: id, transport: 'tcp', ways: [[id]] })) }));

  it('makes the second picture of the first, whatever they are', () => {
    fc.assert(
      fc.property(diagram, diagram, (before, after) => {
        const patch = patchBetween(before, after);
        assert.deepEqual(patch === undefined ? before : patched(before, patch), after);
        assert.equal(patchBetween(after, after), undefined);
      })
    );
  });
});
