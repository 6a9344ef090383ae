/**
 * Units of several packets: TSO units and messages leave a stage as single packets, and messages are put together again.
 *
 * A packet keeps which unit it is of (`unitFirst`, `unitPackets`). A unit that lost a packet on the way is never complete:
 * what has come of it, and what still comes, is dropped where it would have been put together.
 */
import type { System } from '../model/system.ts';
import type { Rows } from './rows.ts';

/** A unit that is being put together. */
interface Assembling {
  /** The row that holds what has come so far, −1 = nothing yet. */
  row: number;
  /** Packets that have come or are lost. */
  accounted: number;
  broken: boolean;
}

/** What became of a packet that came to where its unit is put together. */
export type Joined = 'waiting' | 'complete' | 'broken';

export class Units {
  private readonly assembling = new Map<number, Assembling>();
  /** Rows of the unit that was split last. */
  parts = new Int32Array(64);

  /** @param streams how many there are: units are told apart by stream and first packet */
  constructor(
    private readonly rows: Rows,
    private readonly streams: number
  ) {}

  private key(row: number): number {
    return this.rows.unitFirst[row]! * this.streams + this.rows.stream[row]!;
  }

  /** A unit becomes its packets, each a row; `parts` holds them until the next call. Answers how many. */
  split(unit: number): number {
    const { rows } = this;
    const packets = rows.packets[unit]!;
    if (this.parts.length < packets) this.parts = new Int32Array(packets);
    const total = rows.bytes[unit]!;
    const each = Math.ceil(total / packets);
    for (let at = 0; at < packets; at++) {
      const bytes = Math.max(0, Math.min(each, total - at * each));
      const row = rows.take(rows.stream[unit]!, rows.step[unit]!, 1, bytes, rows.born[unit]!, rows.sequence[unit]! + at);
      rows.unitFirst[row] = rows.unitFirst[unit]!;
      rows.unitPackets[row] = rows.unitPackets[unit]!;
      rows.causeFirst[row] = at === packets - 1 ? rows.causeFirst[unit]! : 0;
      rows.causeCount[row] = 1;
      this.parts[at] = row;
    }
    rows.release(unit);
    return packets;
  }

  /** A packet of a unit came to where units are put together; when `complete`, the row is the whole unit. */
  join(row: number): { readonly joined: Joined; readonly row: number } {
    const { rows } = this;
    const whole = rows.unitPackets[row]!;
    if (rows.packets[row]! >= whole) return { joined: 'complete', row };
    const key = this.key(row);
    const unit = this.assembling.get(key) ?? { row: -1, accounted: 0, broken: false };
    unit.accounted += rows.packets[row]!;
    if (unit.accounted >= whole) this.assembling.delete(key);
    else this.assembling.set(key, unit);
    if (unit.broken) return { joined: 'broken', row };
    if (unit.row < 0) {
      unit.row = row;
      rows.sequence[row] = rows.unitFirst[row]!;
    } else {
      rows.packets[unit.row]! += rows.packets[row]!;
      rows.bytes[unit.row]! += rows.bytes[row]!;
      if (rows.causeFirst[row] === 1) rows.causeFirst[unit.row] = 1;
      rows.step[unit.row] = rows.step[row]!;
      rows.release(row);
    }
    return { joined: unit.accounted >= whole ? 'complete' : 'waiting', row: unit.row };
  }

  /** A packet of a unit is lost. Answers the row of what had come of the unit so far, which is lost with it; −1 = none. */
  lost(row: number): number {
    const { rows } = this;
    const whole = rows.unitPackets[row]!;
    if (rows.packets[row]! >= whole) return -1;
    const key = this.key(row);
    const unit = this.assembling.get(key) ?? { row: -1, accounted: 0, broken: false };
    const collected = unit.row;
    unit.accounted += rows.packets[row]!;
    unit.broken = true;
    unit.row = -1;
    if (unit.accounted >= whole) this.assembling.delete(key);
    else this.assembling.set(key, unit);
    return collected;
  }
}

/** Steps with a place at or behind them on their route where units are put together. */
export function joinsAhead(system: System): Uint8Array {
  const ahead = new Uint8Array(system.steps.length);
  for (let at = system.steps.length - 1; at >= 0; at--) {
    const step = system.steps[at]!;
    ahead[at] = step.reassemble || (!step.last && ahead[at + 1] === 1) ? 1 : 0;
  }
  return ahead;
}
