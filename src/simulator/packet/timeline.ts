/**
 * How busy every resource is in each of some equal parts of the measured window. Read between two events, and from what is kept
 * anyway: nothing is scheduled and nothing is charged, so that no other number depends on it.
 */
import { toSeconds } from '../kernel/time.ts';
import type { System } from '../model/system.ts';
import { usageOf } from '../observe.ts';
import type { Usage } from '../observe.ts';
import type { ResourceResult, Timeline as Told } from '../../topology/result.ts';
import type { Cpu } from './cpu.ts';
import type { Network } from './network.ts';

/** Parts of the window: as many as a strip of some hundred pixels shows. */
const PARTS = 50;

export class Timeline {
  /** Picoseconds of simulated time at which it wants to read next; infinite after the last part. */
  next: number;
  private boundaries = 0;
  private readonly step: number;
  private before: Usage | undefined;
  private readonly rows = new Map<
    string,
    { readonly name: string; readonly kind: ResourceResult['kind']; readonly utilization: number[] }
  >();

  /** @param from end of the warm-up, `until` end of the run: picoseconds */
  constructor(
    private readonly system: System,
    private readonly network: Network,
    private readonly cpu: Cpu,
    private readonly from: number,
    private readonly until: number
  ) {
    this.step = (until - from) / PARTS;
    this.next = from;
  }

  /** Reads what was used until `next`; no event before that may be left, and none after it handled. */
  read(): void {
    const now = this.next;
    const usage = this.usageUntil(now);
    if (this.before !== undefined) this.keep(usage, this.before);
    this.before = usage;
    this.boundaries++;
    const { boundaries, from, step, until } = this;
    this.next = boundaries > PARTS ? Infinity : boundaries === PARTS ? until : from + boundaries * step;
  }

  observation(): Told {
    return { fromSeconds: toSeconds(this.from), stepSeconds: toSeconds(this.step), resources: [...this.rows.values()] };
  }

  private keep(now: Usage, before: Usage): void {
    const part: Usage = {
      seconds: toSeconds(this.step),
      coreBusy: difference(now.coreBusy, before.coreBusy),
      pipeBits: difference(now.pipeBits, before.pipeBits),
      deviceBusy: difference(now.deviceBusy, before.deviceBusy)
    };
    for (const { name, kind, utilization } of usageOf(this.system, part).values()) {
      const row = this.rows.get(`${kind} ${name}`) ?? { name, kind, utilization: [] };
      row.utilization.push(utilization);
      this.rows.set(`${kind} ${name}`, row);
    }
  }

  private usageUntil(now: number): Usage {
    const { cores, activities } = this.cpu;
    const { counts, pipes, arbiters } = this.network;
    const coreBusy = activities.spent.coreBusy.map((busy, core) => {
      const vcpu = cores.running[core]!;
      return vcpu < 0 ? busy : busy - (activities.spent.vcpuBusy[vcpu]! - activities.consumed(vcpu, true, now));
    });
    const pipeBits = Float64Array.from(this.system.stations, ({ pipe }, at) =>
      pipe ? counts.pipeBits[at]! - toSeconds(Math.max(pipes.ahead(at, now), arbiters.ahead(at, now))) * pipe.rate : 0
    );
    return { seconds: 0, coreBusy, pipeBits, deviceBusy: Float64Array.from(counts.deviceBusy) };
  }
}

function difference(now: ArrayLike<number>, before: ArrayLike<number>): Float64Array {
  return Float64Array.from(now, (value, at) => value - before[at]!);
}
