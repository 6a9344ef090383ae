/** What vCPUs and cores spent: time they were busy, and cycles that no charge of a stage accounts for. */
import type { System } from './model/system.ts';

export class Spent {
  /** Picoseconds of work by vCPU and by core, domain switches included. */
  readonly vcpuBusy: Float64Array;
  readonly coreBusy: Float64Array;
  /** Cycles spent on switching and on other work, by domain. */
  readonly switchCycles: Float64Array;
  readonly otherCycles: Float64Array;
  /** Cycles burnt on polling and on waiting for devices, by domain; the same in picoseconds by vCPU and by core. */
  readonly spinCycles: Float64Array;
  readonly waitCycles: Float64Array;
  readonly vcpuBurnt: Float64Array;
  readonly coreBurnt: Float64Array;

  constructor(private readonly system: System) {
    const vcpus = system.vcpus.length;
    const cores = system.cores.length;
    const domains = system.domains.length;
    this.vcpuBusy = new Float64Array(vcpus);
    this.coreBusy = new Float64Array(cores);
    this.switchCycles = new Float64Array(domains);
    this.otherCycles = new Float64Array(domains);
    this.spinCycles = new Float64Array(domains);
    this.waitCycles = new Float64Array(domains);
    this.vcpuBurnt = new Float64Array(vcpus);
    this.coreBurnt = new Float64Array(cores);
  }

  /** What was spent since `earlier`. */
  minus(earlier: Spent): Spent {
    const since = new Spent(this.system);
    for (const key of Object.keys(this) as (keyof Spent)[]) {
      const [now, before, into] = [this[key], earlier[key], since[key]];
      if (!(now instanceof Float64Array && before instanceof Float64Array && into instanceof Float64Array)) continue;
      for (let at = 0; at < now.length; at++) into[at] = now[at]! - before[at]!;
    }
    return since;
  }
}
