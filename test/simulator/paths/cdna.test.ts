import assert from 'node:assert/strict';
import { paths } from '../../../src/simulator/paths/index.ts';
import { goodput } from '../support.ts';
import { assertEnginesAgree, costOf, cyclesOf, seen, type Machine } from './machine.ts';

const cdna = (direction: Machine['direction'], flow: string): Machine => ({
  vif: 'model = cdna; nic = eth0',
  nic: 'rate = 10 Gbps; coalesce = 125 us; contexts = 32',
  direction,
  flow
});

describe('cdna', () => {
  for (const direction of ['rx', 'tx'] as const) {
    it(`leaves the driver domain alone, ${direction}`, () => {
      const observation = seen(cdna(direction, 'transport = tcp'));
      assert.equal(cyclesOf(observation, 'dom0'), 0);
      assert.ok(goodput(observation) > 0);
    });

    it(`pays for the check of descriptors on top of a function of its own, ${direction}`, () => {
      const flow = 'transport = udp; size = 1000 B; rate = 1 Gbps';
      const observation = seen(cdna(direction, flow));
      assert.ok(cyclesOf(observation, 'guest', 'descriptor check') > 0);
      assert.ok(costOf(observation) < costOf(seen({ ...cdna(direction, flow), vif: 'model = netfront' })));
    });

    it(`engines agree at saturation, ${direction}`, () => assertEnginesAgree(cdna(direction, 'transport = tcp')));
  }

  it('reaches its neighbour through the NIC', () => assert.ok(goodput(seen(cdna('neighbours', 'transport = tcp'))) > 1e9));

  it('cannot be migrated', () => assert.equal(paths.cdna!.migrates, false));
});
