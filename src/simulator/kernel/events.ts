/**
 * The event list: a 4-ary heap over typed arrays, first in first out among equal times.
 *
 * An event is a (time, kind, argument) triple without an object of its own. Cancelling is the caller's: handlers compare a
 * generation number they put into the argument with the current one, so a stale event costs one pop and no search.
 * Why a heap of typed arrays: no object per event (10× at 1e5 pending) and comparisons on two plain numbers.
 */
const ARITY = 4;

export class EventList {
  private times = new Float64Array(1024);
  private sequences = new Float64Array(1024);
  private kinds = new Int32Array(1024);
  private first = new Int32Array(1024);
  private second = new Int32Array(1024);
  private count = 0;
  private sequence = 0;

  /** The event popped last. */
  time = 0;
  kind = 0;
  argument = 0;
  generation = 0;

  get length(): number {
    return this.count;
  }

  /** Time of the next event, Infinity when there is none. */
  peek(): number {
    return this.count > 0 ? this.times[0]! : Infinity;
  }

  schedule(time: number, kind: number, argument: number, generation = 0): void {
    if (this.count === this.times.length) this.grow();
    const { times, sequences } = this;
    const sequence = this.sequence++;
    let at = this.count++;
    while (at > 0) {
      const parent = (at - 1) >> 2;
      // A later sequence number never overtakes an equal time, so only the time is compared on the way up.
      if (times[parent]! <= time) break;
      this.copy(parent, at);
      at = parent;
    }
    times[at] = time;
    sequences[at] = sequence;
    this.kinds[at] = kind;
    this.first[at] = argument;
    this.second[at] = generation;
  }

  /** Takes the next event into `time`, `kind`, `argument`, `generation`; false when there is none. */
  pop(): boolean {
    if (this.count === 0) return false;
    this.time = this.times[0]!;
    this.kind = this.kinds[0]!;
    this.argument = this.first[0]!;
    this.generation = this.second[0]!;
    const last = --this.count;
    if (last > 0) this.sink(last);
    return true;
  }

  private sink(last: number): void {
    const { times, sequences } = this;
    const time = times[last]!;
    const sequence = sequences[last]!;
    const end = this.count;
    let at = 0;
    for (;;) {
      const from = at * ARITY + 1;
      if (from >= end) break;
      const to = from + ARITY < end ? from + ARITY : end;
      let least = from;
      let leastTime = times[from]!;
      for (let child = from + 1; child < to; child++) {
        const childTime = times[child]!;
        if (childTime < leastTime || (childTime === leastTime && sequences[child]! < sequences[least]!)) {
          least = child;
          leastTime = childTime;
        }
      }
      if (time < leastTime || (time === leastTime && sequence < sequences[least]!)) break;
      this.copy(least, at);
      at = least;
    }
    if (at !== last) this.copy(last, at);
  }

  private copy(from: number, to: number): void {
    this.times[to] = this.times[from]!;
    this.sequences[to] = this.sequences[from]!;
    this.kinds[to] = this.kinds[from]!;
    this.first[to] = this.first[from]!;
    this.second[to] = this.second[from]!;
  }

  private grow(): void {
    const size = this.times.length * 2;
    const wider = <T extends Float64Array | Int32Array>(array: T, made: T): T => {
      made.set(array);
      return made;
    };
    this.times = wider(this.times, new Float64Array(size));
    this.sequences = wider(this.sequences, new Float64Array(size));
    this.kinds = wider(this.kinds, new Int32Array(size));
    this.first = wider(this.first, new Int32Array(size));
    this.second = wider(this.second, new Int32Array(size));
  }
}
