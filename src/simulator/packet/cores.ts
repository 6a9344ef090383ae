/** Cores: which vCPU each runs, since when, and the events that end what it is at. */
import type { EventList } from '../kernel/events.ts';
import type { System } from '../model/system.ts';
import { Kind } from './kinds.ts';

export class Cores {
  /** Of each core: the vCPU it runs, −1 = idle. */
  readonly running: Int32Array;
  /** Of each vCPU: the core it runs on, or ran on last. */
  readonly lastCore: Int32Array;
  /** Of each core: the domain it ran last, when it took its vCPU on, whether an event waits for the end of a slice. */
  private readonly lastDomain: Int32Array;
  private readonly since: Float64Array;
  private readonly armed: Uint8Array;
  /** A core's event is stale when its generation is not this. */
  private readonly generation: Int32Array;

  constructor(
    private readonly system: System,
    private readonly events: EventList
  ) {
    const count = system.cores.length;
    this.running = new Int32Array(count).fill(-1);
    this.lastCore = Int32Array.from(system.vcpus, vcpu => vcpu.cores[vcpu.number % vcpu.cores.length]!);
    this.lastDomain = new Int32Array(count).fill(-1);
    this.since = new Float64Array(count);
    this.armed = new Uint8Array(count);
    this.generation = new Int32Array(count);
  }

  /** The core the vCPU last ran on if idle, else any idle one it may use; −1 = none. */
  idleFor(vcpu: number): number {
    const last = this.lastCore[vcpu]!;
    if (this.running[last] === -1) return last;
    for (const core of this.system.vcpus[vcpu]!.cores) if (this.running[core] === -1) return core;
    return -1;
  }

  /** A core takes a vCPU on. Answers the cycles it needs before, to switch from another domain. */
  take(core: number, vcpu: number, now: number): number {
    const { domain } = this.system.vcpus[vcpu]!;
    this.running[core] = vcpu;
    this.since[core] = now;
    this.lastCore[vcpu] = core;
    const before = this.lastDomain[core]!;
    this.lastDomain[core] = domain;
    return before === -1 || before === domain ? 0 : this.system.cores[core]!.switchCycles;
  }

  /** What the core runs now goes on for so many picoseconds. */
  occupy(core: number, time: number, now: number): void {
    this.events.schedule(now + time, Kind.core, core, ++this.generation[core]!);
  }

  /** What the core runs now has no end of its own. */
  leaveOpen(core: number): void {
    this.generation[core]!++;
  }

  vacate(core: number): void {
    this.generation[core]!++;
    this.running[core] = -1;
  }

  /** Whether an event of this generation still means what the core is at. */
  isCurrent(core: number, generation: number): boolean {
    return generation === this.generation[core];
  }

  /** Changes whenever the core begins something, or ends it. */
  activity(core: number): number {
    return this.generation[core]!;
  }

  /** Somebody else wants the core: its slice will end. */
  armSlice(core: number, now: number): void {
    if (this.armed[core] === 1 || this.running[core] === -1) return;
    this.armed[core] = 1;
    this.events.schedule(Math.max(now, this.sliceEnd(core)), Kind.slice, core);
  }

  /** Whether the slice of what runs now is over: it may have begun since the event was scheduled. */
  sliceOver(core: number, now: number): boolean {
    return now >= this.sliceEnd(core);
  }

  /** The event at the end of a slice has come. */
  disarm(core: number): void {
    this.armed[core] = 0;
  }

  /** The slice begins anew. */
  restart(core: number, now: number): void {
    this.since[core] = now;
  }

  private sliceEnd(core: number): number {
    return this.since[core]! + this.system.cores[core]!.scheduler.slice;
  }
}
