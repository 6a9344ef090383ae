/**
 * The fixed point: rates depend on what a packet needs, what it needs on batches, aggregates, misses and waits, and these on
 * rates. All go half a step towards each other until nothing moves any more.
 */
import type { System } from '../model/system.ts';
import { aggregationOf } from './aggregation.ts';
import { activities, inOrder, loadOf, type Activity, type Load } from './batches.ts';
import { shareByClass } from './classes.ts';
import { missShares, withMisses } from './contexts.ts';
import { capacities, demandsOf, usage, vcpuLoad } from './demands.ts';
import { waitsOf } from './holding.ts';
import { latencies, limitOf } from './latency.ts';
import { visitsOf, type Visit } from './routes.ts';

const ROUNDS = 40;
const SETTLED = 1e-4;

/** State of the fixed point. */
export interface Solution {
  readonly visits: readonly (readonly Visit[])[];
  readonly rates: Float64Array;
  readonly activity: readonly Activity[];
  readonly load: Load;
  readonly latency: Float64Array;
  /** Picoseconds that holders wait before devices, by station. */
  readonly waits: Float64Array;
}

export function solve(system: System): Solution {
  const capacity = capacities(system);
  const sums = new Float64Array(capacity.length);
  let walked: readonly (readonly Visit[])[] = [];
  let activity: readonly Activity[] = system.stations.map(station => ({ batch: Math.min(station.budget, 16), woken: 0.5 }));
  let aggregation = new Map<number, number>();
  let solution: Solution | undefined;
  let batchesMoved = 1;
  let latency = new Float64Array(system.streams.length);
  let misses: Float64Array = new Float64Array(system.steps.length);
  let waits: Float64Array = new Float64Array(system.stations.length);
  for (let round = 0; round < ROUNDS; round++) {
    if (round === 0 || aggregation.size > 0) walked = system.streams.map(stream => visitsOf(system, stream, aggregation));
    const visits = withMisses(system, walked, misses);
    const demands = visits.map(route => demandsOf(system, route, activity, waits, sums));
    const limits = system.streams.map((stream, number) => limitOf(stream, latency[number]!));
    const firstStation = capacity.length - system.stations.length;
    const rates = shareByClass(system, visits, { demands, capacity, limits, weights: weightsOf(system, visits), firstStation });
    const used = usage(demands, rates, capacity.length);
    const { utilization, saturated } = vcpuLoad(system, used, capacity);
    const load = loadOf(
      system,
      visits,
      rates,
      system.streams.map(stream => stream.window),
      utilization,
      saturated
    );
    const moved = solution ? largestChange(solution.rates, rates) : 1;
    solution = { visits, rates, activity, load, latency, waits };
    if (moved < SETTLED && batchesMoved < SETTLED && round > 3) break;
    // Half a step each round: batches and rates pull at each other.
    const next = activities(system, load, inOrder(system, visits), activity);
    batchesMoved = largestChange(
      activity.map(each => each.batch),
      next.map(each => each.batch)
    );
    activity = next.map((each, at) => ({ batch: middle(each.batch, activity[at]!.batch), woken: (each.woken + activity[at]!.woken) / 2 }));
    aggregation = aggregationOf(system, visits, rates, load, activity);
    latency = latencies(system, visits, activity, load);
    misses = missShares(system, visits, rates);
    waits = waitsOf(system, visits, rates).map((wait, at) => (wait + waits[at]!) / 2);
  }
  return solution!;
}

/**
 * Schedulers and windows share evenly. Where nothing but first-in-first-out devices and wires is passed by senders that do not
 * listen, each gets through in the proportion of what it sends.
 */
function weightsOf(system: System, visits: readonly (readonly Visit[])[]): number[] {
  const deaf = system.streams.every(
    (stream, number) =>
      stream.rate !== Infinity &&
      stream.transport !== 'tcp' &&
      visits[number]!.every(visit => system.stations[visit.station]!.kind !== 'thread')
  );
  return system.streams.map(stream => (deaf ? Math.max(stream.rate / 8 / stream.payload, 1e-9) : 1));
}

const middle = (a: number, b: number): number => Math.sqrt(a * b);

function largestChange(before: ArrayLike<number>, after: ArrayLike<number>): number {
  let most = 0;
  for (let at = 0; at < after.length; at++) {
    if (after[at]! > 0 && Number.isFinite(after[at]!)) most = Math.max(most, Math.abs(after[at]! - before[at]!) / after[at]!);
  }
  return most;
}
