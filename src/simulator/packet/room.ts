/** Rings that make their feeder wait: room that is reserved before a row is handed on, and who waits for some. */
import type { StationSpec, StepSpec, System } from '../model/system.ts';
import type { Arbiters } from './arbiters.ts';
import type { Devices } from './devices.ts';
import type { Rings } from './rings.ts';

export class Room {
  private readonly stations: readonly StationSpec[];
  private readonly steps: readonly StepSpec[];
  /** Stations that wait for room, by the station they wait for. */
  private readonly waiting: number[][];

  /** @param held packets waiting or reserved by station */
  constructor(
    system: System,
    private readonly held: Float64Array,
    private readonly devices: Devices,
    private readonly arbiters: Arbiters,
    private readonly rings: Rings
  ) {
    this.stations = system.stations;
    this.steps = system.steps;
    this.waiting = system.stations.map(() => []);
  }

  /** Reserves room at a step for packets of a station; when there is none, the station is told when there is (`waitersFor`). */
  reserve(step: number, packets: number, station: number): boolean {
    const ring = this.rings.begins[step]!;
    if (ring >= 0) return this.rings.admits(ring, packets, station);
    const next = this.steps[step]!.station;
    const spec = this.stations[next]!;
    if (spec.full !== 'wait' || spec.capacity === Infinity || this.take(step, next, spec, packets)) return true;
    if (!this.waiting[next]!.includes(station)) this.waiting[next]!.push(station);
    return false;
  }

  /** A unit larger than the whole ring passes an empty one. Devices count items, whatever their size. */
  private take(step: number, station: number, { kind, capacity }: StationSpec, packets: number): boolean {
    if (kind === 'pipe') return this.arbiters.reserve(this.steps[step]!, packets);
    const full = kind === 'device' ? this.devices.room(station) < 1 : this.held[station]! + packets > capacity && this.held[station]! > 0;
    if (full) return false;
    this.held[station]! += kind === 'device' ? 1 : packets;
    return true;
  }

  /** Stations that have waited for room at this one, which are to try again. */
  waitersFor(station: number): readonly number[] {
    const waiters = this.waiting[station]!;
    if (waiters.length > 0) this.waiting[station] = [];
    return waiters;
  }
}

/** Steps whose room the step before reserves: all that are not fed by a wire. */
export function reservedSteps({ steps, stations }: System): Uint8Array {
  return Uint8Array.from(steps, (_, number) => {
    const before = number > 0 ? steps[number - 1]! : undefined;
    return before && !before.last && stations[before.station]!.kind !== 'pipe' ? 1 : 0;
  });
}
