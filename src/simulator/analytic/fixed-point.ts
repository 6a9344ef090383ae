/**
 * The fixed point: rates depend on what a packet needs, what it needs on batches, aggregates, misses and waits, and these on
 * rates. All go half a step towards each other until nothing moves any more.
 */
import type { StreamSpec, System } from '../model/system.ts';
import { aggregationOf } from './aggregation.ts';
import { activities, inOrder, loadOf, type Activity, type Load } from './batches.ts';
import { shareByClass } from './classes.ts';
import { missShares, withMisses } from './contexts.ts';
import { Cores, wantingOf, type Sharing } from './cores.ts';
import { capacities, demandsOf, usage, vcpuLoad } from './demands.ts';
import { doubtsOf, type Ending } from './doubts.ts';
import { waitsOf } from './holding.ts';
import { latencies, limitOf, offeredBy } from './latency.ts';
import { Queueing } from './queueing.ts';
import { ringUses } from './rings.ts';
import { ringLimits, standingQueues, standingWaits } from './standing.ts';
import { unitInTime, visitsOf, type Visit } from './routes.ts';
import type { Demand, Wish } from './sharing.ts';

const ROUNDS = 40;
const SETTLED = 1e-4;
const FULL = 1 - 1e-6;
/** Of what is offered, what somebody carries who is not late. */
const IN_TIME = 1 - 1e-3;
/** Rates that still move so much when the rounds are over are no answer. */
const UNSETTLED = 0.01;
/** Batches that would still leap so far are between two solutions: either of them undoes itself. */
const LEAPS = 0.5;

/** State of the fixed point. */
export interface Solution {
  readonly visits: readonly (readonly Visit[])[];
  readonly rates: Float64Array;
  readonly activity: readonly Activity[];
  readonly load: Load;
  readonly latency: Float64Array;
  /** Picoseconds that holders wait before devices, by station. */
  readonly waits: Float64Array;
  readonly sharing: Sharing;
  readonly queueing: Queueing;
  /** Seconds in the queues that stand before full wires, by station. */
  readonly delays: Float64Array;
}

export function solve(system: System): Solution & { readonly doubts: readonly string[] } {
  let late: ReadonlySet<number> = new Set();
  for (;;) {
    const { solution, ending } = settle(system, late);
    const all = new Set([...late, ...lateIn(system, solution.rates)]);
    if (all.size === late.size) return { ...solution, doubts: doubtsOf(system, solution, { ...ending, late }) };
    late = all;
  }
}

/** Who has its writes sent one by one and cannot keep up with them: they gather to units then, and each costs less. */
function lateIn(system: System, rates: Float64Array): number[] {
  return system.streams.flatMap((stream, number) =>
    unitInTime(stream) < stream.unit && rates[number]! < offeredBy(stream) * IN_TIME ? [number] : []
  );
}

/** @param late streams whose senders have fallen behind what their applications write */
function settle(system: System, late: ReadonlySet<number>): { readonly solution: Solution; readonly ending: Omit<Ending, 'late'> } {
  const cores = new Cores(system);
  let sharing = cores.start();
  const sums = new Float64Array(capacities(system, sharing).length);
  let walked: readonly (readonly Visit[])[] = [];
  let activity: readonly Activity[] = system.stations.map(station => ({ batch: Math.min(station.budget, 16), woken: 0.5 }));
  let aggregation = new Map<number, number>();
  let solution: Solution | undefined;
  let ending: Omit<Ending, 'late'> | undefined;
  let batchesMoved = 1;
  let latency: Float64Array = new Float64Array(system.streams.length);
  let delays: Float64Array = new Float64Array(system.stations.length);
  let ringed: Float64Array = new Float64Array(system.streams.length).fill(Infinity);
  let standing: Float64Array = new Float64Array(system.streams.length);
  let misses: Float64Array = new Float64Array(system.steps.length);
  let waits: Float64Array = new Float64Array(system.stations.length);
  for (let round = 0; round < ROUNDS; round++) {
    if (round === 0 || aggregation.size > 0)
      walked = system.streams.map((stream, number) => visitsOf(system, stream, aggregation, late.has(number)));
    const visits = withMisses(system, walked, misses);
    const demands = visits.map(route => demandsOf(system, route, activity, waits, sharing, sums));
    const limits = system.streams.map((stream, number) => Math.min(limitOf(stream, latency[number]! + standing[number]!), ringed[number]!));
    const capacity = capacities(system, sharing);
    const firstStation = capacity.length - system.stations.length;
    const rates = shareByClass(system, visits, {
      demands,
      capacity,
      wishes: wishesOf(system, visits, limits),
      kept: keptOnWires(system, demands, solution?.rates, capacity.length, firstStation),
      firstStation
    });
    const used = usage(demands, rates, capacity.length);
    const { utilization, saturated, busy } = vcpuLoad(system, used, capacity);
    const load = loadOf(
      system,
      visits,
      rates,
      system.streams.map(stream => stream.window),
      utilization,
      saturated
    );
    const moved = solution ? largestChange(solution.rates, rates) : 1;
    const queueing = new Queueing(system, visits, rates, activity, load);
    solution = { visits, rates, activity, load, latency, waits, sharing, queueing, delays };
    ending = { cores, demands, used, capacity, busy, settled: moved < UNSETTLED && batchesMoved < LEAPS };
    if (moved < SETTLED && batchesMoved < SETTLED && round > 3) break;
    // Half a step each round: batches and rates pull at each other.
    const next = activities(system, load, inOrder(system, visits), activity);
    batchesMoved = largestChange(
      activity.map(each => each.batch),
      next.map(each => each.batch)
    );
    activity = next.map((each, at) => ({ batch: middle(each.batch, activity[at]!.batch), woken: (each.woken + activity[at]!.woken) / 2 }));
    aggregation = aggregationOf(system, visits, rates, load, activity);
    latency = halfway(latency, latencies(system, { visits, rates, activity, load, queueing, sharing }));
    misses = missShares(system, visits, rates);
    const isFull = (resource: number): boolean => used[resource]! >= capacity[resource]! * FULL;
    const filled = { visits, demands, rates, latency, rings: ringUses(system, visits), isFull };
    delays = standingQueues(system, filled, delays);
    ringed = ringLimits(system, filled, delays);
    standing = standingWaits(visits, delays);
    const wanting = wantingOf(system, cores, demands, isFull, stream => rates[stream]! >= limits[stream]! * FULL);
    sharing = cores.shared(sharing, busy, wanting, load, activity);
    waits = waitsOf(system, visits, rates).map((wait, at) => (wait + waits[at]!) / 2);
  }
  return { solution: solution!, ending: ending! };
}

function isDeaf(stream: StreamSpec): boolean {
  return stream.transport !== 'tcp' && stream.rate !== Infinity;
}

/**
 * Schedulers and windows share evenly among those that give way. Who sends at a rate of its own does not: on wires and in queues
 * it gets through, and windows take what is left. Where nothing but first-in-first-out devices and wires is passed by such
 * senders alone, each gets through in the proportion of what it sends.
 */
function wishesOf(system: System, visits: readonly (readonly Visit[])[], limits: readonly number[]): Wish[] {
  const proportional = system.streams.every(
    (stream, number) => isDeaf(stream) && visits[number]!.every(visit => system.stations[visit.station]!.kind !== 'thread')
  );
  return system.streams.map((stream, number) => ({
    limit: limits[number]!,
    weight: proportional ? Math.max(offeredBy(stream), 1e-9) : 1,
    deaf: isDeaf(stream)
  }));
}

/** What senders that do not give way take of wires: those that do find the rest. At vCPUs queues take turns, whoever fills them. */
function keptOnWires(
  system: System,
  demands: readonly (readonly Demand[])[],
  rates: Float64Array | undefined,
  resources: number,
  firstStation: number
): Float64Array {
  const kept = new Float64Array(resources);
  demands.forEach((needs, stream) => {
    const spec = system.streams[stream]!;
    if (!isDeaf(spec)) return;
    const rate = rates?.[stream] ?? offeredBy(spec);
    for (const { resource, amount } of needs) {
      if (resource >= firstStation && system.stations[resource - firstStation]!.pipe) kept[resource]! += amount * rate;
    }
  });
  return kept;
}

/** Half a step from one round's values to the next; the first are taken as they come. */
function halfway(before: Float64Array, after: Float64Array): Float64Array<ArrayBuffer> {
  return Float64Array.from(after, (each, at) => (before[at]! > 0 ? (each + before[at]!) / 2 : each));
}

const middle = (a: number, b: number): number => Math.sqrt(a * b);

function largestChange(before: ArrayLike<number>, after: ArrayLike<number>): number {
  let most = 0;
  for (let at = 0; at < after.length; at++) {
    if (after[at]! > 0 && Number.isFinite(after[at]!)) most = Math.max(most, Math.abs(after[at]! - before[at]!) / after[at]!);
  }
  return most;
}
