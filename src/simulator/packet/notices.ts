/** What waking costs: the woken pays for it with its next activation, and so does whoever told it of its work. */
import type { Counts } from '../counts.ts';
import type { StationSpec, System } from '../model/system.ts';

export class Notices {
  private readonly stations: readonly StationSpec[];
  private readonly owed: Uint8Array;
  /** Cycles of notifications, by the station that sent them. */
  private readonly debt: Float64Array;
  /** Station that handed on to this one last. */
  private readonly sender: Int32Array;

  constructor(
    system: System,
    private readonly counts: Counts
  ) {
    this.stations = system.stations;
    this.owed = new Uint8Array(system.stations.length);
    this.debt = new Float64Array(system.stations.length);
    this.sender = new Int32Array(system.stations.length).fill(-1);
  }

  /** A station hands on to another, and will be who wakes it if it sleeps. */
  handedOn(from: number, to: number): void {
    this.sender[to] = from;
  }

  /** A sleeping station is woken. */
  woken(station: number): void {
    this.owed[station] = 1;
    this.counts.stationWakes[station]!++;
    const { perNotify } = this.stations[station]!;
    const sender = this.sender[station]!;
    if (perNotify <= 0 || sender < 0) return;
    this.debt[sender]! += perNotify;
    this.counts.stationNotifies[station]!++;
  }

  /** Cycles that an activation of the station pays for having been woken and for having told others. */
  paid(station: number): number {
    const cycles = (this.owed[station] === 1 ? this.stations[station]!.perWake : 0) + this.debt[station]!;
    this.owed[station] = 0;
    this.debt[station] = 0;
    return cycles;
  }

  /** Wakes counted and not yet paid for by an activation. */
  wakesUnpaid(station: number): number {
    return this.owed[station]!;
  }

  /** Cycles of notifications that the station's next activation pays for. */
  debtOf(station: number): number {
    return this.debt[station]!;
  }
}
