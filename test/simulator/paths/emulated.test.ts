import assert from 'node:assert/strict';
import { paths } from '../../../src/simulator/paths/index.ts';
import { goodput } from '../support.ts';
import { assertEnginesAgree, costOf, cyclesOf, seen, type Machine } from './machine.ts';

const light = 'transport = udp; rate = 20 Mbps; size = 500 B';
const emulated = (direction: Machine['direction'], flow: string): Machine => ({
  vif: 'model = emulated',
  guest: 'kind = hvm',
  direction,
  flow
});

describe('emulated', () => {
  for (const direction of ['rx', 'tx', 'neighbours'] as const) {
    it(`costs more than a split driver, ${direction}`, () => {
      const split = seen({ ...emulated(direction, light), vif: 'model = netfront' });
      const trapped = seen(emulated(direction, light));
      assert.ok(costOf(trapped) > 1.5 * costOf(split), `${costOf(trapped)} against ${costOf(split)}`);
      assert.equal(trapped.conservation.dropped, 0);
    });
  }

  it('traps in the guest and works in the control domain', () => {
    const observation = seen(emulated('tx', light));
    assert.ok(cyclesOf(observation, 'guest', 'traps') >= 4000);
    assert.ok(cyclesOf(observation, 'dom0', 'device model') >= 8000);
    assert.equal(cyclesOf(observation, 'guest', 'device model'), 0);
  });

  it('is limited by its device model, a single thread', () => {
    const load = 'transport = udp; size = 500 B';
    const one = goodput(seen(emulated('tx', load)));
    const many = goodput(seen({ ...emulated('tx', load), control: 'vcpus = 2; pin = [0, 1]' }));
    assert.ok(Math.abs(many / one - 1) < 0.05);
  });

  for (const direction of ['rx', 'tx'] as const) {
    it(`engines agree at saturation, ${direction}`, () => assertEnginesAgree(emulated(direction, 'transport = tcp')));
  }

  it('can be migrated', () => assert.equal(paths.emulated!.migrates, true));
});
