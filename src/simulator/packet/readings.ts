/** Reading the counters of cores in the middle of what they are at. */
import type { System } from '../model/system.ts';
import { Spent } from '../spent.ts';
import type { Activities } from './activities.ts';
import type { Cores } from './cores.ts';

/** What was spent until now: what is open-ended included, what running activations are charged beyond now not. */
export function spentUntil(system: System, cores: Cores, activities: Activities, now: number): Spent {
  const { spent } = activities;
  const ahead = new Spent(system);
  cores.running.forEach((vcpu, core) => {
    if (vcpu < 0) return;
    if (activities.isOpen(vcpu) && activities.switching[vcpu]! < 0) activities.chargeOpen(core, vcpu, now);
    const left = Math.max(0, spent.vcpuBusy[vcpu]! - activities.consumed(vcpu, true, now));
    ahead.vcpuBusy[vcpu] = left;
    ahead.coreBusy[core] = left;
  });
  return spent.minus(ahead);
}

/** Picoseconds of activations that were suspended and have not gone on, by now: not charged, though counted as work. */
export function suspended(cores: Cores, activities: Activities): number {
  let left = 0;
  cores.lastCore.forEach((core, vcpu) => {
    if (cores.running[core] !== vcpu || activities.switching[vcpu]! >= 0) left += activities.suspendedFor(vcpu);
  });
  return left;
}
