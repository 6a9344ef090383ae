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
import type { System } from '../model/system.ts';
import { Activities, NOTHING, OTHER_WORK, SPINNING, WAITING } from './activities.ts';
import { Caps } from './caps.ts';
import { Cores } from './cores.ts';
import { Kind } from './kinds.ts';
import { OtherWork } from './other-work.ts';
import { RowQueue } from './rows.ts';
import { RunQueues } from './run-queues.ts';
import type { Pool } from './schedulers/scheduler.ts';

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

export class Cpu {
  private readonly queues: RunQueues;
  private readonly state: Int8Array;
  readonly cores: Cores;
  readonly activities: Activities;
  private readonly otherWork: OtherWork;
  private readonly caps: Caps;
  /** Stations of the vCPU that have work, in turn. */
  private readonly ready: RowQueue[];
  private readonly stopped: Uint8Array;
  /** vCPUs that may have to be woken. */
  private readonly roused = new RowQueue();

  constructor(
    private readonly system: System,
    private readonly events: EventList,
    private readonly site: Worksite
  ) {
    this.queues = new RunQueues(system);
    this.state = new Int8Array(system.vcpus.length);
    this.cores = new Cores(system, events);
    this.activities = new Activities(system);
    this.caps = new Caps(system);
    this.ready = system.vcpus.map(() => new RowQueue());
    this.stopped = new Uint8Array(system.domains.length);
    this.queues.pools.forEach((pool, number) => {
      const capped = pool.vcpus.some(vcpu => system.domains[system.vcpus[vcpu]!.domain]!.cap !== Infinity);
      if (capped || pool.contended) this.beginAccounting(number, 0, capped && !pool.contended);
    });
    this.otherWork = new OtherWork(system, events);
    system.vcpus.forEach((vcpu, number) => {
      if (vcpu.spins) this.wake(number, 0);
    });
  }

  /** Credit is handed out from now on; where nobody competes for cores, only caps are watched. */
  private beginAccounting(number: number, now: number, capsOnly = false): void {
    const { spec, scheduler } = this.queues.pools[number]!;
    this.events.schedule(now + spec.slice, Kind.account, number);
    if (!capsOnly && scheduler.ticks) this.events.schedule(now + spec.tick, Kind.tick, number);
  }

  // ---- waking and stopping ----------------------------------------------------------------------------------------

  /** A station has work: its vCPU will come to it. The caller sees to it that a station is announced once. */
  announce(station: number, vcpu: number): void {
    this.ready[vcpu]!.push(station);
    this.rouse(vcpu);
  }

  private rouse(vcpu: number): void {
    if (this.state[vcpu] === BLOCKED || this.activities.what[vcpu] === SPINNING) this.roused.push(vcpu);
  }

  /** The device that kept the vCPU waiting has let go. */
  resume(vcpu: number): void {
    if (this.activities.what[vcpu] === WAITING) this.roused.push(vcpu);
  }

  /** Wakes whom the event that is ending has given something to do. */
  settleWakes(now: number): void {
    const { roused } = this;
    const { what } = this.activities;
    while (roused.length > 0) {
      const vcpu = roused.shift();
      if (this.state[vcpu] === BLOCKED) {
        if (this.hasWork(vcpu)) this.wake(vcpu, now);
      } else if (what[vcpu] === SPINNING || (what[vcpu] === WAITING && !this.site.holds(vcpu))) this.endOpen(vcpu, now);
    }
  }

  /** Other work falls due: a share of each period. */
  background(vcpu: number, now: number): void {
    this.otherWork.fallsDue(vcpu, now);
    this.rouse(vcpu);
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
      this.cores.lastCore[vcpu] = own[place % own.length]!;
      if (contended) this.beginAccounting(number, now);
    }
  }

  private isParked(domain: number): boolean {
    return this.stopped[domain] === 1 || this.caps.pauses(domain);
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
    const core = this.cores.lastCore[vcpu]!;
    if (before === RUNNING) this.preempt(core, now);
    else if (before === RUNNABLE) this.queues.dequeue(vcpu);
    this.state[vcpu] = PARKED;
    if (before === RUNNING) this.dispatch(core, now);
  }

  private hasWork(vcpu: number): boolean {
    return (
      this.ready[vcpu]!.length > 0 || this.activities.what[vcpu] !== NOTHING || this.otherWork.isDue(vcpu) || this.system.vcpus[vcpu]!.spins
    );
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
    const idle = this.cores.idleFor(vcpu);
    if (idle >= 0) {
      this.run(idle, vcpu, now);
      return;
    }
    this.queues.enqueue(vcpu);
    const core = this.coreToTake(vcpu, now);
    if (core >= 0) this.yieldTo(core, now);
    else for (const each of this.system.vcpus[vcpu]!.cores) this.armSlice(each, now);
  }

  /** Among the cores whose vCPU it overtakes, the one with the least urgent; −1 = none. */
  private coreToTake(vcpu: number, now: number): number {
    const { running } = this.cores;
    let best = -1;
    for (const core of this.system.vcpus[vcpu]!.cores) {
      const rival = running[core]!;
      // A domain switch in progress is not undone; whoever is more urgent takes over right after it.
      if (this.activities.switching[rival]! >= 0) continue;
      if (this.queues.comparesCredit(rival)) this.settle(rival, now);
      if (!this.queues.overtakes(vcpu, rival)) continue;
      if (best < 0 || this.queues.isMoreUrgent(running[best]!, rival)) best = core;
    }
    return best;
  }

  /** What runs on the core goes back to the queue, and the most urgent goes on. */
  private yieldTo(core: number, now: number): void {
    const vcpu = this.cores.running[core]!;
    this.preempt(core, now);
    this.state[vcpu] = RUNNABLE;
    this.queues.enqueue(vcpu);
    this.dispatch(core, now);
  }

  private dispatch(core: number, now: number): void {
    const vcpu = this.queues.next(core);
    if (vcpu >= 0) this.run(core, vcpu, now);
    else this.cores.vacate(core);
  }

  private run(core: number, vcpu: number, now: number): void {
    this.state[vcpu] = RUNNING;
    const cycles = this.cores.take(core, vcpu, now);
    this.armSlice(core, now);
    if (cycles > 0) {
      // What was suspended stays so until the switch is over.
      this.cores.occupy(core, this.activities.beginSwitch(core, vcpu, cycles, now), now);
    } else this.proceed(core, vcpu, now);
  }

  /** Takes a core from what it runs, which keeps what is left of its activation. */
  private preempt(core: number, now: number): void {
    this.activities.suspend(core, this.cores.running[core]!, now);
    this.cores.vacate(core);
  }

  // ---- activations ------------------------------------------------------------------------------------------------

  private occupy(core: number, vcpu: number, what: number, time: number, now: number): void {
    this.activities.begin(core, vcpu, what, time, now);
    this.cores.occupy(core, time, now);
  }

  /** Goes on with what was suspended, else takes the next station, else other work, else sleeps. */
  private proceed(core: number, vcpu: number, now: number): void {
    const { activities, otherWork } = this;
    const what = activities.what[vcpu]!;
    if (what === WAITING && this.site.holds(vcpu)) {
      this.beginOpen(core, vcpu, WAITING, now);
      return;
    }
    if (what > WAITING && what !== NOTHING) {
      this.occupy(core, vcpu, what, activities.left(vcpu), now);
      return;
    }
    activities.what[vcpu] = NOTHING;
    const late = otherWork.late(vcpu);
    if (late >= 1) {
      this.doOtherWork(core, vcpu, late, now);
      return;
    }
    const ready = this.ready[vcpu]!;
    while (ready.length > 0) {
      const station = ready.shift();
      const cycles = this.site.begin(station, vcpu, now);
      if (cycles > 0) {
        this.occupy(core, vcpu, station, Math.round(cycles * activities.psPerCycle[core]!), now);
        return;
      }
    }
    if (otherWork.isDue(vcpu)) this.doOtherWork(core, vcpu, otherWork.piece(vcpu), now);
    else if (this.system.vcpus[vcpu]!.spins) this.beginOpen(core, vcpu, SPINNING, now);
    else {
      this.state[vcpu] = BLOCKED;
      this.dispatch(core, now);
    }
  }

  private doOtherWork(core: number, vcpu: number, time: number, now: number): void {
    const whole = Math.ceil(time);
    this.otherWork.done(vcpu, whole);
    this.activities.spent.otherCycles[this.system.vcpus[vcpu]!.domain]! += whole / this.activities.psPerCycle[core]!;
    this.occupy(core, vcpu, OTHER_WORK, whole, now);
  }

  /** The activation a core was busy with, or the switch before it, is over. */
  done(core: number, generation: number, now: number): void {
    const { cores } = this;
    if (!cores.isCurrent(core, generation)) return;
    const vcpu = cores.running[core]!;
    if (this.activities.switching[vcpu]! >= 0) {
      this.switched(core, vcpu, now);
      return;
    }
    const { what: doing } = this.activities;
    const what = doing[vcpu]!;
    doing[vcpu] = NOTHING;
    if (what >= 0) {
      if (this.site.finish(what, vcpu, now)) this.ready[vcpu]!.push(what);
      if (this.site.holds(vcpu)) this.beginOpen(core, vcpu, WAITING, now);
      this.settleWakes(now);
      // Finishing may have woken somebody who overtook us on this core.
      if (cores.running[core] !== vcpu || !cores.isCurrent(core, generation)) return;
    }
    this.proceed(core, vcpu, now);
  }

  private switched(core: number, vcpu: number, now: number): void {
    if (this.queues.isOvertaken(vcpu, core)) {
      this.yieldTo(core, now);
      return;
    }
    this.activities.switching[vcpu] = -1;
    this.proceed(core, vcpu, now);
  }

  // ---- open-ended activations -------------------------------------------------------------------------------------

  /** The vCPU burns its core until something ends it: an arrival, a device, a more urgent vCPU, the slice. */
  private beginOpen(core: number, vcpu: number, what: number, now: number): void {
    this.activities.beginOpen(vcpu, what, now);
    this.cores.leaveOpen(core);
  }

  private endOpen(vcpu: number, now: number): void {
    // One that does not run at the moment looks at what it has to do when it runs again.
    if (this.state[vcpu] !== RUNNING || this.activities.switching[vcpu]! >= 0) return;
    const core = this.cores.lastCore[vcpu]!;
    this.activities.chargeOpen(core, vcpu, now);
    this.activities.what[vcpu] = NOTHING;
    this.proceed(core, vcpu, now);
  }

  /** Cycles that a vCPU has just spent and that got it nowhere: charged as work, and burnt all the same. */
  waste(vcpu: number, cycles: number): void {
    this.activities.waste(this.cores.lastCore[vcpu]!, vcpu, cycles);
  }

  // ---- slices, ticks and credit -----------------------------------------------------------------------------------

  private armSlice(core: number, now: number): void {
    if (this.queues.isWanted(core)) this.cores.armSlice(core, now);
  }

  /** What runs on the core has had its slice, if nobody else took the core since the event was scheduled. */
  slice(core: number, now: number): void {
    const { cores } = this;
    cores.disarm(core);
    const vcpu = cores.running[core]!;
    if (vcpu < 0 || !this.queues.isWanted(core)) return;
    if (cores.sliceOver(core, now)) {
      if (this.activities.switching[vcpu]! < 0) {
        this.settle(vcpu, now);
        this.yieldTo(core, now);
        return;
      }
      cores.restart(core, now);
    }
    cores.armSlice(core, now);
  }

  /** Burns the credit of what a vCPU ran since last time. */
  private settle(vcpu: number, now: number): void {
    const consumed = this.activities.consumed(vcpu, this.state[vcpu] === RUNNING, now);
    this.caps.ran(this.system.vcpus[vcpu]!.domain, this.queues.settle(vcpu, consumed));
  }

  /** Every tick: boost ends for whoever runs. */
  tick(number: number, now: number): void {
    const pool = this.queues.pools[number]!;
    for (const core of pool.cores) {
      const vcpu = this.cores.running[core]!;
      if (vcpu >= 0 && this.queues.isBoosted(vcpu)) this.settle(vcpu, now);
    }
    this.events.schedule(now + pool.spec.tick, Kind.tick, number);
  }

  /** Every slice: burn what was used, hand out by weight, stop who is over its cap until the next time. */
  account(number: number, now: number): void {
    const pool = this.queues.pools[number]!;
    const { slice } = pool.spec;
    for (const vcpu of pool.vcpus) this.settle(vcpu, now);
    pool.scheduler.account(pool);
    this.enforceCaps(pool, slice, now);
    this.events.schedule(now + slice, Kind.account, number);
  }

  private enforceCaps(pool: Pool, period: number, now: number): void {
    for (const first of pool.vcpus) {
      const number = this.system.vcpus[first]!.domain;
      const { cap, vcpus } = this.system.domains[number]!;
      if (cap === Infinity || vcpus[0] !== first) continue;
      for (const vcpu of vcpus) this.settle(vcpu, now);
      if (this.caps.account(number, period)) this.park(number, now);
    }
  }
}
