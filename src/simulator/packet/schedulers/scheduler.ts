/** What a hypervisor's scheduler decides: who is more urgent among the vCPUs of a pool of cores. */
import type { SchedulerSpec, System } from '../../model/system.ts';

/** Cores that some vCPU may move between, and who wants them. */
export interface Pool {
  readonly cores: readonly number[];
  readonly vcpus: readonly number[];
  readonly spec: SchedulerSpec;
  readonly scheduler: Scheduler;
  /** More than one vCPU may want the same core. */
  readonly contended: boolean;
  /** vCPUs that wait, longest first. */
  readonly waiting: number[];
}

export interface Scheduler {
  /** Urgency goes by what was run up to now, which must be settled before it is compared. */
  readonly comparesCredit: boolean;
  /** Looks at whoever runs every `tick`. */
  readonly ticks: boolean;
  /** Whether a vCPU is to run before a rival. `taking`: it would take the core from it. */
  isMoreUrgent(vcpu: number, rival: number, taking: boolean): boolean;
  /** A vCPU has something to do again. */
  woke(vcpu: number): void;
  /** Whether a vCPU goes before others only because it woke. */
  isBoosted(vcpu: number): boolean;
  /** A vCPU ran for so many picoseconds. */
  ran(vcpu: number, time: number): void;
  /** The vCPU that is about to run as the most urgent. */
  chosen(pool: Pool, vcpu: number): void;
  /** A slice is over. */
  account(pool: Pool): void;
  /** A vCPU comes from another pool. */
  joined(vcpu: number): void;
}

/** Weight of the domain that a vCPU belongs to. */
export function weightOf(system: System, vcpu: number): number {
  return Math.max(1e-9, system.domains[system.vcpus[vcpu]!.domain]!.weight);
}
