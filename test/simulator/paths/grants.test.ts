import assert from 'node:assert/strict';
import { goodput } from '../support.ts';
import { assertEnginesAgree, cyclesOf, seen, type Machine } from './machine.ts';

const guest = (mode: string, direction: Machine['direction'], more = ''): Machine => ({
  vif: `model = netfront; grants = policy; ${more}`,
  more: `grants policy { mode = ${mode} }`,
  direction,
  flow: 'transport = tcp'
});

describe('grant modes of the split driver', () => {
  for (const mode of ['copy', 'guest_copy', 'map', 'transfer', 'reuse', 'none']) {
    for (const direction of ['rx', 'tx'] as const)
      it(`engines agree at saturation: ${mode} ${direction}`, () => assertEnginesAgree(guest(mode, direction)));
  }

  it('transfer works on both sides and copies nothing', () => {
    const observation = seen({ ...guest('transfer', 'rx'), flow: 'transport = udp; size = 1400 B; rate = 500 Mbps' });
    assert.ok(cyclesOf(observation, 'dom0', 'grant transfer') > 4500);
    assert.ok(cyclesOf(observation, 'guest', 'grant transfer') > 0);
    assert.equal(cyclesOf(observation, 'dom0', 'grant copy'), 0);
  });

  it("a copy by the guest is the guest's work", () => {
    const observation = seen(guest('guest_copy', 'rx'));
    assert.equal(cyclesOf(observation, 'dom0', 'grant copy'), 0);
    assert.ok(cyclesOf(observation, 'guest', 'grant copy') > 1500);
  });

  it('what the guest sends by address is not mapped', () => {
    assert.ok(cyclesOf(seen(guest('map', 'tx', 'tso = false; gso = false')), 'dom0', 'grant map') > 1000);
    assert.equal(cyclesOf(seen(guest('guest_copy', 'tx', 'tso = false; gso = false')), 'dom0', 'grant map'), 0);
  });

  it('lazy revocation flushes less', () => {
    const eager = guest('map', 'rx');
    const lazy = { ...eager, more: 'grants policy { mode = map; revoke = lazy }' };
    assert.ok(cyclesOf(seen(lazy), 'dom0', 'grant map') < cyclesOf(seen(eager), 'dom0', 'grant map'));
  });

  it('units cross once; a NIC without segmentation has the driver domain cut them', () => {
    const packets = goodput(seen(guest('copy', 'tx', 'tso = false; gso = false')));
    const nic = (offloads: string): string => `rate = 10 Gbps; coalesce = 125 us; offloads = [${offloads}]`;
    const units = goodput(seen({ ...guest('copy', 'tx'), nic: nic('checksum, tso, sg') }));
    const cut = seen({ ...guest('copy', 'tx'), nic: nic('checksum, sg') });
    assert.ok(units >= goodput(cut) && goodput(cut) > packets, `${units} ${goodput(cut)} ${packets}`);
    assert.ok(cyclesOf(cut, 'dom0', 'segmentation') > 0);
  });

  it('superpages take the translation factor off, netfilter adds its hooks', () => {
    const plain = cyclesOf(seen(guest('copy', 'rx')), 'dom0', 'bridge');
    const large = cyclesOf(seen({ ...guest('copy', 'rx'), hypervisor: 'kind = xen; superpages = true' }), 'dom0', 'bridge');
    assert.ok(Math.abs(plain / large - 1.15) < 1e-3);
    assert.ok(cyclesOf(seen({ ...guest('copy', 'rx'), bridge: 'netfilter = true' }), 'dom0', 'netfilter') > 700);
  });
});
