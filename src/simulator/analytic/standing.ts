/**
 * Queues that stand before full wires, and what they do to everybody who passes.
 *
 * A wire sends first what came first, whoever's it is: all wait the same time D. A window lets through W / (R + D), so D is what
 * makes windows, and what does not listen, fill the wire exactly; streams with larger windows get more, and who only passes with
 * acknowledgements is held up as well.
 */
import type { System } from '../model/system.ts';
import { listens, limitOf, offeredBy } from './latency.ts';
import { isGreedy, ringShares, type RingUse } from './rings.ts';
import type { Demand } from './sharing.ts';
import type { Visit } from './routes.ts';

const HALVINGS = 60;
const FULL = 1 - 1e-6;
/** Seconds: more than any window of a finite buffer comes to. */
const LONGEST = 100;

/** What a round says of streams and resources. */
export interface Filled {
  readonly visits: readonly (readonly Visit[])[];
  readonly demands: readonly (readonly Demand[])[];
  readonly rates: Float64Array;
  /** Round trips without standing queues, by stream. */
  readonly latency: Float64Array;
  /** The transmit ring that each stream passes. */
  readonly rings: readonly (RingUse | undefined)[];
  isFull(resource: number): boolean;
}

/** @returns seconds that every arrival waits, by station; 0 where nothing stands */
export function standingQueues(system: System, filled: Filled, before: Float64Array): Float64Array {
  const delays = new Float64Array(system.stations.length);
  const first = system.vcpus.length + system.cores.length + system.domains.length;
  const users = usersOf(system, filled, first);
  for (const station of arbitrated(system, filled.visits)) users.delete(station);
  const shares = ringShares(system, filled.rings, filled.rates, before, stream => isHeldElsewhere(filled, first, stream));
  for (const [station, streams] of users) {
    if (!filled.isFull(first + station) && !(before[station]! > 0)) continue;
    const { rate: capacity, buffer } = system.stations[station]!.pipe!;
    const found = delayOf(capacity, delay => demanded(system, filled, { before, shares, station, first, streams, delay }));
    delays[station] = (before[station]! + Math.min(found, (buffer * 8) / capacity)) / 2;
  }
  return delays;
}

/** Packets per second that transmit rings let through, by stream; Infinity where nothing holds a ring up. */
export function ringLimits(system: System, filled: Filled, delays: Float64Array): Float64Array {
  const first = system.vcpus.length + system.cores.length + system.domains.length;
  const shares = ringShares(system, filled.rings, filled.rates, delays, stream => isHeldElsewhere(filled, first, stream));
  return shares.map((share, stream) => ringLimit(filled.rings[stream], share, station => delays[station]!));
}

/** Seconds that streams wait in standing queues, by stream. */
export function standingWaits(visits: readonly (readonly Visit[])[], delays: Float64Array): Float64Array {
  return Float64Array.from(visits, route => route.reduce((sum, visit) => sum + delays[visit.station]!, 0));
}

/** Arbiters let the urgent pass: no queue that all wait in stands before them, nor before the wires that they feed. */
function arbitrated(system: System, visits: readonly (readonly Visit[])[]): Set<number> {
  const found = new Set<number>();
  for (const { station, previous } of visits.flat()) {
    if (system.stations[station]!.classes.length > 0 || (previous >= 0 && system.stations[previous]!.classes.length > 0))
      found.add(station);
  }
  return found;
}

function usersOf(system: System, { demands }: Filled, first: number): Map<number, { stream: number; amount: number }[]> {
  const users = new Map<number, { stream: number; amount: number }[]>();
  demands.forEach((needs, stream) => {
    for (const { resource, amount } of needs) {
      const station = resource - first;
      if (station < 0 || !system.stations[station]!.pipe) continue;
      const here = users.get(station);
      if (here) here.push({ stream, amount });
      else users.set(station, [{ stream, amount }]);
    }
  });
  return users;
}

/** Packets per second that a stream's part of its transmit ring lets through; Infinity where nothing stands before what it covers. */
function ringLimit(use: RingUse | undefined, share: number, delayAt: (station: number) => number): number {
  const held = use && share < Infinity ? use.pipes.reduce((sum, pipe) => sum + delayAt(pipe), 0) : 0;
  return held > 0 ? share / held : Infinity;
}

/** Whether a vCPU, a core or a cap holds a stream back. */
function isHeldElsewhere({ demands, isFull }: Filled, first: number, stream: number): boolean {
  return demands[stream]!.some(({ resource }) => resource < first && isFull(resource));
}

/** What is asked: how much all want of one wire when its queue takes so long. */
interface Asked {
  readonly before: Float64Array;
  /** Packets that streams may have in their rings. */
  readonly shares: Float64Array;
  readonly station: number;
  readonly first: number;
  readonly streams: readonly { stream: number; amount: number }[];
  readonly delay: number;
}

/** What all ask of a wire when its queue takes `delay`. */
function demanded(system: System, filled: Filled, { before, shares, station, first, streams, delay }: Asked): number {
  const { visits, rates, latency, rings } = filled;
  return streams.reduce((sum, { stream, amount }) => {
    const spec = system.streams[stream]!;
    const elsewhere = isHeldElsewhere(filled, first, stream);
    const ring = ringLimit(rings[stream], shares[stream]!, at => (at === station ? delay : before[at]!));
    if (isGreedy(spec) && shares[stream]! < Infinity && !elsewhere) return sum + amount * ring;
    if (!listens(spec) && spec.transport !== 'tcp') return sum + amount * rates[stream]!;
    const others = visits[stream]!.reduce((time, visit) => (visit.station === station ? time : time + before[visit.station]!), 0);
    const window = limitOf(spec, latency[stream]! + others + delay);
    return sum + amount * Math.min(elsewhere ? rates[stream]! : offeredBy(spec), window, ring);
  }, 0);
}

function delayOf(capacity: number, demandAt: (delay: number) => number): number {
  if (demandAt(0) <= capacity * FULL) return 0;
  let low = 0;
  let high = LONGEST;
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (demandAt(middle) > capacity) low = middle;
    else high = middle;
  }
  return high;
}
