/**
 * Transmit rings: packets that a driver has handed over and the wire has not taken. A full ring makes its feeders wait, and wakes
 * them when an eighth of it is free, in the order they came to wait.
 *
 * Who finds room may take a batch that fits; what others hand over while it is at work comes on top, as the queueing discipline
 * before a real ring has it. When a packet gives its slot back is known when it comes to the wire (`leaves`), so a ring needs
 * events only while it is full.
 */
import type { EventList } from '../kernel/events.ts';
import type { System } from '../model/system.ts';
import { Kind } from './kinds.ts';

/** Free share of a full ring at which drivers wake its feeders: 32 of 256 descriptors in Linux's e1000, some 36 in ixgbe. */
const WAKE = 1 / 8;

interface Ring {
  readonly slots: number;
  /** Packets that have a slot. */
  held: number;
  /** Of those, the ones whose end on the wire is known, in that order: when, and how many packets; from `head`, `length` of them. */
  ends: Float64Array;
  packets: Int32Array;
  head: number;
  length: number;
  leaving: number;
  /** Somebody was told to wait, until enough is free; an event is under way for when that will be. */
  full: boolean;
  armed: boolean;
  /** Packets that may be left then: fewer where a unit that waits is larger than the share that wakes. */
  most: number;
  /** Stations that wait, in turn. */
  readonly waiting: number[];
  /** Packets of the batch that is being formed, and which batch that is. */
  asked: number;
  batch: number;
}

export class Rings {
  /** By step: the ring that a packet needs a slot of before it comes there, −1 = none. */
  readonly begins: Int32Array;
  /** By step: whether the packet gives its slot back when the wire there has taken it. */
  private readonly ends: Uint8Array;
  private readonly rings: readonly Ring[];
  private batch = 0;

  /** @param retry a station that waited may try again */
  constructor(
    private readonly system: System,
    private readonly events: EventList,
    private readonly retry: (station: number, now: number) => void
  ) {
    const { steps } = system;
    const ringAt = (step: number): number => (step < 0 || step >= steps.length ? -1 : steps[step]!.ring);
    this.begins = Int32Array.from(steps, ({ ring }, at) => (at > 0 && !steps[at - 1]!.last && ringAt(at - 1) === ring ? -1 : ring));
    this.ends = Uint8Array.from(steps, ({ ring, last }, at) => (ring >= 0 && (last || ringAt(at + 1) !== ring) ? 1 : 0));
    this.rings = system.rings.map(({ slots }) => emptyRing(slots));
  }

  /** A station begins to form a batch. */
  begin(): void {
    this.batch++;
  }

  /** Whether a station may take packets more into its batch; when there is no room for any, it is to wait. */
  admits(number: number, packets: number, station: number): boolean {
    const ring = this.rings[number]!;
    if (ring.batch !== this.batch) {
      ring.batch = this.batch;
      ring.asked = 0;
      this.advance(ring, this.events.time);
    }
    // A unit larger than the whole ring passes an empty one.
    const all = ring.held + ring.asked;
    const fits = !ring.full && (all + packets <= ring.slots || all === 0);
    if (fits) {
      ring.asked += packets;
      if (ring.waiting.length > 0) stopWaiting(ring, station);
    } else if (ring.asked === 0) this.wait(number, ring, packets, station);
    // Who came when next to nothing was left is first the next time.
    else if (ring.waiting.length > 0 && 8 * ring.asked < ring.slots * WAKE) ring.waiting.unshift(station);
    return fits;
  }

  private wait(number: number, ring: Ring, packets: number, station: number): void {
    if (!ring.full) ring.most = ring.slots - Math.max(1, Math.floor(ring.slots * WAKE));
    ring.full = true;
    ring.most = Math.max(0, Math.min(ring.most, ring.slots - packets));
    if (!ring.waiting.includes(station)) ring.waiting.push(station);
    this.arm(number, ring);
  }

  /** Packets come to a step, and take their slots if a ring begins there. */
  enters(step: number, packets: number): void {
    const number = this.begins[step]!;
    if (number >= 0) this.rings[number]!.held += packets;
  }

  /** A packet at this step will have been taken by the wire at so many picoseconds. */
  leaves(step: number, packets: number, end: number): void {
    if (this.ends[step] === 0) return;
    const number = this.system.steps[step]!.ring;
    const ring = this.rings[number]!;
    if (ring.length === ring.ends.length) widen(ring);
    const at = (ring.head + ring.length++) & (ring.ends.length - 1);
    ring.ends[at] = end;
    ring.packets[at] = packets;
    ring.leaving += packets;
    if (ring.full && !ring.armed) this.arm(number, ring);
  }

  /** Packets at this step are lost before the wire has taken them. */
  lost(step: number, packets: number): void {
    const { ring: number } = this.system.steps[step]!;
    if (number < 0) return;
    this.rings[number]!.held -= packets;
    this.arm(number, this.rings[number]!);
  }

  /** The moment enough of a ring is free has come. */
  freed(number: number, now: number): void {
    const ring = this.rings[number]!;
    ring.armed = false;
    this.advance(ring, now);
    if (ring.held > ring.most) {
      this.arm(number, ring);
      return;
    }
    ring.full = false;
    for (const station of [...ring.waiting]) this.retry(station, now);
  }

  /** Forgets what the wire has taken by now. */
  private advance(ring: Ring, now: number): void {
    const mask = ring.ends.length - 1;
    while (ring.length > 0 && ring.ends[ring.head]! <= now) {
      ring.held -= ring.packets[ring.head]!;
      ring.leaving -= ring.packets[ring.head]!;
      ring.head = (ring.head + 1) & mask;
      ring.length--;
    }
  }

  /** Schedules the waking of those who wait, as soon as it is known when enough of the ring will be free. */
  private arm(number: number, ring: Ring): void {
    if (!ring.full || ring.armed) return;
    const mask = ring.ends.length - 1;
    let left = ring.held - ring.most;
    if (left > ring.leaving) return;
    let time = this.events.time;
    for (let at = 0; left > 0; at++) {
      const slot = (ring.head + at) & mask;
      left -= ring.packets[slot]!;
      time = Math.max(time, ring.ends[slot]!);
    }
    ring.armed = true;
    this.events.schedule(time, Kind.ring, number);
  }
}

function emptyRing(slots: number): Ring {
  return {
    slots,
    held: 0,
    ends: new Float64Array(64),
    packets: new Int32Array(64),
    head: 0,
    length: 0,
    leaving: 0,
    full: false,
    armed: false,
    most: 0,
    waiting: [],
    asked: 0,
    batch: 0
  };
}

function stopWaiting({ waiting }: Ring, station: number): void {
  const turn = waiting.indexOf(station);
  if (turn >= 0) waiting.splice(turn, 1);
}

function widen(ring: Ring): void {
  const size = ring.ends.length;
  const ends = new Float64Array(2 * size);
  const packets = new Int32Array(2 * size);
  for (let at = 0; at < ring.length; at++) {
    ends[at] = ring.ends[(ring.head + at) & (size - 1)]!;
    packets[at] = ring.packets[(ring.head + at) & (size - 1)]!;
  }
  Object.assign(ring, { ends, packets, head: 0 });
}
