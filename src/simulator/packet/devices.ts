/**
 * Devices: identical units behind one queue, in picoseconds instead of cycles. A NIC's processors, the banks of a memory,
 * a lock (one unit). A unit can be kept by the row it served until the next step is done (`holds`), or until there is room there.
 */
import type { EventList } from '../kernel/events.ts';
import type { RandomStream } from '../kernel/random.ts';
import type { CacheSpec, StationSpec, StepSpec, System } from '../model/system.ts';
import type { Counts } from '../counts.ts';
import { Kind } from './kinds.ts';
import { RowQueue, type Rows } from './rows.ts';

/** What devices need of the network around them. */
export interface Surroundings {
  /** The row leaves its step. */
  leave(row: number, step: number, time: number, now: number): void;
  drop(row: number, station: number, now: number): void;
  /** Reserves room at a step, or has the station told when there is some. */
  reserve(step: number, packets: number, station: number): boolean;
  /** Somebody waits for room at this station. */
  madeRoom(station: number, now: number): void;
  /** The thread that handed this row on and waited may go on. */
  resume(station: number): void;
}

export class Devices {
  private readonly stations: readonly StationSpec[];
  private readonly steps: readonly StepSpec[];
  private readonly queues: RowQueue[];
  private readonly unitsFree: Int32Array;
  /** Rows that are done and have no room downstream; their units stay occupied. */
  private readonly stalled: number[][];
  /** Of devices with in-order commit: rows in the order they came, and which of them are done. */
  private readonly order: (RowQueue | undefined)[];
  private readonly done = new Set<number>();
  /** Station whose worker is occupied until the row's present step is done, and since when, by row. */
  private readonly holder = new Map<number, { readonly station: number; readonly since: number }>();
  /** Of devices whose service times spread. */
  private readonly random: (RandomStream | undefined)[];
  private readonly caches: ContextCache[];

  constructor(
    system: System,
    private readonly events: EventList,
    private readonly rows: Rows,
    private readonly counts: Counts,
    private readonly held: Float64Array,
    private readonly around: Surroundings,
    random: (station: StationSpec) => RandomStream
  ) {
    this.stations = system.stations;
    this.steps = system.steps;
    this.queues = system.stations.map(() => new RowQueue());
    this.unitsFree = Int32Array.from(system.stations, station => station.device?.units ?? 0);
    this.stalled = system.stations.map(() => []);
    this.order = system.stations.map(station => (station.device?.inOrder && station.device.units > 1 ? new RowQueue() : undefined));
    this.random = system.stations.map(station => (station.device?.spread === 'exponential' ? random(station) : undefined));
    this.caches = system.caches.map(each => new ContextCache(each));
  }

  /** Places that are free, units included. */
  room(station: number): number {
    return this.stations[station]!.capacity + this.unitsFree[station]! - this.held[station]!;
  }

  /** A full queue that says so: the caller keeps what it has and tries again. */
  refuses(station: number): boolean {
    const { full, kind } = this.stations[station]!;
    if (full !== 'refuse' || kind !== 'device' || this.room(station) >= 1) return false;
    this.counts.stationRefusals[station]!++;
    return true;
  }

  /** A row arrives. `from`: the station whose worker it keeps occupied, −1 = none. `waits`: its feeder is one that waits for room. */
  arrive(row: number, station: number, from: number, waits: boolean, now: number): void {
    const spec = this.stations[station]!;
    if (from >= 0) this.holder.set(row, { station: from, since: now });
    // Room in a queue that makes its feeder wait was reserved by the feeder.
    const reserved = waits && spec.full === 'wait' && spec.capacity !== Infinity;
    if (this.unitsFree[station]! > 0) {
      if (reserved) this.held[station]!--;
      this.order[station]?.push(row);
      this.serve(row, station, now);
      return;
    }
    if (!reserved) {
      if (this.held[station]! + 1 > spec.capacity) {
        this.letGo(row, now);
        this.around.drop(row, station, now);
        return;
      }
      this.held[station]!++;
    }
    this.order[station]?.push(row);
    this.queues[station]!.push(row);
  }

  private serve(row: number, station: number, now: number): void {
    const { rows, counts } = this;
    const number = rows.step[row]!;
    const step = this.steps[number]!;
    let time = step.perItem + step.perPacket * rows.packets[row]! + step.perByte * rows.bytes[row]!;
    if (step.cache >= 0 && !this.caches[step.cache]!.use(step.context)) {
      time += step.perMiss;
      counts.stepMisses[number]!++;
    }
    const random = this.random[this.steps[number]!.station];
    time = Math.round(random ? random.exponential(time) : time);
    this.unitsFree[station]!--;
    counts.deviceBusy[station]! += time;
    counts.stepItems[number]!++;
    counts.stepPackets[number]! += rows.packets[row]!;
    counts.stepBytes[number]! += rows.bytes[row]!;
    this.events.schedule(now + time, Kind.device, row);
  }

  /** A unit is done with a row. */
  served(row: number, now: number): void {
    const number = this.rows.step[row]!;
    const { station } = this.steps[number]!;
    const order = this.order[station];
    if (!order) {
      this.commit(row, station, now);
      return;
    }
    // Waiting for its turn occupies nobody.
    if (!this.keepsUnit(number)) this.free(station, now);
    this.done.add(row);
    while (order.length > 0 && this.done.has(order.peek())) {
      const next = order.shift();
      this.done.delete(next);
      this.commit(next, station, now);
    }
  }

  /** Whether the step behind this one is done on this one's unit. */
  private keepsUnit(step: number): boolean {
    return !this.steps[step]!.last && this.steps[step + 1]!.holds;
  }

  private commit(row: number, station: number, now: number): void {
    const number = this.rows.step[row]!;
    const step = this.steps[number]!;
    if (!step.last && !this.around.reserve(number + 1, this.rows.packets[row]!, station)) {
      this.stalled[station]!.push(row);
      return;
    }
    if (step.last || !this.steps[number + 1]!.keeps) this.letGo(row, now);
    if (!this.order[station] && !this.keepsUnit(number)) this.free(station, now);
    this.around.leave(row, number, now, now);
  }

  /** There is room again behind this device. */
  retry(station: number, now: number): void {
    const waiting = this.stalled[station]!;
    this.stalled[station] = [];
    for (const row of waiting) this.commit(row, station, now);
  }

  /** A unit of the station takes up the next row that waits. */
  free(station: number, now: number): void {
    this.unitsFree[station]!++;
    const queue = this.queues[station]!;
    if (queue.length > 0) {
      this.held[station]!--;
      this.serve(queue.shift(), station, now);
    }
    this.around.madeRoom(station, now);
  }

  /** Whoever waited for the row to be done goes on: a unit of another device, or a thread. */
  private letGo(row: number, now: number): void {
    if (this.holder.size === 0) return;
    const from = this.holder.get(row);
    if (from === undefined) return;
    this.holder.delete(row);
    if (this.stations[from.station]!.kind === 'device') {
      this.counts.deviceBusy[from.station]! += now - from.since;
      this.free(from.station, now);
    } else this.around.resume(from.station);
  }
}

/** Contexts on a device: pinned ones are always there, of the others the one used longest ago makes room. */
class ContextCache {
  private readonly recent = new Map<number, true>();
  private readonly pinned: ReadonlySet<number>;
  private readonly places: number;

  constructor(spec: CacheSpec) {
    const pinned = spec.owners.flatMap((owner, number) => (owner.pinned ? [number] : [])).slice(0, spec.capacity);
    this.pinned = new Set(pinned);
    this.places = spec.capacity - pinned.length;
  }

  /** True when the context was there; it is afterwards. */
  use(context: number): boolean {
    if (this.pinned.has(context)) return true;
    const there = this.recent.delete(context);
    if (this.places <= 0) return false;
    if (!there && this.recent.size >= this.places) this.recent.delete(this.recent.keys().next().value!);
    this.recent.set(context, true);
    return there;
  }
}
