/**
 * Cores, vCPUs and the schedulers between them.
 *
 * A vCPU runs activations: one batch of one station, or a slice of other work. Stations of a vCPU take turns. An activation
 * can be preempted at any instant and goes on where it was. Every cycle is charged to a vCPU; the rest of a core's time is idle.
 * Scheduling follows Xen: credit (weights, caps, UNDER/OVER/BOOST, 30 ms slice), credit2 (most credit first), round robin, pinned.
 */
import { EventList } from '../kernel/events.ts';
import { PICOSECONDS } from '../kernel/time.ts';
import type { System } from '../model/system.ts';
import { Kind } from './kinds.ts';

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

const BOOST = 0;
const UNDER = 1;
const OVER = 2;

const NOTHING = -1;
const OTHER_WORK = -2;
const OVERHEAD = -3;
/** Open-ended: a vCPU that a device keeps waiting, and one that polls. Charged when they end. */
const WAITING = -4;
const SPINNING = -5;
/** Other work comes in pieces: its share of every millisecond. */
const BACKGROUND_PERIOD = 1e9;

interface Activation {
  /** Station, or one of the constants above. */
  what: number;
  end: number;
  /** Picoseconds left of a preempted activation. */
  left: number;
}

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
  private readonly since: Float64Array;
  private readonly state: Int8Array;
  private readonly running: Int32Array;
  private readonly lastDomain: Int32Array;
  private readonly lastCore: Int32Array;
  private readonly generation: Int32Array;
  private readonly sliceGeneration: Int32Array;
  private readonly activation: Activation[];
  private readonly ready: number[][];
  private readonly queue: number[][];
  private readonly priority: Int8Array;
  /** Picoseconds of credit left. */
  private readonly credit: Float64Array;
  private readonly otherDue: Float64Array;
  private readonly stopped: Uint8Array;
  private readonly capUsed: Float64Array;
  private readonly psPerCycle: Float64Array;

  constructor(private readonly system: System, private readonly events: EventList, private readonly site: Worksite) {
    const vcpus = system.vcpus.length;
    const cores = system.cores.length;
    this.vcpuBusy = new Float64Array(vcpus);
    this.coreBusy = new Float64Array(cores);
    this.switchCycles = new Float64Array(system.domains.length);
    this.otherCycles = new Float64Array(system.domains.length);
    this.spinCycles = new Float64Array(system.domains.length);
    this.waitCycles = new Float64Array(system.domains.length);
    this.vcpuBurnt = new Float64Array(vcpus);
    this.coreBurnt = new Float64Array(cores);
    this.since = new Float64Array(vcpus);
    this.state = new Int8Array(vcpus);
    this.running = new Int32Array(cores).fill(-1);
    this.lastDomain = new Int32Array(cores).fill(-1);
    this.lastCore = Int32Array.from(system.vcpus, vcpu => vcpu.cores[vcpu.number % vcpu.cores.length]!);
    this.generation = new Int32Array(cores);
    this.sliceGeneration = new Int32Array(cores);
    this.activation = system.vcpus.map(() => ({ what: NOTHING, end: 0, left: 0 }));
    this.ready = system.vcpus.map(() => []);
    this.queue = system.cores.map(() => []);
    this.priority = new Int8Array(vcpus).fill(UNDER);
    this.credit = Float64Array.from(system.vcpus, vcpu => system.cores[vcpu.cores[0]!]!.scheduler.slice);
    this.otherDue = new Float64Array(vcpus);
    this.stopped = new Uint8Array(system.domains.length);
    this.capUsed = new Float64Array(system.domains.length);
    this.psPerCycle = Float64Array.from(system.cores, core => PICOSECONDS / core.clock);
    this.begin();
  }

  /** Credit is handed out, and other work comes up, from time 0 on. */
  private begin(): void {
    const contended = this.system.vcpus.some((vcpu, number) => this.system.vcpus.some((other, at) => at < number && other.cores.some(core => vcpu.cores.includes(core))));
    const capped = this.system.domains.some(domain => domain.cap !== Infinity);
    if (contended || capped) this.events.schedule(this.system.cores[0]!.scheduler.slice, Kind.account, 0);
    this.system.vcpus.forEach((vcpu, number) => {
      if (vcpu.background > 0) this.events.schedule(Math.floor(BACKGROUND_PERIOD * number / this.system.vcpus.length), Kind.background, number);
      if (vcpu.spins) this.wake(number, 0);
    });
  }

  /** A station has work: its vCPU will come to it. The caller sees to it that a station is announced once. */
  announce(station: number, vcpu: number, now: number): void {
    this.ready[vcpu]!.push(station);
    if (this.state[vcpu] !== BLOCKED && this.activation[vcpu]!.what !== SPINNING) return;
    if (this.deciding) this.toWake.push(vcpu);
    else this.rouse(vcpu, now);
  }

  /** From sleep, or from polling. */
  private rouse(vcpu: number, now: number): void {
    if (this.state[vcpu] === BLOCKED) this.wake(vcpu, now);
    else this.endOpen(vcpu, SPINNING, now);
  }

  /** A batch is being formed: whoever it wakes must not take the core from under it. */
  private deciding = false;
  private readonly toWake: number[] = [];

  private decide(station: number, vcpu: number, now: number): number {
    this.deciding = true;
    const cycles = this.site.begin(station, vcpu, now);
    this.deciding = false;
    return cycles;
  }

  private wakeDeferred(now: number): void {
    while (this.toWake.length > 0) {
      const vcpu = this.toWake.shift()!;
      if (this.state[vcpu] !== BLOCKED || this.hasWork(vcpu)) this.rouse(vcpu, now);
    }
  }

  /** Other work falls due: a share of each period. */
  background(vcpu: number, now: number): void {
    const share = this.system.vcpus[vcpu]!.background;
    // Other work that could not run is not saved up: a busy vCPU would fall behind for ever.
    this.otherDue[vcpu] = Math.min(this.otherDue[vcpu]! + share * BACKGROUND_PERIOD, 2 * BACKGROUND_PERIOD);
    this.events.schedule(now + BACKGROUND_PERIOD, Kind.background, vcpu);
    this.rouse(vcpu, now);
  }

  /** Stops a domain's vCPUs (crash, restart, migration) or lets them go on. */
  setStopped(domain: number, stopped: boolean, now: number): void {
    this.stopped[domain] = stopped ? 1 : 0;
    for (const vcpu of this.system.domains[domain]!.vcpus) {
      if (stopped) this.halt(vcpu, now);
      else if (this.state[vcpu] === PARKED) this.unpark(vcpu, now);
    }
  }

  private halt(vcpu: number, now: number): void {
    if (this.state[vcpu] === RUNNING) {
      const core = this.lastCore[vcpu]!;
      this.preempt(core, now);
      this.state[vcpu] = PARKED;
      this.dispatch(core, now);
    } else if (this.state[vcpu] === RUNNABLE) {
      this.dequeue(vcpu);
    }
    this.state[vcpu] = PARKED;
  }

  private unpark(vcpu: number, now: number): void {
    this.state[vcpu] = BLOCKED;
    if (this.hasWork(vcpu)) this.wake(vcpu, now);
  }

  private hasWork(vcpu: number): boolean {
    return this.ready[vcpu]!.length > 0 || this.activation[vcpu]!.what !== NOTHING || this.otherDue[vcpu]! > 0 || this.system.vcpus[vcpu]!.spins;
  }

  private wake(vcpu: number, now: number): void {
    const { domain, cores } = this.system.vcpus[vcpu]!;
    if (this.stopped[domain] === 1) {
      this.state[vcpu] = PARKED;
      return;
    }
    const scheduler = this.system.cores[cores[0]!]!.scheduler;
    this.priority[vcpu] = this.credit[vcpu]! <= 0 ? OVER : scheduler.kind === 'credit' && scheduler.boost && cores.length > 0 ? BOOST : UNDER;
    this.state[vcpu] = RUNNABLE;
    const core = this.choose(vcpu);
    if (this.running[core] === -1) {
      this.run(core, vcpu, now);
      return;
    }
    this.lastCore[vcpu] = core;
    this.enqueue(core, vcpu);
    const rival = this.running[core]!;
    // A domain switch in progress is not undone; whoever is more urgent takes over right after it.
    if (!this.overheadOf.has(rival) && this.overtakes(core, vcpu, rival)) this.yieldTo(core, now);
    else this.armSlice(core, now);
  }

  /** What runs on the core goes back to the queue, and the most urgent goes on. */
  private yieldTo(core: number, now: number): void {
    const vcpu = this.running[core]!;
    this.preempt(core, now);
    this.state[vcpu] = RUNNABLE;
    this.enqueue(core, vcpu);
    this.dispatch(core, now);
  }

  /** The core it last ran on if idle, else any idle one it may use, else the shortest queue. */
  private choose(vcpu: number): number {
    const last = this.lastCore[vcpu]!;
    if (this.running[last] === -1) return last;
    const { cores } = this.system.vcpus[vcpu]!;
    let best = last;
    for (const core of cores) {
      if (this.running[core] === -1) return core;
      if (this.queue[core]!.length < this.queue[best]!.length) best = core;
    }
    return best;
  }

  private overtakes(core: number, vcpu: number, rival: number): boolean {
    const { kind } = this.system.cores[core]!.scheduler;
    if (kind === 'credit') return this.priority[vcpu]! < this.priority[rival]!;
    // credit2 lets a waking vCPU overtake one with clearly less credit; round robin and pinned never preempt on a wake-up.
    return kind === 'credit2' && this.credit[vcpu]! > this.credit[rival]! + 5e8;
  }

  private enqueue(core: number, vcpu: number): void {
    this.queue[core]!.push(vcpu);
  }

  private dequeue(vcpu: number): void {
    const queue = this.queue[this.lastCore[vcpu]!]!;
    const at = queue.indexOf(vcpu);
    if (at >= 0) queue.splice(at, 1);
  }

  /** Most urgent first; among equals the one that waits longest (credit2: the one with most credit). */
  private next(core: number): number {
    const queue = this.queue[core]!;
    const { kind } = this.system.cores[core]!.scheduler;
    let best = -1;
    for (let at = 0; at < queue.length; at++) {
      if (best < 0) { best = at; continue; }
      const vcpu = queue[at]!;
      const leader = queue[best]!;
      if (kind === 'credit' ? this.priority[vcpu]! < this.priority[leader]! : kind === 'credit2' && this.credit[vcpu]! > this.credit[leader]!) best = at;
    }
    if (best >= 0) return queue.splice(best, 1)[0]!;
    return this.steal(core);
  }

  /** An idle core takes over a vCPU that waits elsewhere and may run here. */
  private steal(core: number): number {
    for (let other = 0; other < this.queue.length; other++) {
      const queue = this.queue[other]!;
      for (let at = 0; at < queue.length; at++) {
        if (this.system.vcpus[queue[at]!]!.cores.includes(core)) return queue.splice(at, 1)[0]!;
      }
    }
    return -1;
  }

  private dispatch(core: number, now: number): void {
    const vcpu = this.next(core);
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
    this.lastCore[vcpu] = core;
    this.armSlice(core, now);
    const before = this.lastDomain[core]!;
    this.lastDomain[core] = domain;
    const { switchCycles } = this.system.cores[core]!;
    if (before !== -1 && before !== domain && switchCycles > 0) {
      this.switchCycles[domain]! += switchCycles;
      const cost = Math.round(switchCycles * this.psPerCycle[core]!);
      // The switch itself is not preemptible; what was suspended stays so until it is over.
      this.occupy(core, vcpu, OVERHEAD, cost, now);
    } else {
      this.proceed(core, vcpu, now);
    }
  }

  private overheadOf = new Map<number, number>();

  private occupy(core: number, vcpu: number, what: number, cost: number, now: number): void {
    if (what === OVERHEAD) this.overheadOf.set(vcpu, now + cost);
    else {
      const activation = this.activation[vcpu]!;
      activation.what = what;
      activation.end = now + cost;
    }
    this.vcpuBusy[vcpu]! += cost;
    this.coreBusy[core]! += cost;
    this.events.schedule(now + cost, Kind.core, core, ++this.generation[core]!);
  }

  /** Goes on with what was suspended, else takes the next station, else other work, else sleeps. */
  private proceed(core: number, vcpu: number, now: number): void {
    const activation = this.activation[vcpu]!;
    if (activation.what === WAITING && this.site.holds(vcpu)) {
      this.beginOpen(core, vcpu, WAITING, now);
      return;
    }
    if (activation.what <= WAITING) activation.what = NOTHING;
    if (activation.what !== NOTHING) {
      this.occupy(core, vcpu, activation.what, activation.left, now);
      return;
    }
    const ready = this.ready[vcpu]!;
    while (ready.length > 0) {
      const station = ready.shift()!;
      const cycles = this.decide(station, vcpu, now);
      if (cycles > 0) {
        this.occupy(core, vcpu, station, Math.round(cycles * this.psPerCycle[core]!), now);
        this.wakeDeferred(now);
        return;
      }
    }
    this.wakeDeferred(now);
    // Whoever was woken may have taken this core already.
    if (this.running[core] !== vcpu) return;
    if (ready.length > 0) {
      this.proceed(core, vcpu, now);
      return;
    }
    if (this.otherDue[vcpu]! > 0) {
      const cost = Math.ceil(this.otherDue[vcpu]!);
      this.otherDue[vcpu] = 0;
      this.otherCycles[this.system.vcpus[vcpu]!.domain]! += cost / this.psPerCycle[core]!;
      this.occupy(core, vcpu, OTHER_WORK, cost, now);
      return;
    }
    if (this.system.vcpus[vcpu]!.spins) {
      this.beginOpen(core, vcpu, SPINNING, now);
      return;
    }
    this.state[vcpu] = BLOCKED;
    this.dispatch(core, now);
  }

  /** The vCPU burns its core until something ends it: an arrival, a device, a more urgent vCPU, the slice. */
  private beginOpen(core: number, vcpu: number, what: number, now: number): void {
    this.activation[vcpu]!.what = what;
    this.since[vcpu] = now;
    this.generation[core]!++;
  }

  private chargeOpen(core: number, vcpu: number, now: number): void {
    const time = now - this.since[vcpu]!;
    this.since[vcpu] = now;
    this.vcpuBusy[vcpu]! += time;
    this.coreBusy[core]! += time;
    this.vcpuBurnt[vcpu]! += time;
    this.coreBurnt[core]! += time;
    const into = this.activation[vcpu]!.what === SPINNING ? this.spinCycles : this.waitCycles;
    into[this.system.vcpus[vcpu]!.domain]! += time / this.psPerCycle[core]!;
  }

  private endOpen(vcpu: number, what: number, now: number): void {
    const activation = this.activation[vcpu]!;
    if (activation.what !== what) return;
    if (this.state[vcpu] !== RUNNING || this.overheadOf.has(vcpu)) {
      activation.what = NOTHING;
      return;
    }
    const core = this.lastCore[vcpu]!;
    this.chargeOpen(core, vcpu, now);
    activation.what = NOTHING;
    this.proceed(core, vcpu, now);
  }

  /** The device that kept the vCPU waiting has let go. */
  resume(vcpu: number, now: number): void {
    this.endOpen(vcpu, WAITING, now);
  }

  /** Charges what is open-ended up to now: before counters are read. */
  bringUpToDate(now: number): void {
    this.running.forEach((vcpu, core) => {
      if (vcpu >= 0 && this.activation[vcpu]!.what <= WAITING && !this.overheadOf.has(vcpu)) this.chargeOpen(core, vcpu, now);
    });
  }

  /** The activation a core was busy with is over. */
  done(core: number, generation: number, now: number): void {
    if (generation !== this.generation[core]) return;
    const vcpu = this.running[core]!;
    if (this.overheadOf.size > 0 && this.overheadOf.has(vcpu)) {
      // Whoever overtakes finds the switch done and what was suspended before it untouched.
      if (this.queue[core]!.some(waiting => this.overtakes(core, waiting, vcpu))) this.yieldTo(core, now);
      else {
        this.overheadOf.delete(vcpu);
        this.proceed(core, vcpu, now);
      }
      return;
    }
    const activation = this.activation[vcpu]!;
    const what = activation.what;
    activation.what = NOTHING;
    if (what >= 0 && this.site.finish(what, vcpu, now)) this.ready[vcpu]!.push(what);
    // Finishing may have woken somebody who overtook us on this core.
    const kept = this.site.holds(vcpu);
    if (this.running[core] === vcpu && this.generation[core] === generation) {
      if (kept) this.beginOpen(core, vcpu, WAITING, now);
      else this.proceed(core, vcpu, now);
    } else if (kept) activation.what = WAITING;
  }

  /** Takes a core from what it runs, which keeps what is left of its activation. */
  private preempt(core: number, now: number): void {
    const vcpu = this.running[core]!;
    const activation = this.activation[vcpu]!;
    const overhead = this.overheadOf.get(vcpu);
    if (overhead !== undefined) {
      // Only a stop of the domain comes here: the rest of the switch is part of what is suspended.
      this.overheadOf.delete(vcpu);
    } else if (activation.what <= WAITING) {
      this.chargeOpen(core, vcpu, now);
    } else if (activation.what !== NOTHING) {
      activation.left = Math.max(0, activation.end - now);
      this.refund(core, vcpu, activation.left);
    }
    this.generation[core]!++;
    this.running[core] = -1;
  }

  /** Work is credited when it begins; what was not done is taken back. */
  private refund(core: number, vcpu: number, time: number): void {
    this.vcpuBusy[vcpu]! -= time;
    this.coreBusy[core]! -= time;
  }

  private armSlice(core: number, now: number): void {
    if (this.queue[core]!.length === 0) return;
    if (this.sliceGeneration[core]! > 0) return;
    this.sliceGeneration[core] = 1;
    this.events.schedule(now + this.system.cores[core]!.scheduler.slice, Kind.slice, core);
  }

  /** Round robin among equals, once a slice. */
  slice(core: number, now: number): void {
    this.sliceGeneration[core] = 0;
    const vcpu = this.running[core]!;
    if (vcpu < 0 || this.queue[core]!.length === 0) return;
    this.settle(vcpu);
    if (this.overheadOf.has(vcpu)) this.armSlice(core, now);
    else this.yieldTo(core, now);
  }

  private readonly settledBusy = new Map<number, number>();

  /** Burns the credit of what a vCPU ran since last time. */
  private settle(vcpu: number): void {
    const used = this.vcpuBusy[vcpu]! - (this.settledBusy.get(vcpu) ?? 0);
    this.settledBusy.set(vcpu, this.vcpuBusy[vcpu]!);
    this.credit[vcpu]! -= used;
    this.capUsed[this.system.vcpus[vcpu]!.domain]! += used;
    this.priority[vcpu] = this.credit[vcpu]! <= 0 ? OVER : UNDER;
  }

  /** Every slice: burn what was used, hand out by weight, stop who is over its cap until the next time. */
  account(now: number): void {
    const { system } = this;
    const period = system.cores[0]!.scheduler.slice;
    this.bringUpToDate(now);
    for (let vcpu = 0; vcpu < system.vcpus.length; vcpu++) this.settle(vcpu);
    for (const host of new Set(system.domains.map(domain => domain.host))) this.handOut(host, period);
    system.domains.forEach((domain, number) => {
      if (domain.cap === Infinity) return;
      const over = this.capUsed[number]! > domain.cap * period;
      this.capUsed[number] = Math.max(0, this.capUsed[number]! - domain.cap * period);
      if (over !== (this.stopped[number] === 1)) this.setStopped(number, over, now);
    });
    this.events.schedule(now + period, Kind.account, 0);
  }

  private handOut(host: string, period: number): void {
    const { system } = this;
    const cores = system.cores.filter(core => core.host === host).length;
    const active = system.domains.filter(domain => domain.host === host && domain.vcpus.some(vcpu => this.state[vcpu] !== BLOCKED || this.credit[vcpu]! < period));
    const weights = active.reduce((sum, domain) => sum + domain.weight, 0);
    for (const domain of active) {
      const share = cores * period * domain.weight / weights / domain.vcpus.length;
      // Credit is not saved beyond one slice, as in Xen: a vCPU that slept comes back UNDER, not rich.
      for (const vcpu of domain.vcpus) this.credit[vcpu] = Math.max(-period, Math.min(period, this.credit[vcpu]! + share));
    }
  }

  /** Picoseconds of activations that were preempted and have not gone on: charged already, not yet worked. */
  suspended(): number {
    let left = 0;
    this.activation.forEach((activation, vcpu) => {
      if (activation.what !== NOTHING && activation.what > WAITING && (this.state[vcpu] !== RUNNING || this.overheadOf.has(vcpu))) left += activation.left;
    });
    return left;
  }

  /** Picoseconds of the running activations that lie after `now`: what the busy counters are ahead of time. */
  ahead(now: number): { vcpu: Float64Array; core: Float64Array } {
    const vcpu = new Float64Array(this.vcpuBusy.length);
    const core = new Float64Array(this.coreBusy.length);
    this.running.forEach((runs, number) => {
      if (runs < 0) return;
      const end = this.overheadOf.get(runs) ?? (this.activation[runs]!.what === NOTHING || this.activation[runs]!.what <= WAITING ? now : this.activation[runs]!.end);
      const left = Math.max(0, end - now);
      vcpu[runs] = left;
      core[number] = left;
    });
    return { vcpu, core };
  }
}
