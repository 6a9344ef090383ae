/**
 * Interrupt-driven rings: packets stay on the wire, with their time stamps, until somebody looks; then those that have arrived by
 * now are admitted in order, which is exact because only a poll makes room. When an interrupt is raised, the NIC decides.
 */
import type { EventList } from '../kernel/events.ts';
import { PICOSECONDS } from '../kernel/time.ts';
import type { StationSpec, System } from '../model/system.ts';
import { Kind } from './kinds.ts';
import { RowQueue, type Rows } from './rows.ts';

export class Interrupts {
  private readonly stations: readonly StationSpec[];
  /** Rows still on the wire to the ring. */
  private readonly incoming: readonly RowQueue[];
  private readonly armed: Uint8Array;
  private readonly generation: Int32Array;
  /** When the last one was raised, and the gap that adaptive moderation is at. */
  private readonly last: Float64Array;
  private readonly adaptiveGap: Float64Array;

  /** @param held packets waiting by station · @param drop what becomes of a row that finds its ring full */
  constructor(
    system: System,
    private readonly events: EventList,
    private readonly rows: Rows,
    private readonly queues: readonly RowQueue[],
    private readonly held: Float64Array,
    private readonly drop: (row: number, station: number, now: number) => void
  ) {
    const count = system.stations.length;
    this.stations = system.stations;
    this.incoming = system.stations.map(() => new RowQueue());
    this.armed = new Uint8Array(count);
    this.generation = new Int32Array(count);
    this.last = new Float64Array(count).fill(-1e15);
    this.adaptiveGap = new Float64Array(count);
  }

  /** A row is on its way to the ring; `free`: its station sleeps and may be woken. */
  arrive(row: number, station: number, free: boolean, now: number): void {
    const incoming = this.incoming[station]!;
    incoming.push(row);
    // Looking early keeps what piles up before a stopped domain from growing without end; nobody makes room meanwhile.
    if (incoming.length > 2 * this.stations[station]!.capacity) this.admit(station, now);
    if (free && this.armed[station] === 0) this.arm(station, this.rows.arrival[row]!, now);
  }

  /** The station goes to sleep: what is on its way will wake it. */
  rest(station: number, now: number): void {
    const incoming = this.incoming[station]!;
    if (incoming.length > 0) this.arm(station, this.rows.arrival[incoming.peek()]!, now);
  }

  /** Hold-off from the packet that waits first, and no two interrupts closer than the NIC's gap. */
  private arm(station: number, firstArrival: number, now: number): void {
    const { holdOff, gap, adaptive } = this.stations[station]!.interrupt!;
    const least = adaptive ? this.adaptiveGap[station]! : gap;
    const time = Math.max(now, firstArrival + holdOff, this.last[station]! + least);
    this.armed[station] = 1;
    this.events.schedule(time, Kind.interrupt, station, ++this.generation[station]!);
  }

  /** The moment an interrupt was armed for has come; false when it is an old one. */
  raise(station: number, generation: number, now: number): boolean {
    if (generation !== this.generation[station] || this.armed[station] === 0) return false;
    this.armed[station] = 0;
    this.last[station] = now;
    this.admit(station, now);
    if (this.stations[station]!.interrupt!.adaptive) this.adapt(station);
    return true;
  }

  /** As ixgbe does it: few packets an interrupt, up to 100,000/s; bulk, 8,000/s; in between 20,000/s. */
  private adapt(station: number): void {
    const waiting = this.queues[station]!.length;
    const rate = waiting < 4 ? 100_000 : waiting < 24 ? 20_000 : 8_000;
    this.adaptiveGap[station] = PICOSECONDS / rate;
  }

  /** Moves what has arrived by now from the wire into the ring; what finds it full is lost. */
  admit(station: number, now: number): void {
    const incoming = this.incoming[station]!;
    const queue = this.queues[station]!;
    const { arrival, packets } = this.rows;
    const { capacity } = this.stations[station]!;
    while (incoming.length > 0 && arrival[incoming.peek()]! <= now) {
      const row = incoming.shift();
      if (this.held[station]! + packets[row]! > capacity) this.drop(row, station, now);
      else {
        this.held[station]! += packets[row]!;
        queue.push(row);
      }
    }
  }
}
