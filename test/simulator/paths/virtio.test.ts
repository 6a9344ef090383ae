import assert from 'node:assert/strict';
import { paths } from '../../../src/simulator/paths/index.ts';
import { goodput } from '../support.ts';
import { assertEnginesAgree, costOf, cyclesOf, seen, type Machine } from './machine.ts';

type Backend = 'qemu' | 'vhost' | 'vhost_user' | 'vdpa';
const backends: readonly Backend[] = ['qemu', 'vhost', 'vhost_user', 'vdpa'];

const virtio = (backend: Backend, direction: Machine['direction'], flow: string): Machine => ({
  vif: `model = virtio; backend = ${backend}; nic = eth0`,
  hypervisor: 'kind = kvm',
  costs: 'kvm_2018',
  guest: 'kind = hvm',
  direction,
  flow,
  bridge: backend === 'vhost_user' ? 'kind = ovs_dpdk' : ''
});
const small = 'transport = udp; size = 64 B';

describe('virtio', () => {
  for (const direction of ['rx', 'tx'] as const) {
    const rates = new Map<Backend, number>();
    const rate = (backend: Backend): number => {
      if (!rates.has(backend))
        rates.set(backend, goodput(seen({ ...virtio(backend, direction, small), nic: 'rate = 1 Gbps; coalesce = 125 us' })));
      return rates.get(backend)!;
    };

    it(`vhost moves more small packets than qemu, ${direction}`, () =>
      assert.ok(rate('vhost') > rate('qemu'), `${rate('vhost')} ${rate('qemu')}`));
    it(`a poll-mode switch moves more than vhost, ${direction}`, () =>
      assert.ok(rate('vhost_user') >= rate('vhost'), `${rate('vhost_user')} ${rate('vhost')}`));

    for (const backend of backends) {
      it(`engines agree at saturation, ${backend} ${direction}`, () => assertEnginesAgree(virtio(backend, direction, 'transport = tcp')));
    }
  }

  for (const backend of ['qemu', 'vhost', 'vhost_user'] as const) {
    it(`neighbours meet in the switch, ${backend}`, () => {
      const observation = seen(virtio(backend, 'neighbours', 'transport = tcp'));
      assert.ok(goodput(observation) > 1e9);
      assert.ok(observation.domains.find(each => each.name === 'server.dom0')!.utilization > 0);
    });
  }

  it('a poll-mode thread burns its core without traffic', () => {
    const light = 'transport = udp; size = 64 B; rate = 100 Kbps';
    const core = (backend: Backend): number =>
      seen(virtio(backend, 'rx', light)).domains.find(each => each.name === 'server.dom0')!.utilization;
    assert.ok(core('vhost_user') > 0.99);
    assert.ok(core('vhost') < 0.1);
  });

  it('with vdpa the host spends nothing', () => {
    const observation = seen(virtio('vdpa', 'rx', 'transport = tcp'));
    assert.equal(cyclesOf(observation, 'dom0'), 0);
    assert.ok(costOf(observation) < costOf(seen(virtio('vhost', 'rx', 'transport = tcp'))));
  });

  it('can be migrated whatever the back-end', () => assert.equal(paths.virtio!.migrates, true));
});
