/**
 * Cores and the vCPUs that run on them.
 *
 * A vCPU runs activations: one batch of one station, or a piece of other work. Stations of a vCPU take turns. An activation
 * can be preempted at any instant and goes on where it was. Every cycle is charged to a vCPU; the rest of a core's time is idle.
 * Who runs next is the run queues' affair (`run-queues.ts`).
 *
 * Whoever an event wakes is woken when the event is over (`settleWakes`): a batch is formed and handed over whole, and nobody
 * takes the core from under it.
 */
import type { EventList } from '../kernel/events.ts';
import { PICOSECONDS } from '../kernel/time.ts';
import type { System } from '../model/system.ts';
import { Kind } from './kinds.ts';
import { RowQueue } from './rows.ts';
import { RunQueues, type Pool } from './run-queues.ts';

/** What a vCPU works for: forms a batch of a station and says its cycles (0 = nothing to do), and finishes it. */
export interface Worksite {
  begin(station: number, vcpu: number, now: number): number;
  /** True when the station has more to do at once. */
  finish(station: number, vcpu: number, now: number): boolean;
  /** What the vCPU handed on keeps it until a device lets go of it (`resume`). */
  holds(vcpu: number): boolean;
}

const BLOCKED = 0;
const RUNNABLE = 1;
const RUNNING = 2;
const PARKED = 3;

const NOTHING = -1;
const OTHER_WORK = -2;
/** Open-ended: a vCPU that a device keeps waiting, and one that polls. Charged when they end. */
const WAITING = -3;
const SPINNING = -4;
/** Other work comes up as its share of every millisecond, and is done in pieces between which the vCPU's stations get their turn. */
const BACKGROUND_PERIOD = 1e9;
const BACKGROUND_PIECE = 5e7;

export class Cpu {
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

  private readonly queues: RunQueues;
  private readonly state: Int8Array;
  /** Of each core: the vCPU it runs (−1 = idle), the domain it ran last, when it took that vCPU on. */
  private readonly running: Int32Array;
  private readonly lastDomain: Int32Array;
  private readonly runningSince: Float64Array;
  /** A core's event is stale when its generation is not this. */
  private readonly generation: Int32Array;
  private readonly sliceArmed: Uint8Array;
  private readonly lastCore: Int32Array;
  /** Of each vCPU: its activation, when that ends, what is left of it when preempted, since when it is open-ended. */
  private readonly what: Int32Array;
  private readonly end: Float64Array;
  private readonly left: Float64Array;
  private readonly since: Float64Array;
  /** End of the domain switch the vCPU is in, −1 = none. */
  private readonly switching: Float64Array;
  /** Stations of the vCPU that have work, in turn. */
  private readonly ready: RowQueue[];
  /** Picoseconds of other work that are due. */
  private readonly otherDue: Float64Array;
  private readonly stopped: Uint8Array;
  /** Picoseconds a capped domain ran beyond its cap, and whether it pauses for that. */
  private readonly capUsed: Float64Array;
  private readonly capped: Uint8Array;
  private readonly psPerCycle: Float64Array;
  /** vCPUs that may have to be woken. */
  private readonly roused = new RowQueue();

  constructor(
    private readonly system: System,
    private readonly events: EventList,
    private readonly site: Worksite
  ) {
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
    this.queues = new RunQueues(system);
    this.state = new Int8Array(vcpus);
    this.running = new Int32Array(cores).fill(-1);
    this.lastDomain = new Int32Array(cores).fill(-1);
    this.runningSince = new Float64Array(cores);
    this.generation = new Int32Array(cores);
    this.sliceArmed = new Uint8Array(cores);
    this.lastCore = Int32Array.from(system.vcpus, vcpu => vcpu.cores[vcpu.number % vcpu.cores.length]!);
    this.what = new Int32Array(vcpus).fill(NOTHING);
    this.end = new Float64Array(vcpus);
    this.left = new Float64Array(vcpus);
    this.since = new Float64Array(vcpus);
    this.switching = new Float64Array(vcpus).fill(-1);
    this.ready = system.vcpus.map(() => new RowQueue());
    this.otherDue = new Float64Array(vcpus);
    this.stopped = new Uint8Array(domains);
    this.capUsed = new Float64Array(domains);
    this.capped = new Uint8Array(domains);
    this.psPerCycle = Float64Array.from(system.cores, core => PICOSECONDS / core.clock);
    this.begin();
  }

  /** Credit is handed out, and other work comes up, from time 0 on. */
  private begin(): void {
    this.queues.pools.forEach((pool, number) => {
      const capped = pool.vcpus.some(vcpu => this.system.domains[this.system.vcpus[vcpu]!.domain]!.cap !== Infinity);
      if (pool.contended || capped) this.events.schedule(pool.scheduler.slice, Kind.account, number);
      if (pool.contended && pool.scheduler.kind === 'credit' && pool.scheduler.boost)
        this.events.schedule(pool.scheduler.tick, Kind.tick, number);
    });
    this.system.vcpus.forEach((vcpu, number) => {
      if (vcpu.background > 0)
        this.events.schedule(Math.floor((BACKGROUND_PERIOD * number) / this.system.vcpus.length), Kind.background, number);
      if (vcpu.spins) this.wake(number, 0);
    });
  }

  // ---- waking and stopping ----------------------------------------------------------------------------------------

  /** A station has work: its vCPU will come to it. The caller sees to it that a station is announced once. */
  announce(station: number, vcpu: number): void {
    this.ready[vcpu]!.push(station);
    if (this.state[vcpu] === BLOCKED || this.what[vcpu] === SPINNING) this.roused.push(vcpu);
  }

  /** The device that kept the vCPU waiting has let go. */
  resume(vcpu: number): void {
    if (this.what[vcpu] === WAITING) this.roused.push(vcpu);
  }

  /** Wakes whom the event that is ending has given something to do. */
  settleWakes(now: number): void {
    const { roused } = this;
    while (roused.length > 0) {
      const vcpu = roused.shift();
      if (this.state[vcpu] === BLOCKED) {
        if (this.hasWork(vcpu)) this.wake(vcpu, now);
      } else if (this.what[vcpu] === SPINNING || (this.what[vcpu] === WAITING && !this.site.holds(vcpu))) this.endOpen(vcpu, now);
    }
  }

  /** Other work falls due: a share of each period. */
  background(vcpu: number, now: number): void {
    const share = this.system.vcpus[vcpu]!.background;
    // Other work that could not run is not saved up: a busy vCPU would fall behind for ever.
    this.otherDue[vcpu] = Math.min(this.otherDue[vcpu]! + share * BACKGROUND_PERIOD, 2 * BACKGROUND_PERIOD);
    this.events.schedule(now + BACKGROUND_PERIOD, Kind.background, vcpu);
    if (this.state[vcpu] === BLOCKED || this.what[vcpu] === SPINNING) this.roused.push(vcpu);
  }

  /** Stops a domain's vCPUs (crash, restart, migration) or lets them go on. */
  setStopped(domain: number, stopped: boolean, now: number): void {
    this.stopped[domain] = stopped ? 1 : 0;
    this.park(domain, now);
  }

  /** A stopped domain's vCPUs come to other cores (migration); what they were at, they go on with there. */
  relocate(domain: number, cores: readonly number[], now: number): void {
    for (const vcpu of this.system.domains[domain]!.vcpus) {
      const { pool: number, contended } = this.queues.adopt(vcpu, cores);
      const { cores: own, number: place } = this.system.vcpus[vcpu]!;
      this.lastCore[vcpu] = own[place % own.length]!;
      if (!contended) continue;
      const { scheduler } = this.queues.pools[number]!;
      this.events.schedule(now + scheduler.slice, Kind.account, number);
      if (scheduler.kind === 'credit' && scheduler.boost) this.events.schedule(now + scheduler.tick, Kind.tick, number);
    }
  }

  private isParked(domain: number): boolean {
    return this.stopped[domain] === 1 || this.capped[domain] === 1;
  }

  private park(domain: number, now: number): void {
    const parked = this.isParked(domain);
    for (const vcpu of this.system.domains[domain]!.vcpus) {
      if (parked) this.halt(vcpu, now);
      else if (this.state[vcpu] === PARKED) {
        this.state[vcpu] = BLOCKED;
        if (this.hasWork(vcpu)) this.makeRunnable(vcpu, now);
      }
    }
  }

  private halt(vcpu: number, now: number): void {
    const before = this.state[vcpu];
    const core = this.lastCore[vcpu]!;
    if (before === RUNNING) this.preempt(core, now);
    else if (before === RUNNABLE) this.queues.dequeue(vcpu);
    this.state[vcpu] = PARKED;
    if (before === RUNNING) this.dispatch(core, now);
  }

  private hasWork(vcpu: number): boolean {
    return this.ready[vcpu]!.length > 0 || this.what[vcpu] !== NOTHING || this.otherDue[vcpu]! > 0 || this.system.vcpus[vcpu]!.spins;
  }

  private wake(vcpu: number, now: number): void {
    if (this.isParked(this.system.vcpus[vcpu]!.domain)) {
      this.state[vcpu] = PARKED;
      return;
    }
    this.queues.woke(vcpu);
    this.makeRunnable(vcpu, now);
  }

  // ---- who runs where ---------------------------------------------------------------------------------------------

  private makeRunnable(vcpu: number, now: number): void {
    this.state[vcpu] = RUNNABLE;
    const idle = this.idleCore(vcpu);
    if (idle >= 0) {
      this.run(idle, vcpu, now);
      return;
    }
    this.queues.enqueue(vcpu);
    const core = this.coreToTake(vcpu, now);
    if (core >= 0) this.yieldTo(core, now);
    else for (const each of this.system.vcpus[vcpu]!.cores) this.armSlice(each, now);
  }

  /** The core it last ran on if idle, else any idle one it may use; −1 = none. */
  private idleCore(vcpu: number): number {
    const last = this.lastCore[vcpu]!;
    if (this.running[last] === -1) return last;
    for (const core of this.system.vcpus[vcpu]!.cores) if (this.running[core] === -1) return core;
    return -1;
  }

  /** Among the cores whose vCPU it overtakes, the one with the least urgent; −1 = none. */
  private coreToTake(vcpu: number, now: number): number {
    let best = -1;
    for (const core of this.system.vcpus[vcpu]!.cores) {
      const rival = this.running[core]!;
      // A domain switch in progress is not undone; whoever is more urgent takes over right after it.
      if (this.switching[rival]! >= 0) continue;
      if (this.queues.usesCredit(rival)) this.settle(rival, now);
      if (!this.queues.overtakes(vcpu, rival)) continue;
      if (best < 0 || this.queues.isMoreUrgent(this.running[best]!, rival)) best = core;
    }
    return best;
  }

  /** What runs on the core goes back to the queue, and the most urgent goes on. */
  private yieldTo(core: number, now: number): void {
    const vcpu = this.running[core]!;
    this.preempt(core, now);
    this.state[vcpu] = RUNNABLE;
    this.queues.enqueue(vcpu);
    this.dispatch(core, now);
  }

  private dispatch(core: number, now: number): void {
    const vcpu = this.queues.next(core);
    if (vcpu >= 0) this.run(core, vcpu, now);
    else {
      this.running[core] = -1;
      this.generation[core]!++;
    }
  }

  private run(core: number, vcpu: number, now: number): void {
    const { domain } = this.system.vcpus[vcpu]!;
    this.state[vcpu] = RUNNING;
    this.running[core] = vcpu;
    this.runningSince[core] = now;
    this.lastCore[vcpu] = core;
    this.armSlice(core, now);
    const before = this.lastDomain[core]!;
    this.lastDomain[core] = domain;
    const { switchCycles } = this.system.cores[core]!;
    if (before === -1 || before === domain || switchCycles <= 0) {
      this.proceed(core, vcpu, now);
      return;
    }
    // The switch itself is not preemptible; what was suspended stays so until it is over.
    this.switchCycles[domain]! += switchCycles;
    const cost = Math.round(switchCycles * this.psPerCycle[core]!);
    this.switching[vcpu] = now + cost;
    this.charge(core, vcpu, cost);
    this.events.schedule(now + cost, Kind.core, core, ++this.generation[core]!);
  }

  /** Takes a core from what it runs, which keeps what is left of its activation. */
  private preempt(core: number, now: number): void {
    const vcpu = this.running[core]!;
    if (this.switching[vcpu]! > now) {
      // Only a stop of the domain comes here: the rest of the switch does not happen.
      const rest = this.switching[vcpu]! - now;
      this.switchCycles[this.system.vcpus[vcpu]!.domain]! -= rest / this.psPerCycle[core]!;
      this.charge(core, vcpu, -rest);
    } else if (this.switching[vcpu]! < 0) {
      if (this.what[vcpu]! <= WAITING) this.chargeOpen(core, vcpu, now);
      else if (this.what[vcpu] !== NOTHING) {
        this.left[vcpu] = this.end[vcpu]! - now;
        this.charge(core, vcpu, -this.left[vcpu]!);
      }
    }
    this.switching[vcpu] = -1;
    this.generation[core]!++;
    this.running[core] = -1;
  }

  // ---- activations ------------------------------------------------------------------------------------------------

  private charge(core: number, vcpu: number, time: number): void {
    this.vcpuBusy[vcpu]! += time;
    this.coreBusy[core]! += time;
  }

  private occupy(core: number, vcpu: number, what: number, cost: number, now: number): void {
    this.what[vcpu] = what;
    this.end[vcpu] = now + cost;
    this.charge(core, vcpu, cost);
    this.events.schedule(now + cost, Kind.core, core, ++this.generation[core]!);
  }

  /** Goes on with what was suspended, else takes the next station, else other work, else sleeps. */
  private proceed(core: number, vcpu: number, now: number): void {
    const what = this.what[vcpu]!;
    if (what === WAITING && this.site.holds(vcpu)) {
      this.beginOpen(core, vcpu, WAITING, now);
      return;
    }
    if (what > WAITING && what !== NOTHING) {
      this.occupy(core, vcpu, what, this.left[vcpu]!, now);
      return;
    }
    this.what[vcpu] = NOTHING;
    const due = this.otherDue[vcpu]!;
    const late = due - this.system.vcpus[vcpu]!.background * BACKGROUND_PERIOD;
    // Other work keeps its share of a saturated vCPU: what is left of the period before goes first.
    if (late >= 1) {
      this.otherWork(core, vcpu, late, now);
      return;
    }
    const ready = this.ready[vcpu]!;
    while (ready.length > 0) {
      const station = ready.shift();
      const cycles = this.site.begin(station, vcpu, now);
      if (cycles > 0) {
        this.occupy(core, vcpu, station, Math.round(cycles * this.psPerCycle[core]!), now);
        return;
      }
    }
    if (due > 0) this.otherWork(core, vcpu, Math.min(due, BACKGROUND_PIECE), now);
    else if (this.system.vcpus[vcpu]!.spins) this.beginOpen(core, vcpu, SPINNING, now);
    else {
      this.state[vcpu] = BLOCKED;
      this.dispatch(core, now);
    }
  }

  private otherWork(core: number, vcpu: number, time: number, now: number): void {
    const cost = Math.ceil(time);
    this.otherDue[vcpu] = Math.max(0, this.otherDue[vcpu]! - cost);
    this.otherCycles[this.system.vcpus[vcpu]!.domain]! += cost / this.psPerCycle[core]!;
    this.occupy(core, vcpu, OTHER_WORK, cost, now);
  }

  /** The activation a core was busy with, or the switch before it, is over. */
  done(core: number, generation: number, now: number): void {
    if (generation !== this.generation[core]) return;
    const vcpu = this.running[core]!;
    if (this.switching[vcpu]! >= 0) {
      this.switched(core, vcpu, now);
      return;
    }
    const what = this.what[vcpu]!;
    this.what[vcpu] = NOTHING;
    if (what >= 0) {
      if (this.site.finish(what, vcpu, now)) this.ready[vcpu]!.push(what);
      if (this.site.holds(vcpu)) this.beginOpen(core, vcpu, WAITING, now);
      this.settleWakes(now);
      // Finishing may have woken somebody who overtook us on this core.
      if (this.running[core] !== vcpu || this.generation[core] !== generation) return;
    }
    this.proceed(core, vcpu, now);
  }

  private switched(core: number, vcpu: number, now: number): void {
    if (this.queues.isOvertaken(vcpu, core)) {
      this.yieldTo(core, now);
      return;
    }
    this.switching[vcpu] = -1;
    this.proceed(core, vcpu, now);
  }

  // ---- open-ended activations -------------------------------------------------------------------------------------

  /** The vCPU burns its core until something ends it: an arrival, a device, a more urgent vCPU, the slice. */
  private beginOpen(core: number, vcpu: number, what: number, now: number): void {
    this.what[vcpu] = what;
    this.since[vcpu] = now;
    this.generation[core]!++;
  }

  private chargeOpen(core: number, vcpu: number, now: number): void {
    const time = now - this.since[vcpu]!;
    this.since[vcpu] = now;
    this.charge(core, vcpu, time);
    this.vcpuBurnt[vcpu]! += time;
    this.coreBurnt[core]! += time;
    const into = this.what[vcpu] === SPINNING ? this.spinCycles : this.waitCycles;
    into[this.system.vcpus[vcpu]!.domain]! += time / this.psPerCycle[core]!;
  }

  private endOpen(vcpu: number, now: number): void {
    // One that does not run at the moment looks at what it has to do when it runs again.
    if (this.state[vcpu] !== RUNNING || this.switching[vcpu]! >= 0) return;
    const core = this.lastCore[vcpu]!;
    this.chargeOpen(core, vcpu, now);
    this.what[vcpu] = NOTHING;
    this.proceed(core, vcpu, now);
  }

  /** Cycles that a vCPU has just spent and that got it nowhere: charged as work, and burnt all the same. */
  waste(vcpu: number, cycles: number): void {
    const core = this.lastCore[vcpu]!;
    this.vcpuBurnt[vcpu]! += cycles * this.psPerCycle[core]!;
    this.coreBurnt[core]! += cycles * this.psPerCycle[core]!;
  }

  /** Charges what is open-ended up to now: before counters are read. */
  bringUpToDate(now: number): void {
    this.running.forEach((vcpu, core) => {
      if (vcpu >= 0 && this.what[vcpu]! <= WAITING && this.switching[vcpu]! < 0) this.chargeOpen(core, vcpu, now);
    });
  }

  // ---- slices, ticks and credit -----------------------------------------------------------------------------------

  private armSlice(core: number, now: number): void {
    if (this.sliceArmed[core] === 1 || this.running[core] === -1 || !this.queues.isWanted(core)) return;
    this.sliceArmed[core] = 1;
    this.events.schedule(Math.max(now, this.sliceEnd(core)), Kind.slice, core);
  }

  private sliceEnd(core: number): number {
    return this.runningSince[core]! + this.system.cores[core]!.scheduler.slice;
  }

  /** What runs on the core has had its slice, if nobody else took the core since the event was scheduled. */
  slice(core: number, now: number): void {
    this.sliceArmed[core] = 0;
    const vcpu = this.running[core]!;
    if (vcpu < 0 || !this.queues.isWanted(core)) return;
    if (now < this.sliceEnd(core)) this.armSlice(core, now);
    else if (this.switching[vcpu]! >= 0) this.runningSince[core] = now;
    else {
      this.settle(vcpu, now);
      this.yieldTo(core, now);
      return;
    }
    this.armSlice(core, now);
  }

  /** Burns the credit of what a vCPU ran since last time. */
  private settle(vcpu: number, now: number): void {
    const used = this.queues.settle(vcpu, this.consumed(vcpu, now));
    this.capUsed[this.system.vcpus[vcpu]!.domain]! += used;
  }

  /** Picoseconds a vCPU has run until now. */
  private consumed(vcpu: number, now: number): number {
    const busy = this.vcpuBusy[vcpu]!;
    if (this.state[vcpu] !== RUNNING) return busy;
    if (this.switching[vcpu]! >= 0) return busy - (this.switching[vcpu]! - now);
    if (this.what[vcpu]! <= WAITING) return busy + now - this.since[vcpu]!;
    return this.what[vcpu] === NOTHING ? busy : busy - (this.end[vcpu]! - now);
  }

  /** Every tick: boost ends for whoever runs. */
  tick(number: number, now: number): void {
    const pool = this.queues.pools[number]!;
    for (const core of pool.cores) {
      const vcpu = this.running[core]!;
      if (vcpu >= 0 && this.queues.isBoosted(vcpu)) this.settle(vcpu, now);
    }
    this.events.schedule(now + pool.scheduler.tick, Kind.tick, number);
  }

  /** Every slice: burn what was used, hand out by weight, stop who is over its cap until the next time. */
  account(number: number, now: number): void {
    const pool = this.queues.pools[number]!;
    const { slice } = pool.scheduler;
    for (const vcpu of pool.vcpus) this.settle(vcpu, now);
    this.queues.handOut(pool);
    this.enforceCaps(pool, slice, now);
    this.events.schedule(now + slice, Kind.account, number);
  }

  private enforceCaps(pool: Pool, period: number, now: number): void {
    for (const first of pool.vcpus) {
      const number = this.system.vcpus[first]!.domain;
      const { cap, vcpus } = this.system.domains[number]!;
      if (cap === Infinity || vcpus[0] !== first) continue;
      for (const vcpu of vcpus) this.settle(vcpu, now);
      // What a period's share leaves over is good for the next, not for longer; a millionth of a period is rounding.
      this.capUsed[number] = Math.max(-cap * period, this.capUsed[number]! - cap * period);
      const over = this.capUsed[number]! > 1e-6 * period;
      if (over === (this.capped[number] === 1)) continue;
      this.capped[number] = over ? 1 : 0;
      this.park(number, now);
    }
  }

  // ---- for reading counters ---------------------------------------------------------------------------------------

  /** Picoseconds of activations that were preempted and have not gone on: charged already, not yet worked. */
  suspended(): number {
    let left = 0;
    this.what.forEach((what, vcpu) => {
      if (what !== NOTHING && what > WAITING && (this.state[vcpu] !== RUNNING || this.switching[vcpu]! >= 0)) left += this.left[vcpu]!;
    });
    return left;
  }

  /** Picoseconds of the running activations that lie after `now`: what the busy counters are ahead of time. */
  ahead(now: number): { vcpu: Float64Array; core: Float64Array } {
    const vcpu = new Float64Array(this.vcpuBusy.length);
    const core = new Float64Array(this.coreBusy.length);
    this.running.forEach((runs, number) => {
      if (runs < 0) return;
      const left = Math.max(0, this.vcpuBusy[runs]! - this.consumed(runs, now));
      vcpu[runs] = left;
      core[number] = left;
    });
    return { vcpu, core };
  }
}
