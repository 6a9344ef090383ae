/**
 * Pipes: conveyors of bits. What a row meets there is computed when it enters, without an event of its own as long as nothing
 * else feeds what comes next.
 */
import type { EventList } from '../kernel/events.ts';
import { stream, type RandomStream } from '../kernel/random.ts';
import { PICOSECONDS } from '../kernel/time.ts';
import type { StationSpec, StepSpec, System } from '../model/system.ts';
import type { Counts } from '../counts.ts';
import { Credits } from './credits.ts';
import { Kind } from './kinds.ts';
import type { Rings } from './rings.ts';
import type { Rows } from './rows.ts';

/** What pipes need of the network around them. */
export interface Beyond {
  enter(row: number, step: number, time: number, now: number): void;
  drop(row: number, station: number, now: number): void;
}

export class Pipes {
  /** Pipes that are down. */
  readonly down: Uint8Array;
  private readonly stations: readonly StationSpec[];
  /** When each has sent all it was given. */
  private readonly free: Float64Array;
  private readonly psPerBit: Float64Array;
  private readonly direct: Uint8Array;
  private readonly credits: Credits;
  private readonly random: readonly (RandomStream | undefined)[];

  constructor(
    system: System,
    private readonly events: EventList,
    private readonly rows: Rows,
    private readonly counts: Counts,
    private readonly beyond: Beyond,
    private readonly rings: Rings,
    seed: number,
    replication: number
  ) {
    const count = system.stations.length;
    this.stations = system.stations;
    this.down = new Uint8Array(count);
    this.free = new Float64Array(count);
    this.psPerBit = Float64Array.from(system.stations, station => (station.pipe ? PICOSECONDS / station.pipe.rate : 0));
    this.credits = new Credits(count);
    this.direct = directPipes(system);
    this.random = system.stations.map(station =>
      station.pipe && station.pipe.loss > 0 ? stream(seed, replication, station.name, 'loss') : undefined
    );
  }

  /** A row enters at a time that is not before now. */
  convey(row: number, step: StepSpec, stepNumber: number, time: number, now: number): void {
    const { rows, counts } = this;
    const { station } = step;
    const pipe = this.stations[station]!.pipe!;
    const bits = step.perPacket * rows.packets[row]! + step.perByte * rows.bytes[row]!;
    const free = this.free[station]!;
    const psPerBit = this.psPerBit[station]!;
    if (step.ring >= 0) this.rings.enters(stepNumber, rows.packets[row]!);
    // A token bucket is a pipe that may be ahead of its rate by its burst.
    const credit = pipe.burst * 8 * psPerBit;
    if (this.down[station] === 1 || (pipe.buffer !== Infinity && free - credit - time > pipe.buffer * 8 * psPerBit)) {
      this.beyond.drop(row, station, now);
      return;
    }
    const start = free > time ? free : time;
    const paid =
      pipe.window === undefined
        ? start + Math.round(bits * psPerBit)
        : this.credits.spend(station, bits, start, pipe.window, pipe.burst * 8);
    this.free[station] = paid;
    const end = credit > 0 && pipe.window === undefined ? Math.max(time, paid - credit) : paid;
    counts.pipeBits[station]! += bits;
    counts.stepItems[stepNumber]!++;
    counts.stepPackets[stepNumber]! += rows.packets[row]!;
    if (this.random[station] && this.random[station].chance(pipe.loss)) {
      counts.pipeLost[station]!++;
      this.beyond.drop(row, station, now);
      return;
    }
    if (step.ring >= 0) this.rings.leaves(stepNumber, rows.packets[row]!, end);
    const arrives = end + pipe.delay;
    if (this.direct[stepNumber] === 1) this.beyond.enter(row, stepNumber + 1, arrives, now);
    else this.events.schedule(arrives, Kind.arrival, row);
  }

  /** Picoseconds a pipe has promised beyond now: what its bit counter is ahead of time. */
  ahead(station: number, now: number): number {
    return Math.max(0, this.free[station]! - now);
  }
}

/** Steps on a pipe whose rows may be handed on with a time stamp in the future: nothing else feeds what comes next. */
function directPipes(system: System): Uint8Array {
  const feeders = system.stations.map(() => new Set<number>());
  system.steps.forEach((step, number) => {
    if (!step.last) feeders[system.steps[number + 1]!.station]!.add(step.station);
  });
  const begins = [...system.streams, ...(system.migrations ?? []).flatMap(each => each.routes)].flatMap(each => [
    each.forward,
    each.backward
  ]);
  const first = new Set(begins.filter(step => step >= 0).map(step => system.steps[step]!.station));
  return Uint8Array.from(system.steps, (step, number) => {
    if (step.last || system.stations[step.station]!.kind !== 'pipe') return 0;
    const next = system.steps[number + 1]!.station;
    const spec = system.stations[next]!;
    const takesFuture = (spec.kind === 'pipe' && spec.classes.length === 0) || spec.wake === 'interrupt';
    return takesFuture && feeders[next]!.size === 1 && !first.has(next) ? 1 : 0;
  });
}
