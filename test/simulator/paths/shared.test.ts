import assert from 'node:assert/strict';
import type { Observation } from '../../../src/simulator/observation.ts';
import { goodput } from '../support.ts';
import { assertEnginesAgree, costOf, cyclesOf, seen, type Machine } from './machine.ts';

const machine = (model: string, mode: string, direction: Machine['direction'], flow = 'transport = tcp'): Machine => ({
  vif: `model = ${model}; grants = policy`,
  more: `grants policy { mode = ${mode} }`,
  direction,
  flow
});

const missesOf = (observation: Observation): number =>
  observation.domains.reduce((sum, domain) => sum + domain.misses, 0) / observation.flows.reduce((sum, flow) => sum + flow.packets, 0);

describe('shared', () => {
  it('with grants kept is the split driver', () => {
    assert.equal(goodput(seen(machine('shared', 'copy', 'rx'))), goodput(seen(machine('netfront', 'copy', 'rx'))));
  });

  for (const size of [64, 256, 1024, 1472]) {
    it(`takes less CPU and fewer misses without protection, ${size} B`, () => {
      const flow = `transport = udp; size = ${size} B; rate = 20 Mbps`;
      const open = seen(machine('shared', 'none', 'rx', flow));
      const kept = seen(machine('netfront', 'copy', 'rx', flow));
      assert.ok(costOf(open) < costOf(kept));
      assert.ok(missesOf(open) < missesOf(kept));
    });
  }

  it('spends nothing on grants and copies in the driver domain', () => {
    const observation = seen(machine('shared', 'none', 'rx'));
    for (const component of ['grant copy', 'grant map', 'buffer copy']) assert.equal(cyclesOf(observation, 'dom0', component), 0);
    assert.equal(cyclesOf(observation, 'guest', 'grants'), 0);
  });

  it('takes the copy away as well, which ungranted copying does not', () => {
    assert.ok(goodput(seen(machine('shared', 'none', 'rx'))) > goodput(seen(machine('netfront', 'none', 'rx'))));
  });

  for (const direction of ['rx', 'tx'] as const)
    it(`engines agree at saturation, ${direction}`, () => assertEnginesAgree(machine('shared', 'none', direction)));
});
