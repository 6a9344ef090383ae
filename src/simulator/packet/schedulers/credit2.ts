/** `credit2`: whoever has most credit runs; it burns the faster the lighter the vCPU, and when the best has none all get some. */
import type { System } from '../../model/system.ts';
import { weightOf, type Pool, type Scheduler } from './scheduler.ts';

/** A waking vCPU overtakes one only if it has clearly more credit (0.5 ms, Xen's CSCHED2_MIGRATE_RESIST). */
const MARGIN = 5e8;
/** Credit of a round (10.5 ms), and the weight at which a vCPU burns it at the pace of the clock. */
const ROUND = 1.05e10;
const WEIGHT = 256;

export class Credit2 implements Scheduler {
  readonly comparesCredit = true;
  readonly ticks = false;
  /** Picoseconds of credit left. */
  private readonly credit: Float64Array;

  constructor(private readonly system: System) {
    this.credit = new Float64Array(system.vcpus.length);
  }

  isMoreUrgent(vcpu: number, rival: number, taking: boolean): boolean {
    return this.credit[vcpu]! > this.credit[rival]! + (taking ? MARGIN : 0);
  }

  woke(): void {
    // Credit that was not burnt is advantage enough.
  }

  isBoosted(): boolean {
    return false;
  }

  ran(vcpu: number, time: number): void {
    this.credit[vcpu]! -= (time * WEIGHT) / weightOf(this.system, vcpu);
  }

  /** When even the best has used up its credit, everybody gets some; who slept does not come back rich. */
  chosen(pool: Pool, best: number): void {
    if (this.credit[best]! > 0) return;
    const rounds = Math.floor(-this.credit[best]! / ROUND) + 1;
    for (const vcpu of pool.vcpus) this.credit[vcpu] = Math.min(ROUND, this.credit[vcpu]! + rounds * ROUND);
  }

  account(): void {
    // Rounds, not slices, hand out credit.
  }

  joined(vcpu: number): void {
    this.credit[vcpu] = 0;
  }
}
