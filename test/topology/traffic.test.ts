import assert from 'node:assert/strict';
import { analyse } from '../../src/language/analyse.ts';
import { backendOf, crossings, flowsThrough } from '../../src/topology/traffic.ts';

const host = (name: string): string => `host ${name} {
  cpu { cores = 8; clock = 2.66 GHz }
  hypervisor { kind = xen }
  nic eth0 { rate = 10 Gbps; vfs = 4 }
  domain dom0 { role = driver; vcpus = 1 }
  bridge br0 { domain = dom0; uplink = eth0 }
  domain a { vcpus = 1; vif eth0 { model = netfront; bridge = br0 } }
  domain b { vcpus = 1; vif eth0 { model = netfront; bridge = br0 } }
  domain v { vcpus = 1; vif eth0 { model = sriov; nic = eth0 } }
}
`;

const source = `${host('left')}${host('right')}
switch tor { latency = 1 us }
switch spare { latency = 1 us }
peer client { rate = 10 Gbps }
link up { ends = [left.eth0, tor] }
link down { ends = [tor, right.eth0] }
link out { ends = [tor, client] }
link idle { ends = [spare, tor] }
flow within { from = left.a.eth0; to = left.b.eth0 }
flow across { from = left.a.eth0; to = right.v.eth0 }
flow own { from = client; to = left.dom0 }
flow many { from = client; to = [left.a.eth0, right.v.eth0] }
`;

const { topology } = analyse('file:///t.xnet', { read: () => source, resolve: (_, specifier) => specifier });
const crossed = (flow: string): readonly string[] => [...(crossings(topology).get(flow) ?? [])].sort();

describe('what a flow crosses', () => {
  it('stays on the bridge between two guests of it', () => {
    assert.deepEqual(crossed('within'), ['left.a', 'left.a.eth0', 'left.b', 'left.b.eth0', 'left.br0', 'left.dom0']);
  });

  it('goes over NICs, links and the switch between two hosts, and past the driver domain of a virtual function', () => {
    assert.deepEqual(crossed('across'), [
      'down',
      'left.a',
      'left.a.eth0',
      'left.br0',
      'left.dom0',
      'left.eth0',
      'right.eth0',
      'right.v',
      'right.v.eth0',
      'tor',
      'up'
    ]);
  });

  it('ends in the stack of a domain', () => {
    assert.deepEqual(crossed('own'), ['client', 'left.br0', 'left.dom0', 'left.eth0', 'out', 'tor', 'up']);
  });

  it("is each member's own", () => {
    assert.ok(crossed('many[1]').includes('left.dom0'));
    assert.ok(!crossed('many[2]').includes('left.dom0'));
  });

  it('can be asked the other way round', () => {
    const names = (thing: string): readonly string[] => flowsThrough(topology, thing).map(flow => flow.name);
    assert.deepEqual(names('left.dom0'), ['within', 'across', 'own', 'many[1]']);
    assert.deepEqual(names('right.dom0'), []);
    assert.deepEqual(names('idle'), []);
  });

  it('leads to the back-end of a split driver only', () => {
    const [left] = topology.hosts;
    const vif = (domain: string) => left?.domains.find(each => each.name === domain)?.vifs[0];
    const [split, direct] = [vif('left.a'), vif('left.v')];
    assert.ok(left !== undefined && split !== undefined && direct !== undefined);
    assert.equal(backendOf(split, left), 'left.dom0');
    assert.equal(backendOf(direct, left), undefined);
  });
});
