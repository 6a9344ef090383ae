import { strict as assert } from 'node:assert';
import { analyseText, example, findingsOf } from './support.ts';

describe("the example of the language's description", () => {
  const analysis = analyseText(example);

  it('has no findings', () => {
    assert.deepEqual(findingsOf(analysis, ['error', 'warning', 'information', 'hint']), []);
  });

  it('lowers to a topology with arrays written out', () => {
    const { hosts, flows, links } = analysis.topology;
    assert.deepEqual(
      hosts.map(host => host.domains.map(domain => domain.name)),
      [['server.dom0', 'server.guest[1]', 'server.guest[2]', 'server.guest[3]', 'server.guest[4]']]
    );
    assert.deepEqual(
      hosts[0]?.domains.map(domain => domain.pin),
      [[0], [1], [2], [3], [4]]
    );
    assert.deepEqual(
      flows.map(flow => [flow.name, flow.from, flow.to]),
      [1, 2, 3, 4].map(i => [`rx[${i}]`, 'client', `server.guest[${i}].eth0`])
    );
    assert.deepEqual(
      links.map(link => [link.ends, link.rate, link.delay]),
      [[['client', 'server.eth0'], 1e10, 5e-6]]
    );
    assert.equal(hosts[0]?.costs.name, 'xen_2009');
  });

  it('finds back-end and NIC of a vif through its bridge', () => {
    const vif = analysis.topology.hosts[0]?.domains[1]?.vifs[0];
    assert.deepEqual([vif?.backend, vif?.bridge, vif?.nic, vif?.grants?.name], ['server.dom0', 'server.xenbr0', 'server.eth0', 'copy']);
  });

  it('plans every combination, the first varied param changing slowest', () => {
    const { plan, diagnostics } = analysis.plan();
    assert.deepEqual(diagnostics, []);
    const [experiment] = plan?.experiments ?? [];
    assert.equal(experiment?.points.length, 14);
    assert.deepEqual(
      experiment?.points.slice(0, 3).map(point => point.parameters),
      [
        { guests: 1, policy: 'copy' },
        { guests: 1, policy: 'reuse' },
        { guests: 2, policy: 'copy' }
      ]
    );
    assert.deepEqual(
      experiment?.points.map(point => point.topology.flows.length),
      [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7]
    );
    assert.deepEqual(
      experiment?.points[0]?.topology.flows.map(flow => flow.name),
      ['rx']
    );
    assert.equal(experiment?.points[1]?.topology.hosts[0]?.domains[1]?.vifs[0]?.grants?.mode, 'reuse');
    assert.deepEqual(experiment?.dimensions, { guests: 'number', policy: 'word' });
  });
});
