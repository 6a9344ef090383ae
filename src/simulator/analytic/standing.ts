/**
 * Queues that stand before full wires, and what they do to everybody who passes.
 *
 * A wire sends first what came first, whoever's it is: all wait the same time D. A window lets through W / (R + D), so D is what
 * makes windows, and what does not listen, fill the wire exactly; streams with larger windows get more, and who only passes with
 * acknowledgements is held up as well.
 */
import type { System } from '../model/system.ts';
import { listens, limitOf, offeredBy } from './latency.ts';
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
  isFull(resource: number): boolean;
}

/** @returns seconds that every arrival waits, by station; 0 where nothing stands */
export function standingQueues(system: System, filled: Filled, before: Float64Array): Float64Array {
  const delays = new Float64Array(system.stations.length);
  const first = system.vcpus.length + system.cores.length + system.domains.length;
  const users = usersOf(system, filled, first);
  for (const station of arbitrated(system, filled.visits)) users.delete(station);
  for (const [station, streams] of users) {
    if (!filled.isFull(first + station) && !(before[station]! > 0)) continue;
    const { rate: capacity, buffer } = system.stations[station]!.pipe!;
    const found = delayOf(capacity, delay => demanded(system, filled, before, station, first, streams, delay));
    delays[station] = (before[station]! + Math.min(found, (buffer * 8) / capacity)) / 2;
  }
  return delays;
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

/** What all ask of a wire when its queue takes `delay`. */
function demanded(
  system: System,
  { visits, demands, rates, latency, isFull }: Filled,
  before: Float64Array,
  station: number,
  first: number,
  streams: readonly { stream: number; amount: number }[],
  delay: number
): number {
  return streams.reduce((sum, { stream, amount }) => {
    const spec = system.streams[stream]!;
    const elsewhere = demands[stream]!.some(({ resource }) => resource < first && isFull(resource));
    if (!listens(spec) && spec.transport !== 'tcp') return sum + amount * rates[stream]!;
    const others = visits[stream]!.reduce((time, visit) => (visit.station === station ? time : time + before[visit.station]!), 0);
    const window = limitOf(spec, latency[stream]! + others + delay);
    return sum + amount * Math.min(elsewhere ? rates[stream]! : offeredBy(spec), window);
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
