/** LRO: packets of one stream that one activation meets, and that continue each other, become one row. */
import type { Rows } from './rows.ts';

export class Aggregates {
  /** By stream: the activation that holds its open aggregate, and that aggregate's row. */
  private readonly activation: Int32Array;
  private readonly row: Int32Array;
  private activations = 0;

  constructor(
    private readonly rows: Rows,
    streams: number
  ) {
    this.activation = new Int32Array(streams);
    this.row = new Int32Array(streams);
  }

  /** A number for an activation that begins. */
  begin(): number {
    return ++this.activations;
  }

  /** A packet that continues its stream's open aggregate of this activation joins it; another opens one. Answers whether it joined. */
  merge(row: number, packets: number, bytes: number, activation: number, most: number): boolean {
    const { rows } = this;
    const stream = rows.stream[row]!;
    if (this.activation[stream] === activation) {
      const open = this.row[stream]!;
      const total = rows.packets[open]! + packets;
      if (total <= most && rows.sequence[open]! + rows.packets[open]! === rows.sequence[row]) {
        rows.packets[open] = total;
        rows.bytes[open]! += bytes;
        rows.release(row);
        return true;
      }
    }
    this.activation[stream] = activation;
    this.row[stream] = row;
    return false;
  }
}
