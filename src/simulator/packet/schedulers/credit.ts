/**
 * `credit`, the scheduler of Xen 3.0 to 4.11: credit is handed out by weight once per slice and burnt while running. Who has some
 * (UNDER) goes before who has not (OVER), and who has just woken (BOOST) before both; equals take turns. A weight is a domain's.
 */
import type { System } from '../../model/system.ts';
import { weightOf, type Pool, type Scheduler } from './scheduler.ts';

const BOOST = 0;
const UNDER = 1;
const OVER = 2;

export class Credit implements Scheduler {
  readonly comparesCredit = false;
  readonly ticks: boolean;
  private readonly priority: Int8Array;
  /** Picoseconds of credit left. */
  private readonly credit: Float64Array;
  /** Earns credit. */
  private readonly active: Uint8Array;

  constructor(
    private readonly system: System,
    private readonly boost: boolean
  ) {
    this.ticks = boost;
    this.priority = new Int8Array(system.vcpus.length).fill(UNDER);
    this.credit = new Float64Array(system.vcpus.length);
    this.active = new Uint8Array(system.vcpus.length);
  }

  isMoreUrgent(vcpu: number, rival: number): boolean {
    return this.priority[vcpu]! < this.priority[rival]!;
  }

  /** A woken vCPU that has credit goes before all that merely run. */
  woke(vcpu: number): void {
    this.priority[vcpu] = this.credit[vcpu]! < 0 ? OVER : this.boost ? BOOST : UNDER;
  }

  isBoosted(vcpu: number): boolean {
    return this.priority[vcpu] === BOOST;
  }

  ran(vcpu: number, time: number): void {
    this.credit[vcpu]! -= time;
    this.active[vcpu] = 1;
    // Boost lasts from waking to the first time the scheduler looks at what it ran.
    this.priority[vcpu] = this.credit[vcpu]! < 0 ? OVER : UNDER;
  }

  chosen(): void {
    // Priorities say it all.
  }

  /**
   * A slice's worth of each of the pool's cores is handed out by weight among those that ran or wait. As in Xen, who holds more
   * than a slice without waiting stops earning until it runs again, and keeps half; what all together have overdrawn (because
   * others earned and did not run) is handed out too.
   */
  account(pool: Pool): void {
    for (const vcpu of pool.waiting) this.active[vcpu] = 1;
    const earning = pool.vcpus.filter(vcpu => this.active[vcpu] === 1);
    const counts = new Map<number, number>();
    let weights = 0;
    let balance = 0;
    for (const vcpu of earning) {
      const { domain } = this.system.vcpus[vcpu]!;
      const count = counts.get(domain) ?? 0;
      if (count === 0) weights += weightOf(this.system, vcpu);
      counts.set(domain, count + 1);
      balance += this.credit[vcpu]!;
    }
    const { slice } = pool.spec;
    const total = Math.max(pool.cores.length * slice, -balance);
    for (const vcpu of earning) {
      // A domain's weight counts once, split over its vCPUs that take part.
      this.credit[vcpu]! += (total * weightOf(this.system, vcpu)) / weights / counts.get(this.system.vcpus[vcpu]!.domain)!;
      if (this.credit[vcpu]! > slice && !pool.waiting.includes(vcpu)) {
        this.credit[vcpu]! = Math.min(this.credit[vcpu]!, 2 * slice) / 2;
        this.active[vcpu] = 0;
      }
      if (this.priority[vcpu] !== BOOST) this.priority[vcpu] = this.credit[vcpu]! < 0 ? OVER : UNDER;
    }
  }

  joined(vcpu: number): void {
    this.credit[vcpu] = 0;
    this.priority[vcpu] = UNDER;
  }
}
