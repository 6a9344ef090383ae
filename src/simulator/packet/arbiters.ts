/**
 * Arbiters: pipes that serve queues of classes instead of first come, first served. The most urgent class that has something goes
 * first (strict priority); classes of one priority take turns by deficit round robin (Shreedhar and Varghese, SIGCOMM 1995), each
 * with a quantum in proportion to its weight. Somebody always goes while anybody waits.
 *
 * An arbiter is the decision before a wire, not a wire: what it picks leaves at once, and the next is picked when the wire has
 * taken that.
 */
import type { EventList } from '../kernel/events.ts';
import { PICOSECONDS } from '../kernel/time.ts';
import type { ClassSpec, StationSpec, StepSpec, System } from '../model/system.ts';
import type { Counts } from '../counts.ts';
import { Kind } from './kinds.ts';
import { RowQueue, type Rows } from './rows.ts';

/** Bits that the class of least weight may send a turn: a frame of 1,500 bytes on the wire. */
const QUANTUM = 1538 * 8;

/** What arbiters need of the network around them. */
export interface Behind {
  leave(row: number, step: number, time: number, now: number): void;
  drop(row: number, station: number, now: number): void;
  madeRoom(station: number, now: number): void;
}

/** A class's queue. */
interface Lane {
  readonly queue: RowQueue;
  /** Packets waiting or reserved. */
  held: number;
  /** Somebody was told to wait: until half of the queue is free, as drivers wake their queues. */
  full: boolean;
  /** Bits it may still send in this turn. */
  deficit: number;
  quantum: number;
}

/** Classes of one priority, and whose turn it is. */
interface Level {
  readonly lanes: readonly Lane[];
  /** Rows that wait in all of them. */
  waiting: number;
  turn: number;
  /** The lane whose turn it is has had its quantum. */
  begun: boolean;
}

interface Arbiter {
  readonly spec: StationSpec;
  readonly psPerBit: number;
  /** By class. */
  readonly classes: ClassSpec[];
  readonly lanes: readonly Lane[];
  levelOf: readonly Level[];
  /** The most urgent first. */
  levels: readonly Level[];
  /** When the wire has taken what was picked last. */
  free: number;
  /** An event is under way that will pick the next. */
  busy: boolean;
}

export class Arbiters {
  private readonly arbiters: readonly (Arbiter | undefined)[];
  private readonly steps: readonly StepSpec[];

  constructor(
    system: System,
    private readonly events: EventList,
    private readonly rows: Rows,
    private readonly counts: Counts,
    private readonly behind: Behind
  ) {
    this.steps = system.steps;
    this.arbiters = system.stations.map(station => (station.classes.length > 0 ? arbiterOf(station) : undefined));
  }

  /** Reserves room for packets in the queue of the step's class; false when there is none. */
  reserve(step: StepSpec, packets: number): boolean {
    const { lanes, spec } = this.arbiters[step.station]!;
    const lane = lanes[step.trafficClass]!;
    // A unit larger than the whole queue passes an empty one.
    if (lane.full || (lane.held + packets > spec.capacity && lane.held > 0)) {
      lane.full = true;
      return false;
    }
    lane.held += packets;
    return true;
  }

  /** A row comes to its class's queue; `reserved`: its room is its own already. */
  arrive(row: number, step: StepSpec, reserved: boolean, now: number): void {
    const arbiter = this.arbiters[step.station]!;
    const lane = arbiter.lanes[step.trafficClass]!;
    const packets = this.rows.packets[row]!;
    if (!reserved) {
      if (lane.held + packets > arbiter.spec.capacity) {
        this.behind.drop(row, step.station, now);
        return;
      }
      lane.held += packets;
    }
    lane.queue.push(row);
    arbiter.levelOf[step.trafficClass]!.waiting++;
    if (arbiter.busy) return;
    if (now >= arbiter.free) this.serve(step.station, now);
    else this.later(step.station, arbiter);
  }

  /** The wire is free for the next. */
  serve(station: number, now: number): void {
    const arbiter = this.arbiters[station]!;
    arbiter.busy = false;
    const level = arbiter.levels.find(each => each.waiting > 0);
    if (!level) return;
    const lane = this.pick(level);
    const row = lane.queue.shift();
    level.waiting--;
    const bits = this.bitsOf(row);
    lane.deficit -= bits;
    lane.held -= this.rows.packets[row]!;
    arbiter.free = now + Math.round(bits * arbiter.psPerBit);
    this.count(row, station, bits);
    if (arbiter.levels.some(each => each.waiting > 0)) this.later(station, arbiter);
    if (lane.full && 2 * lane.held <= arbiter.spec.capacity) {
      lane.full = false;
      this.behind.madeRoom(station, now);
    }
    this.behind.leave(row, this.rows.step[row]!, now, now);
  }

  /** A class gets another weight or priority while it runs; what waits in it stays. Answers whether there is such a class. */
  reclass(name: string, change: Partial<Pick<ClassSpec, 'weight' | 'priority'>>): boolean {
    let found = false;
    for (const arbiter of this.arbiters) {
      const at = arbiter?.classes.findIndex(each => each.name === name) ?? -1;
      if (!arbiter || at < 0) continue;
      arbiter.classes[at] = { ...arbiter.classes[at]!, ...change };
      Object.assign(arbiter, levelsOf(arbiter.classes, arbiter.lanes));
      found = true;
    }
    return found;
  }

  /** Picoseconds that the wire is promised beyond now. */
  ahead(station: number, now: number): number {
    return Math.max(0, (this.arbiters[station]?.free ?? 0) - now);
  }

  private later(station: number, arbiter: Arbiter): void {
    arbiter.busy = true;
    this.events.schedule(arbiter.free, Kind.arbiter, station);
  }

  /** Deficit round robin: a lane's turn ends when what it may send does not cover what it has; what is left over it keeps. */
  private pick(level: Level): Lane {
    for (;;) {
      const lane = level.lanes[level.turn]!;
      if (lane.queue.length > 0) {
        if (!level.begun) lane.deficit += lane.quantum;
        level.begun = true;
        if (this.bitsOf(lane.queue.peek()) <= lane.deficit) return lane;
      } else lane.deficit = 0;
      level.turn = (level.turn + 1) % level.lanes.length;
      level.begun = false;
    }
  }

  private bitsOf(row: number): number {
    const step = this.steps[this.rows.step[row]!]!;
    return step.perPacket * this.rows.packets[row]! + step.perByte * this.rows.bytes[row]!;
  }

  private count(row: number, station: number, bits: number): void {
    const step = this.rows.step[row]!;
    this.counts.pipeBits[station]! += bits;
    this.counts.stepItems[step]!++;
    this.counts.stepPackets[step]! += this.rows.packets[row]!;
  }
}

function arbiterOf(spec: StationSpec): Arbiter {
  const classes = [...spec.classes];
  const lanes = classes.map((): Lane => ({ queue: new RowQueue(), held: 0, full: false, deficit: 0, quantum: QUANTUM }));
  return { spec, psPerBit: PICOSECONDS / spec.pipe!.rate, classes, lanes, ...levelsOf(classes, lanes), free: 0, busy: false };
}

/** Lanes by priority, each with its quantum. */
function levelsOf(classes: readonly ClassSpec[], lanes: readonly Lane[]): Pick<Arbiter, 'levels' | 'levelOf'> {
  const priorities = [...new Set(classes.map(each => each.priority))].sort((a, b) => b - a);
  const levels = priorities.map((priority): Level => {
    const members = classes.flatMap((each, number) => (each.priority === priority ? [number] : []));
    const least = Math.min(...members.map(number => classes[number]!.weight));
    for (const number of members) lanes[number]!.quantum = (QUANTUM * classes[number]!.weight) / least;
    const waiting = members.reduce((sum, number) => sum + lanes[number]!.queue.length, 0);
    return { lanes: members.map(number => lanes[number]!), waiting, turn: 0, begun: false };
  });
  return { levels, levelOf: classes.map(each => levels[priorities.indexOf(each.priority)]!) };
}
