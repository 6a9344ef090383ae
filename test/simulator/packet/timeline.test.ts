/** Utilization over time: adds up to that of the whole window, shows when something happens, and is read without a trace. */
import assert from 'node:assert/strict';
import type { Observation } from '../../../src/simulator/observation.ts';
import { simulate } from '../../../src/simulator/packet/simulate.ts';
import type { ScheduledEvent } from '../../../src/topology/plan.ts';
import { topologyOf } from '../paths/topologies.ts';

const vifs = {
  netfront: 'vif eth0 { model = netfront; bridge = br }',
  // Polls, which is charged when it ends: what is read meanwhile must not charge it.
  vhost_user: 'vif eth0 { model = virtio; backend = vhost_user; bridge = br }'
} as const;

function machine(vif: keyof typeof vifs) {
  const kvm = vif === 'vhost_user';
  return topologyOf(`import "xnet:costs/xen-2009"
host server {
  cpu { cores = 4; clock = 2.66 GHz }
  hypervisor { kind = ${kvm ? 'kvm' : 'xen'} }
  costs = xen_2009
  nic eth0 { rate = 1 Gbps }
  domain dom0 { role = ${kvm ? 'control' : 'driver'}; vcpus = 1; pin = [0] }
  bridge br { domain = dom0; uplink = eth0${kvm ? '; kind = ovs_dpdk' : ''} }
  domain guest { vcpus = 1; pin = [1]; ${vifs[vif]} }
}
peer client { rate = 1 Gbps }
link wire { ends = [client, server.eth0] }
flow rx { from = client; to = server.guest.eth0; transport = udp; rate = 400 Mbps; arrival = poisson }`);
}

const run = (vif: keyof typeof vifs, events: readonly ScheduledEvent[] = [], replication = 0): Observation =>
  simulate(machine(vif), { seed: 1, replication, duration: 0.05, warmup: 0.01, events });

describe('utilization over time', () => {
  for (const vif of Object.keys(vifs) as (keyof typeof vifs)[]) {
    it(`has the whole window as its mean, with ${vif}`, () => {
      const { timeline, resources } = run(vif);
      assert.equal(timeline?.fromSeconds, 0.01);
      for (const { name, kind, utilization } of timeline?.resources ?? []) {
        assert.equal(utilization.length, 50);
        const mean = utilization.reduce((sum, each) => sum + each, 0) / utilization.length;
        const whole = resources.find(each => each.name === name && each.kind === kind)?.utilization ?? NaN;
        assert.ok(Math.abs(mean - whole) <= 1e-6, `${kind} ${name}: ${mean} against ${whole}`);
      }
      assert.ok(
        timeline?.resources.some(({ kind, utilization }) => kind === 'core' && utilization.every(each => each > 0 && each <= 1 + 1e-9))
      );
    });
  }

  it('shows when a flow is switched off', () => {
    const off: ScheduledEvent = { at: 0.03, action: 'set', target: 'rx', property: 'rate', value: 0 };
    const wire = run('netfront', [off]).timeline?.resources.find(({ kind }) => kind === 'link')?.utilization ?? [];
    assert.ok(wire.slice(0, 25).every(each => each > 0.1));
    assert.ok(wire.slice(27).every(each => each === 0));
  });

  it('is told of the first replication only', () => {
    assert.equal(run('netfront', [], 1).timeline, undefined);
  });
});
