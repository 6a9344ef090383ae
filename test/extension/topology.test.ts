/** What the preview keeps of a file: in step with the server, and coloured by the last run while it is true. */
import assert from 'node:assert/strict';
import { patchBetween } from '../../src/diagram/patch.ts';
import { runLoads } from '../../src/extension/topology/run-loads.ts';
import { ShownTopology } from '../../src/extension/topology/shown.ts';
import type { RunResult } from '../../src/topology/result.ts';
import { bridged, made } from '../diagram/made.ts';

const guests = (count: number) => bridged(`domain guest[${count}] { vcpus = 2; vif eth0 { model = netfront; bridge = xenbr0 } }`);
const before = made(guests(2));
const after = made(guests(3));
const uri = 'file:///a.xnet';

const point = (count: number, utilization: number) => ({
  parameters: { guests: count },
  domains: ['server.dom0', ...Array.from({ length: count }, (_, i) => `server.guest[${i + 1}]`)].map(name => ({
    name,
    cpuUtilization: { mean: utilization }
  })),
  resources: [{ name: 'wire', kind: 'link', utilization: { mean: 0.3 } }]
});

const result = {
  experiments: [{ name: 'sweep', varies: ['guests'], dimensions: { guests: 'number' }, points: [point(1, 0.2), point(2, 1), point(3, 2)] }]
} as unknown as RunResult;

const shown = () => new ShownTopology(uri, 'a.xnet', { revision: 4, diagram: before, errors: 0 });
const types = (messages: readonly { readonly type: string }[] | undefined) => messages?.map(({ type }) => type);

describe('the loads of a run', () => {
  it('are those of the point that has the domains of the picture', () => {
    const found = runLoads(before, result);
    assert.equal(found?.source, 'run: sweep, guests = 2');
    assert.deepEqual(found?.loads, { 'server.dom0': 0.5, 'server.guest[1]': 0.5, 'server.guest[2]': 0.5, wire: 0.3 });
  });

  it('are none of a run without a point', () => {
    assert.equal(runLoads(before, { experiments: [] } as unknown as RunResult), undefined);
  });
});

describe('what the preview shows', () => {
  const patch = patchBetween(before, after);
  assert.ok(patch !== undefined);

  it('follows the server change by change, and tells a page that comes back the whole', () => {
    const topology = shown();
    assert.deepEqual(types(topology.changed({ uri, revision: 5, patch })), ['patch']);
    const [picture] = topology.replay();
    assert.deepEqual(picture?.type === 'picture' && picture.diagram, after);
  });

  it('asks for the whole when a change was missed, and passes over one that is old', () => {
    const topology = shown();
    assert.equal(topology.changed({ uri, revision: 6, patch }), undefined);
    assert.deepEqual(topology.changed({ uri, revision: 4, patch }), []);
  });

  it('shows what a run found until the picture is another one, and then the estimate again', () => {
    const topology = shown();
    assert.deepEqual(types(topology.changed({ uri, revision: 5, loads: { wire: 0.1 } })), ['loads']);
    const [ran] = topology.ranAs(result);
    assert.equal(ran?.type === 'loads' && ran.source, 'run: sweep, guests = 2');
    assert.deepEqual(topology.changed({ uri, revision: 6, loads: { wire: 0.2 } }), []);
    const changed = topology.changed({ uri, revision: 7, patch });
    assert.deepEqual(changed?.at(-1), { type: 'loads', loads: { wire: 0.2 }, source: 'estimate' });
  });

  it('tells a mark once, and errors as they come and go', () => {
    const topology = shown();
    assert.deepEqual(types(topology.cursorAt({ ids: ['wire'] })), ['mark']);
    assert.deepEqual(topology.cursorAt({ ids: ['wire'] }), []);
    assert.deepEqual(topology.changed({ uri, revision: 5, errors: 2 }), [{ type: 'errors', errors: 2 }]);
  });
});
