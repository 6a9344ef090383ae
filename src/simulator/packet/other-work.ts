/** Work a vCPU has beside its stations (`background`): due as its share of every millisecond, and done in pieces between them. */
import type { EventList } from '../kernel/events.ts';
import type { System } from '../model/system.ts';
import { Kind } from './kinds.ts';

const PERIOD = 1e9;
const PIECE = 5e7;
/** 100 ms: what could not run for longer, because others had the core, is given up. A turn of all who share a core is shorter. */
const MOST = 1e11;

export class OtherWork {
  /** Picoseconds of it that are due, by vCPU. */
  private readonly due: Float64Array;

  constructor(
    private readonly system: System,
    private readonly events: EventList
  ) {
    this.due = new Float64Array(system.vcpus.length);
    system.vcpus.forEach((vcpu, number) => {
      if (vcpu.background > 0) events.schedule(Math.floor((PERIOD * number) / system.vcpus.length), Kind.background, number);
    });
  }

  /** A period begins. */
  fallsDue(vcpu: number, now: number): void {
    this.due[vcpu] = Math.min(this.due[vcpu]! + this.system.vcpus[vcpu]!.background * PERIOD, MOST);
    this.events.schedule(now + PERIOD, Kind.background, vcpu);
  }

  isDue(vcpu: number): boolean {
    return this.due[vcpu]! > 0;
  }

  /** What is left of the periods before: it keeps its share of a saturated vCPU, so it goes before the stations. */
  late(vcpu: number): number {
    return this.due[vcpu]! - this.system.vcpus[vcpu]!.background * PERIOD;
  }

  /** The next piece, picoseconds; 0 = nothing is due. */
  piece(vcpu: number): number {
    return Math.min(this.due[vcpu]!, PIECE);
  }

  /** So many picoseconds of it are done. */
  done(vcpu: number, time: number): void {
    this.due[vcpu] = Math.max(0, this.due[vcpu]! - time);
  }
}
