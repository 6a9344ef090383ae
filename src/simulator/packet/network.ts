/**
 * Stations and pipes: where rows wait, are worked on, dropped, regrouped and handed on. A thread station forms a batch when its
 * vCPU comes to it; rings with interrupts, transmit rings, pipes, devices and units of several packets have files of their own.
 */
import type { EventList } from '../kernel/events.ts';
import { stream } from '../kernel/random.ts';
import type { StationSpec, StepSpec, System } from '../model/system.ts';
import { Counts } from '../counts.ts';
import { Aggregates } from './aggregates.ts';
import { Arbiters, type Behind } from './arbiters.ts';
import type { Cpu, Worksite } from './cpu.ts';
import { Devices, type Surroundings } from './devices.ts';
import { Interrupts } from './interrupts.ts';
import { Notices } from './notices.ts';
import type { Observer } from './observer.ts';
import { Pipes, type Beyond } from './pipes.ts';
import { Reroutes } from './reroutes.ts';
import { Rings } from './rings.ts';
import { Room, reservedSteps } from './room.ts';
import { RowQueue, Rows } from './rows.ts';
import type { Transports } from './transports.ts';
import { joinsAhead, Units } from './units.ts';

const THREAD = 0;
const PIPE = 1;
const DEVICE = 2;

export class Network implements Worksite, Surroundings, Beyond, Behind {
  readonly rows = new Rows();
  readonly counts: Counts;
  cpu!: Cpu;
  transports!: Transports;
  observer: Observer | undefined;

  private readonly steps: readonly StepSpec[];
  private readonly stations: readonly StationSpec[];
  private readonly kind: Uint8Array;
  /** Rows that wait, admitted. */
  private readonly queues: RowQueue[];
  /** Packets waiting or reserved. */
  private readonly held: Float64Array;
  private readonly announced: Uint8Array;
  /** Has rows, but no room downstream. */
  private readonly blocked: Uint8Array;
  readonly notices: Notices;
  private readonly feeds: Uint8Array;
  /** Rows of the activation in progress, by vCPU. */
  private readonly batches: Int32Array[];
  private readonly batchLength: Int32Array;
  private readonly aggregates: Aggregates;
  private readonly firstLeft: Float64Array;
  readonly pipes: Pipes;
  readonly arbiters: Arbiters;
  readonly rings: Rings;
  private readonly interrupts: Interrupts;
  readonly devices: Devices;
  private readonly units: Units;
  private readonly room: Room;
  /** Rows on the vCPU's account that a device has not let go of. */
  private readonly waits: Int32Array;
  /** Steps whose room the step before reserves; steps with a place behind them where units are put together. */
  private readonly reserved: Uint8Array;
  private readonly joinsAhead: Uint8Array;
  private readonly reroutes: Reroutes;

  constructor(system: System, events: EventList, seed: number, replication: number) {
    const count = system.stations.length;
    this.counts = new Counts(system);
    this.steps = system.steps;
    this.stations = system.stations;
    this.kind = Uint8Array.from(system.stations, station => (station.kind === 'thread' ? THREAD : station.kind === 'pipe' ? PIPE : DEVICE));
    this.queues = system.stations.map(() => new RowQueue());
    this.held = new Float64Array(count);
    this.announced = new Uint8Array(count);
    this.blocked = new Uint8Array(count);
    this.notices = new Notices(system, this.counts);
    this.feeds = new Uint8Array(count);
    this.batches = system.vcpus.map(() => new Int32Array(64));
    this.batchLength = new Int32Array(system.vcpus.length);
    this.aggregates = new Aggregates(this.rows, system.streams.length);
    this.firstLeft = Float64Array.from(system.steps, step => step.firstPool);
    this.interrupts = new Interrupts(system, events, this.rows, this.queues, this.held, (row, station, now) =>
      this.drop(row, station, now)
    );
    this.rings = new Rings(system, events, (station, now) => this.retry(station, now));
    this.pipes = new Pipes(system, events, this.rows, this.counts, this, this.rings, seed, replication);
    this.arbiters = new Arbiters(system, events, this.rows, this.counts, this);
    this.units = new Units(this.rows, system.streams.length);
    this.devices = new Devices(system, events, this.rows, this.counts, this.held, this, station =>
      stream(seed, replication, station.name, 'service')
    );
    this.room = new Room(system, this.held, this.devices, this.arbiters, this.rings);
    this.waits = new Int32Array(system.vcpus.length);
    this.reserved = reservedSteps(system);
    this.joinsAhead = joinsAhead(system);
    this.reroutes = new Reroutes(system, this.rows, this.queues, this.held, this.reserved);
  }

  /** A source keeps this station filled: it is told when rows are taken. */
  feed(station: number): void {
    this.feeds[station] = 1;
  }

  packetsWaiting(station: number): number {
    return this.held[station]!;
  }

  /** Rows of the activation that a vCPU is at, or was at last. */
  batchOf(vcpu: number): Int32Array {
    return this.batches[vcpu]!.subarray(0, this.batchLength[vcpu]!);
  }

  /** A row arrives at a step at a time that is not before now (later only on wires). */
  enter(row: number, step: number, time: number, now: number): void {
    const station = this.steps[step]!.station;
    this.rows.step[row] = step;
    if (this.reroutes.closed[step] === 1) {
      this.reroutes.release(step, this.rows.packets[row]!);
      this.strand(row, station, now);
      this.madeRoom(station, now);
      return;
    }
    const kind = this.kind[station]!;
    if (kind === PIPE) this.pass(row, step, time, now);
    else if (kind === THREAD) this.arrive(row, station, time, now);
    else {
      const holder = this.steps[step]!.holds && step > 0 ? this.steps[step - 1]!.station : -1;
      this.devices.arrive(row, station, holder, this.reserved[step] === 1, now);
    }
  }

  /** A domain that is about to move gets and sends nothing more where it was. */
  sever(stream: number, domain: number): void {
    this.reroutes.sever(stream, domain);
  }

  /** A domain has moved: its stream takes another way from now on. */
  reroute(stream: number, domain: number, forward: number, backward: number): void {
    for (const station of this.reroutes.reroute(stream, domain, forward, backward)) this.unblock(station);
  }

  /** Whether a step is on a way back: of acknowledgements and responses. */
  isWayBack(step: number): boolean {
    return this.reroutes.wayBack[step] === 1;
  }

  /** A row leaves a step: to the next, or to its end; as what the step makes of it. */
  leave(row: number, stepNumber: number, time: number, now: number): void {
    const step = this.steps[stepNumber]!;
    let item = row;
    if (step.reassemble) {
      const { joined, row: unit } = this.units.join(row);
      if (joined === 'waiting') return;
      if (joined === 'broken') {
        this.discard(row, step.station, now);
        return;
      }
      item = unit;
    }
    if (step.last) this.transports.delivered(item, now);
    else if (step.segment && this.kind[step.station] !== PIPE && this.rows.packets[item]! > 1) {
      const packets = this.units.split(item);
      for (const part of this.units.parts.slice(0, packets)) this.enter(part, stepNumber + 1, time, now);
    } else this.enter(item, stepNumber + 1, time, now);
  }

  // ---- threads ------------------------------------------------------------------------------------------------

  private arrive(row: number, station: number, time: number, now: number): void {
    const spec = this.stations[station]!;
    this.rows.arrival[row] = time;
    if (spec.wake === 'interrupt') {
      this.interrupts.arrive(row, station, this.announced[station] === 0 && this.blocked[station] === 0, now);
      return;
    }
    const packets = this.rows.packets[row]!;
    if (spec.full !== 'wait' || this.reserved[this.rows.step[row]!] === 0) {
      if (this.held[station]! + packets > spec.capacity) {
        this.drop(row, station, now);
        return;
      }
      this.held[station]! += packets;
    }
    this.queues[station]!.push(row);
    if (this.announced[station] === 0 && this.blocked[station] === 0) this.announce(station, spec, true);
  }

  private announce(station: number, spec: StationSpec, asleep: boolean): void {
    this.announced[station] = 1;
    if (asleep) this.notices.woken(station);
    this.cpu.announce(station, spec.vcpu);
  }

  interrupt(station: number, generation: number, now: number): void {
    if (!this.interrupts.raise(station, generation, now)) return;
    this.observer?.interrupted?.(station, now);
    if (this.announced[station] === 0) this.announce(station, this.stations[station]!, true);
  }

  begin(station: number, vcpu: number, now: number): number {
    const spec = this.stations[station]!;
    if (spec.wake === 'interrupt') this.interrupts.admit(station, now);
    const queue = this.queues[station]!;
    if (queue.length === 0) {
      this.rest(station, spec, now);
      return 0;
    }
    const cycles = this.take(station, spec, queue, vcpu, now);
    if (cycles === 0) {
      // Blocked by a full ring downstream: whoever makes room there announces us again.
      this.announced[station] = 0;
      this.blocked[station] = 1;
      return 0;
    }
    this.counts.stationBatches[station]!++;
    const paid = this.notices.paid(station);
    if (this.feeds[station] === 1) this.transports.drained(station, now);
    return Math.max(1, cycles + spec.perBatch + paid);
  }

  /** Forms the batch and says its cycles, the per-batch part not included; 0 when the first row has no room downstream. */
  private take(station: number, spec: StationSpec, queue: RowQueue, vcpu: number, now: number): number {
    const { rows, counts, steps } = this;
    let batch = this.batches[vcpu]!;
    if (batch.length < spec.budget) batch = this.batches[vcpu] = new Int32Array(spec.budget);
    const activation = this.aggregates.begin();
    this.rings.begin();
    const aggregate = spec.aggregate;
    let length = 0;
    let cycles = 0;
    let freed = 0;
    let taken = 0;
    for (; taken < spec.budget && queue.length > 0; taken++) {
      const row = queue.peek();
      const stepNumber = rows.step[row]!;
      const step = steps[stepNumber]!;
      const packets = rows.packets[row]!;
      if (!step.last && !this.room.reserve(stepNumber + 1, packets, station)) break;
      queue.shift();
      freed += packets;
      const bytes = rows.bytes[row]!;
      cycles += step.perPacket * packets + step.perByte * bytes;
      counts.stepPackets[stepNumber]! += packets;
      counts.stepBytes[stepNumber]! += bytes;
      if (this.firstLeft[stepNumber]! > 0) {
        this.firstLeft[stepNumber]!--;
        counts.stepFirst[stepNumber]!++;
        cycles += step.firstUse;
      }
      if (aggregate > 0 && step.acknowledges && this.aggregates.merge(row, packets, bytes, activation, aggregate)) continue;
      counts.stepItems[stepNumber]!++;
      cycles += step.perItem;
      batch[length++] = row;
    }
    this.batchLength[vcpu] = length;
    counts.stationItems[station]! += taken;
    this.held[station]! -= freed;
    if (freed > 0) this.madeRoom(station, now);
    return length === 0 ? 0 : Math.max(1, cycles);
  }

  /** Room at a station that makes its feeder wait. */
  reserve(step: number, packets: number, station: number): boolean {
    this.rings.begin();
    return this.room.reserve(step, packets, station);
  }

  madeRoom(station: number, now: number): void {
    for (const feeder of this.room.waitersFor(station)) this.retry(feeder, now);
  }

  /** A station that waited for room tries again. */
  private retry(station: number, now: number): void {
    if (this.kind[station] === DEVICE) this.devices.retry(station, now);
    else this.unblock(station);
  }

  private unblock(station: number): void {
    if (this.blocked[station] === 0) return;
    this.blocked[station] = 0;
    this.announce(station, this.stations[station]!, false);
  }

  finish(station: number, vcpu: number, now: number): boolean {
    const { rows, steps } = this;
    const batch = this.batches[vcpu]!;
    const length = this.batchLength[vcpu]!;
    let refused = 0;
    for (let at = 0; at < length; at++) {
      const row = batch[at]!;
      const stepNumber = rows.step[row]!;
      const step = steps[stepNumber]!;
      if (!step.last && this.devices.refuses(steps[stepNumber + 1]!.station)) {
        batch[refused++] = row;
        continue;
      }
      this.observer?.handedOn?.(row, stepNumber, now);
      if (step.acknowledges) this.transports.received(row, now);
      if (!step.last) {
        const next = steps[stepNumber + 1]!;
        this.notices.handedOn(station, next.station);
        if (next.holds) this.waits[vcpu]!++;
      }
      this.leave(row, stepNumber, now, now);
    }
    if (refused > 0) this.takeBack(station, batch, refused);
    const spec = this.stations[station]!;
    if (spec.wake === 'interrupt') this.interrupts.admit(station, now);
    if (this.queues[station]!.length > 0) return true;
    this.rest(station, spec, now);
    return false;
  }

  /** What was refused is first in line again; trying again costs what trying cost. */
  private takeBack(station: number, batch: Int32Array, refused: number): void {
    const { rows, steps } = this;
    let wasted = 0;
    for (let at = 0; at < refused; at++) {
      const step = steps[rows.step[batch[at]!]!]!;
      wasted += step.perItem + step.perPacket * rows.packets[batch[at]!]! + step.perByte * rows.bytes[batch[at]!]!;
    }
    this.cpu.waste(this.stations[station]!.vcpu, wasted);
    for (let at = refused - 1; at >= 0; at--) {
      this.queues[station]!.unshift(batch[at]!);
      this.held[station]! += this.rows.packets[batch[at]!]!;
    }
  }

  holds(vcpu: number): boolean {
    return this.waits[vcpu]! > 0;
  }

  resume(station: number): void {
    const { vcpu } = this.stations[station]!;
    if (--this.waits[vcpu]! === 0) this.cpu.resume(vcpu);
  }

  /** The station has nothing to do: it sleeps until something arrives. */
  private rest(station: number, spec: StationSpec, now: number): void {
    this.announced[station] = 0;
    if (spec.wake === 'interrupt') this.interrupts.rest(station, now);
  }

  // ---- pipes --------------------------------------------------------------------------------------------------

  private pass(row: number, stepNumber: number, time: number, now: number): void {
    const step = this.steps[stepNumber]!;
    if (step.segment && this.rows.packets[row]! > 1) {
      const parts = this.units.split(row);
      for (const part of this.units.parts.slice(0, parts)) this.convey(part, step, stepNumber, time, now);
    } else this.convey(row, step, stepNumber, time, now);
  }

  private convey(row: number, step: StepSpec, stepNumber: number, time: number, now: number): void {
    if (step.trafficClass < 0) this.pipes.convey(row, step, stepNumber, time, now);
    else this.arbiters.arrive(row, step, this.reserved[stepNumber] === 1 && this.stations[step.station]!.full === 'wait', now);
  }

  /** A row reached the end of its pipe. */
  arrived(row: number, now: number): void {
    this.leave(row, this.rows.step[row]!, now, now);
  }

  /** A row is lost, and with it what has come of the message it is part of. */
  drop(row: number, station: number, now: number): void {
    const rest = this.joinsAhead[this.rows.step[row]!] === 1 ? this.units.lost(row) : -1;
    this.discard(row, station, now);
    if (rest >= 0) this.discard(rest, station, now);
  }

  /** Lost because the domain it was for has moved. */
  private strand(row: number, station: number, now: number): void {
    const packets = this.rows.packets[row]!;
    this.counts.stationDrops[station]! -= packets;
    this.counts.stationStranded[station]! += packets;
    this.drop(row, station, now);
  }

  private discard(row: number, station: number, now: number): void {
    this.rings.lost(this.rows.step[row]!, this.rows.packets[row]!);
    this.observer?.dropped?.(row, station, now);
    this.counts.stationDrops[station]! += this.rows.packets[row]!;
    this.transports.lost(row, station, now);
    this.rows.release(row);
  }
}
