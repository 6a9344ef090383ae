/**
 * What each vCPU is at: one batch of a station, other work, or something open-ended that lasts until it is ended. An activation
 * is charged whole when it begins, and what is left of it given back when it is suspended; what is open-ended, when it ends.
 */
import { PICOSECONDS } from '../kernel/time.ts';
import type { System } from '../model/system.ts';
import { Spent } from '../spent.ts';

export const NOTHING = -1;
export const OTHER_WORK = -2;
/** Open-ended: a vCPU that a device keeps waiting, and one that polls. */
export const WAITING = -3;
export const SPINNING = -4;

export class Activities {
  readonly spent: Spent;
  /** Of each vCPU: its activation (a station, or one of the above). */
  readonly what: Int32Array;
  /** End of the domain switch the vCPU is in, −1 = none. */
  readonly switching: Float64Array;
  readonly psPerCycle: Float64Array;
  /** When the activation ends, what is left of it when suspended, since when it is open-ended. */
  private readonly end: Float64Array;
  private readonly rest: Float64Array;
  private readonly since: Float64Array;

  constructor(private readonly system: System) {
    const vcpus = system.vcpus.length;
    this.spent = new Spent(system);
    this.what = new Int32Array(vcpus).fill(NOTHING);
    this.switching = new Float64Array(vcpus).fill(-1);
    this.psPerCycle = Float64Array.from(system.cores, core => PICOSECONDS / core.clock);
    this.end = new Float64Array(vcpus);
    this.rest = new Float64Array(vcpus);
    this.since = new Float64Array(vcpus);
  }

  isOpen(vcpu: number): boolean {
    return this.what[vcpu]! <= WAITING;
  }

  /** Picoseconds that are left of what was suspended. */
  left(vcpu: number): number {
    return this.rest[vcpu]!;
  }

  /** The same, 0 where nothing is suspended. */
  suspendedFor(vcpu: number): number {
    const what = this.what[vcpu]!;
    return what > WAITING && what !== NOTHING ? this.rest[vcpu]! : 0;
  }

  /** An activation of so many picoseconds begins, or goes on. */
  begin(core: number, vcpu: number, what: number, time: number, now: number): void {
    this.what[vcpu] = what;
    this.end[vcpu] = now + time;
    this.charge(core, vcpu, time);
  }

  beginOpen(vcpu: number, what: number, now: number): void {
    this.what[vcpu] = what;
    this.since[vcpu] = now;
  }

  /** Picoseconds that a switch to the vCPU's domain takes on the core; not preemptible. */
  beginSwitch(core: number, vcpu: number, cycles: number, now: number): number {
    const time = Math.round(cycles * this.psPerCycle[core]!);
    this.spent.switchCycles[this.system.vcpus[vcpu]!.domain]! += cycles;
    this.switching[vcpu] = now + time;
    this.charge(core, vcpu, time);
    return time;
  }

  /** The core is taken from the vCPU: what it was at stays as it is, charged up to now. */
  suspend(core: number, vcpu: number, now: number): void {
    const switching = this.switching[vcpu]!;
    if (switching > now) {
      // Only a stop of the domain comes here: the rest of the switch does not happen.
      const undone = switching - now;
      this.spent.switchCycles[this.system.vcpus[vcpu]!.domain]! -= undone / this.psPerCycle[core]!;
      this.charge(core, vcpu, -undone);
    } else if (switching < 0) {
      if (this.isOpen(vcpu)) this.chargeOpen(core, vcpu, now);
      else if (this.what[vcpu] !== NOTHING) {
        this.rest[vcpu] = this.end[vcpu]! - now;
        this.charge(core, vcpu, -this.rest[vcpu]!);
      }
    }
    this.switching[vcpu] = -1;
  }

  /** Charges what is open-ended up to now. */
  chargeOpen(core: number, vcpu: number, now: number): void {
    const { spent } = this;
    const time = now - this.since[vcpu]!;
    this.since[vcpu] = now;
    this.charge(core, vcpu, time);
    spent.vcpuBurnt[vcpu]! += time;
    spent.coreBurnt[core]! += time;
    const into = this.what[vcpu] === SPINNING ? spent.spinCycles : spent.waitCycles;
    into[this.system.vcpus[vcpu]!.domain]! += time / this.psPerCycle[core]!;
  }

  /** Cycles that a vCPU has just spent and that got it nowhere: charged as work, and burnt all the same. */
  waste(core: number, vcpu: number, cycles: number): void {
    this.spent.vcpuBurnt[vcpu]! += cycles * this.psPerCycle[core]!;
    this.spent.coreBurnt[core]! += cycles * this.psPerCycle[core]!;
  }

  /** Picoseconds a vCPU has run until now. */
  consumed(vcpu: number, runs: boolean, now: number): number {
    const busy = this.spent.vcpuBusy[vcpu]!;
    if (!runs) return busy;
    if (this.switching[vcpu]! >= 0) return busy - (this.switching[vcpu]! - now);
    if (this.isOpen(vcpu)) return busy + now - this.since[vcpu]!;
    return this.what[vcpu] === NOTHING ? busy : busy - (this.end[vcpu]! - now);
  }

  private charge(core: number, vcpu: number, time: number): void {
    this.spent.vcpuBusy[vcpu]! += time;
    this.spent.coreBusy[core]! += time;
  }
}
