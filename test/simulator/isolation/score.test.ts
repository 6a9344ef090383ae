import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { analyse } from '../../../src/language/analyse.ts';
import { scoreIsolation } from '../../../src/simulator/isolation/score.ts';
import { simulate } from '../../../src/simulator/packet/simulate.ts';
import type { Topology } from '../../../src/topology/model.ts';

const FILE = 'examples/published/s13-isolation.xnet';

function topologyOf(experiment: string): Topology {
  const { plan } = analyse(FILE, {
    read: uri => (uri === FILE ? fs.readFileSync(FILE, 'utf8') : undefined),
    resolve: (_, name) => name
  }).plan({ experiments: [experiment] });
  return plan!.experiments[0]!.points[0]!.topology;
}

const options = { victim: 'service', seed: 1, duration: 0.12, warmup: 0.03, repeat: 1, limit: 0.05 };

describe('isolation scorecard', () => {
  it('names what leaks between domains that share a driver domain', () => {
    const score = scoreIsolation(topologyOf('shared'), options, simulate);
    const leaks = Object.fromEntries(score.trials.map(trial => [trial.name, trial.leaked]));
    assert.equal(leaks['flood'], 'server.cpu[0]');
    assert.equal(leaks['driver crash'], 'server.dom0');
    assert.deepEqual(score.neighbours, ['server.neighbour']);
  });

  it('finds nothing between domains that share neither core nor queue nor driver domain', () => {
    const score = scoreIsolation(topologyOf('partitioned'), options, simulate);
    assert.deepEqual(
      score.trials.map(trial => [trial.name, trial.isolated]),
      [
        ['flood', true],
        ['cpu hog', true],
        ['cache thrash', true],
        ['driver crash', true]
      ]
    );
  });

  it('measures the shared cache', () => {
    const topology = topologyOf('shared');
    const together: Topology = {
      ...topology,
      hosts: topology.hosts.map(host => ({ ...host, cpu: { ...host.cpu, llcGroups: undefined } }))
    };
    const saturating: Topology = {
      ...together,
      flows: together.flows.map(flow => ({ ...flow, rate: flow.flow === 'service' ? undefined : flow.rate }))
    };
    const before = simulate(saturating, { ...options, replication: 0, events: [] });
    const thrashed = saturating.hosts.map(host => ({
      ...host,
      domains: host.domains.map(domain => (domain.name === 'server.neighbour' ? { ...domain, workingSet: 32e6 } : domain))
    }));
    const after = simulate({ ...saturating, hosts: thrashed }, { ...options, replication: 0, events: [] });
    const copy = (of: typeof before): number => {
      const guest = of.domains.find(each => each.name === 'server.victim')!;
      return guest.cycles['socket copy']! / guest.packets;
    };
    assert.ok(copy(after) > 1.3 * copy(before), `${copy(after)} against ${copy(before)} cycles a packet`);
  });

  it('says in words that there is no such flow', () => {
    assert.throws(() => scoreIsolation(topologyOf('shared'), { ...options, victim: 'nobody' }, simulate), /there is no flow nobody/);
  });
});
