/** Caps: a domain that ran more than its cap of a period pauses until its debt is paid. */
import type { System } from '../model/system.ts';

export class Caps {
  /** Picoseconds a capped domain ran beyond its cap, and whether it pauses for that. */
  private readonly used: Float64Array;
  private readonly over: Uint8Array;

  constructor(private readonly system: System) {
    this.used = new Float64Array(system.domains.length);
    this.over = new Uint8Array(system.domains.length);
  }

  pauses(domain: number): boolean {
    return this.over[domain] === 1;
  }

  ran(domain: number, time: number): void {
    this.used[domain]! += time;
  }

  /** A period is over. Answers whether the domain begins or ends to pause. */
  account(domain: number, period: number): boolean {
    const { cap } = this.system.domains[domain]!;
    // What a period's share leaves over is good for the next, not for longer; a millionth of a period is rounding.
    this.used[domain] = Math.max(-cap * period, this.used[domain]! - cap * period);
    const over = this.used[domain]! > 1e-6 * period ? 1 : 0;
    if (over === this.over[domain]) return false;
    this.over[domain] = over;
    return true;
  }
}
