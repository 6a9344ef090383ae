/**
 * Items in flight, as rows of typed arrays: a packet, an aggregate, a TSO unit or an acknowledgement is a number.
 * Rows keep their own time stamps, so polls and interrupts can be the events and packets need none.
 */
export class Rows {
  stream = new Int32Array(4096);
  /** Step of the route the row is at. */
  step = new Int32Array(4096);
  packets = new Int32Array(4096);
  /** Payload bytes. */
  bytes = new Float64Array(4096);
  /** Picoseconds: hand-over by the sender's application; arrival at the present station. */
  born = new Float64Array(4096);
  arrival = new Float64Array(4096);
  /** First packet number; of an acknowledgement, the next one expected. */
  sequence = new Float64Array(4096);
  /** Of an acknowledgement: first packet and number of packets that caused it. */
  causeFirst = new Float64Array(4096);
  causeCount = new Int32Array(4096);
  /** The unit it was sent in: its first packet and how many it has. Of an acknowledgement: the edge of the window that it grants. */
  unitFirst = new Float64Array(4096);
  unitPackets = new Int32Array(4096);
  /** 1 while the row is in use. */
  alive = new Uint8Array(4096);
  private free = new Int32Array(4096);
  private freeCount = 0;
  private used = 0;

  /** Calls back for every row in use. */
  forEachLive(visit: (row: number) => void): void {
    for (let row = 0; row < this.used; row++) if (this.alive[row] === 1) visit(row);
  }

  take(stream: number, step: number, packets: number, bytes: number, born: number, sequence: number): number {
    let row: number;
    if (this.freeCount > 0) row = this.free[--this.freeCount]!;
    else {
      if (this.used === this.stream.length) this.grow();
      row = this.used++;
    }
    this.alive[row] = 1;
    this.stream[row] = stream;
    this.step[row] = step;
    this.packets[row] = packets;
    this.bytes[row] = bytes;
    this.born[row] = born;
    this.sequence[row] = sequence;
    this.unitFirst[row] = sequence;
    this.unitPackets[row] = packets;
    return row;
  }

  release(row: number): void {
    this.alive[row] = 0;
    if (this.freeCount === this.free.length) {
      const wider = new Int32Array(this.free.length * 2);
      wider.set(this.free);
      this.free = wider;
    }
    this.free[this.freeCount++] = row;
  }

  private grow(): void {
    const size = this.stream.length * 2;
    const integers = (from: Int32Array): Int32Array<ArrayBuffer> => {
      const made = new Int32Array(size);
      made.set(from);
      return made;
    };
    const doubles = (from: Float64Array): Float64Array<ArrayBuffer> => {
      const made = new Float64Array(size);
      made.set(from);
      return made;
    };
    const alive = new Uint8Array(size);
    alive.set(this.alive);
    this.alive = alive;
    this.stream = integers(this.stream);
    this.step = integers(this.step);
    this.packets = integers(this.packets);
    this.causeCount = integers(this.causeCount);
    this.bytes = doubles(this.bytes);
    this.born = doubles(this.born);
    this.arrival = doubles(this.arrival);
    this.sequence = doubles(this.sequence);
    this.causeFirst = doubles(this.causeFirst);
    this.unitFirst = doubles(this.unitFirst);
    this.unitPackets = integers(this.unitPackets);
  }
}

/** First in, first out, of row numbers; a power-of-two ring that doubles when full. */
export class RowQueue {
  private slots = new Int32Array(16);
  private head = 0;
  length = 0;

  push(row: number): void {
    const size = this.slots.length;
    if (this.length === size) this.double();
    this.slots[(this.head + this.length) & (this.slots.length - 1)] = row;
    this.length++;
  }

  /** Back to the front: what was taken and could not go on. */
  unshift(row: number): void {
    if (this.length === this.slots.length) this.double();
    this.head = (this.head - 1) & (this.slots.length - 1);
    this.slots[this.head] = row;
    this.length++;
  }

  has(row: number): boolean {
    for (let at = 0; at < this.length; at++) if (this.slots[(this.head + at) & (this.slots.length - 1)] === row) return true;
    return false;
  }

  /** The first row; only when `length` > 0. */
  peek(): number {
    return this.slots[this.head]!;
  }

  shift(): number {
    const row = this.slots[this.head]!;
    this.head = (this.head + 1) & (this.slots.length - 1);
    this.length--;
    return row;
  }

  private double(): void {
    const { slots, head } = this;
    const wider = new Int32Array(slots.length * 2);
    for (let at = 0; at < this.length; at++) wider[at] = slots[(head + at) & (slots.length - 1)]!;
    this.slots = wider;
    this.head = 0;
  }
}
