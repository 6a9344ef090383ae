/** What the event list is compared with: a binary heap of objects, as one would write it first. */
interface Event {
  readonly time: number;
  readonly sequence: number;
  readonly kind: number;
  readonly argument: number;
}

export class ObjectHeap {
  time = 0;
  kind = 0;
  argument = 0;
  private readonly heap: Event[] = [];
  private sequence = 0;

  schedule(time: number, kind: number, argument: number): void {
    const event: Event = { time, sequence: this.sequence++, kind, argument };
    let at = this.heap.push(event) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(event, this.heap[parent]!)) break;
      this.heap[at] = this.heap[parent]!;
      at = parent;
    }
    this.heap[at] = event;
  }

  pop(): boolean {
    const first = this.heap[0];
    if (!first) return false;
    ({ time: this.time, kind: this.kind, argument: this.argument } = first);
    const last = this.heap.pop()!;
    const end = this.heap.length;
    if (end === 0) return true;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= end) break;
      if (child + 1 < end && before(this.heap[child + 1]!, this.heap[child]!)) child++;
      if (!before(this.heap[child]!, last)) break;
      this.heap[at] = this.heap[child]!;
      at = child;
    }
    this.heap[at] = last;
    return true;
  }
}

function before(a: Event, b: Event): boolean {
  return a.time < b.time || (a.time === b.time && a.sequence < b.sequence);
}
