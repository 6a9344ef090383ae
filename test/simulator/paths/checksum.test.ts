import assert from 'node:assert/strict';
import { simulated, topologyOf } from './topologies.ts';

/** A guest on a bridge; what NIC and vif take off the stack. */
function guest(vif: string, nic: string, direction: 'rx' | 'tx'): ReturnType<typeof topologyOf> {
  const flow = direction === 'rx' ? 'from = client; to = server.guest.eth0' : 'from = server.guest.eth0; to = client';
  return topologyOf(`import "xnet:costs/xen-2009"
costs summing : xen_2009 {
  /// assumed: for this test
  checksum_byte = 0.5 cycles/byte
}
host server {
  cpu { cores = 2; clock = 2.66 GHz }
  hypervisor { kind = xen }
  costs = summing
  nic eth0 { rate = 1 Gbps; offloads = ${nic} }
  domain dom0 { role = driver; vcpus = 1; pin = [0] }
  bridge br { domain = dom0; uplink = eth0 }
  domain guest { vcpus = 1; pin = [1]; vif eth0 { model = netfront; bridge = br; offloads = ${vif} } }
}
peer client { rate = 1 Gbps }
link { ends = [client, server.eth0] }
flow f { ${flow}; transport = tcp; rate = 200 Mbps }`);
}

describe('checksums', () => {
  for (const direction of ['rx', 'tx'] as const) {
    const summing = (vif: string, nic: string): number => {
      const domain = simulated(guest(vif, nic, direction), 0.05).domains.find(each => each.name === 'server.guest')!;
      return (domain.cycles['checksum'] ?? 0) / domain.packets;
    };

    it(`${direction}: nobody sums what the NIC sums`, () => assert.equal(summing('[checksum]', '[checksum]'), 0));
    for (const [vif, nic] of [
      ['[]', '[checksum]'],
      ['[checksum]', '[]'],
      ['[]', '[]']
    ] as const) {
      it(`${direction}: the guest sums every byte with vif ${vif} and NIC ${nic}`, () => {
        const cycles = summing(vif, nic);
        assert.ok(Math.abs(cycles - 0.5 * 1448) < 10, `${cycles}`);
      });
    }
  }
});
