/**
 * Sharing where an arbiter serves classes: strict priority, then by weight, and what a class does not need goes to the others.
 *
 * All other resources are shared as ever. A class is bounded by what the arbiter leaves it of what its streams could get
 * elsewhere; bounds free room elsewhere, which changes what others could get: iterated until nothing moves.
 */
import type { StationSpec, System } from '../model/system.ts';
import type { Visit } from './routes.ts';
import { share, type Demand, type Wish } from './sharing.ts';

const ROUNDS = 24;
const SETTLED = 1e-6;
const FULL = 1e-6;

/** What a stream sends through an arbiter. */
interface User {
  readonly stream: number;
  readonly trafficClass: number;
  /** Bits per packet of the stream. */
  readonly bits: number;
}

interface Arbiter {
  readonly spec: StationSpec;
  readonly rate: number;
  readonly users: readonly User[];
}

/** What `share` needs, and where the resources of stations begin. */
export interface Shared {
  readonly demands: readonly (readonly Demand[])[];
  readonly capacity: Float64Array;
  readonly wishes: readonly Wish[];
  /** Per resource, what those that do not give way take of it. */
  readonly kept: Float64Array;
  readonly firstStation: number;
}

/** Packets per second by stream: max-min fair, except where classes are served. */
export function shareByClass(system: System, visits: readonly (readonly Visit[])[], sharing: Shared): Float64Array {
  const { demands, wishes } = sharing;
  const arbiters = arbitersOf(system, visits);
  if (arbiters.length === 0) return share(demands, sharing.capacity, wishes, sharing.kept);
  const limits = wishes.map(each => each.limit);
  const within = (most: readonly number[]): Wish[] => wishes.map((each, at) => ({ ...each, limit: most[at]! }));
  const capacity = withoutArbiters(system, visits, sharing);
  let bounds = [...limits];
  let rates = share(demands, capacity, within(bounds));
  for (let round = 0; round < ROUNDS; round++) {
    const could = reachOf(rates, bounds, sharing, capacity);
    const next = boundsOf(arbiters, could, limits);
    const moved = next.some((bound, at) => Math.abs(finite(bound) - finite(bounds[at]!)) > SETTLED * finite(bound));
    bounds = next;
    rates = share(demands, capacity, within(bounds));
    if (!moved) break;
  }
  return rates;
}

const finite = (bound: number): number => Math.min(bound, Number.MAX_VALUE);

function arbitersOf(system: System, visits: readonly (readonly Visit[])[]): Arbiter[] {
  const users = new Map<number, User[]>();
  visits.forEach((route, stream) => {
    for (const { station, spec, packets, bytes } of route) {
      if (spec.trafficClass < 0) continue;
      const user = { stream, trafficClass: spec.trafficClass, bits: spec.perPacket * packets + spec.perByte * bytes };
      users.set(station, [...(users.get(station) ?? []), user]);
    }
  });
  return [...users].map(([station, own]) => {
    const spec = system.stations[station]!;
    return { spec, rate: spec.pipe!.rate, users: own };
  });
}

/** Arbiters, and the wires behind them that are no slower and that nobody else uses, limit nobody on their own account. */
function withoutArbiters(system: System, visits: readonly (readonly Visit[])[], { capacity, firstStation }: Shared): number[] {
  const free = [...capacity];
  const before = new Map<number, number>();
  for (const route of visits) {
    let arbiter = -1;
    for (const { station, spec } of route) {
      if (spec.trafficClass >= 0) {
        arbiter = station;
        free[firstStation + station] = Infinity;
      } else if (system.stations[station]!.pipe) {
        before.set(station, before.has(station) && before.get(station) !== arbiter ? -1 : arbiter);
      } else arbiter = -1;
    }
  }
  for (const [pipe, arbiter] of before) {
    if (arbiter >= 0 && system.stations[pipe]!.pipe!.rate >= system.stations[arbiter]!.pipe!.rate) free[firstStation + pipe] = Infinity;
  }
  return free;
}

/** What each stream could get if its class did not bound it and all else stayed: as much as the others where it would stop. */
function reachOf(rates: Float64Array, bounds: readonly number[], sharing: Shared, capacity: readonly number[]): number[] {
  const { demands, wishes } = sharing;
  const left = [...capacity];
  const level = new Float64Array(capacity.length);
  demands.forEach((needs, stream) => {
    for (const { resource, amount } of needs) {
      left[resource]! -= amount * rates[stream]!;
      level[resource] = Math.max(level[resource]!, rates[stream]! / wishes[stream]!.weight);
    }
  });
  return demands.map((needs, stream) => {
    if (rates[stream]! < bounds[stream]! * (1 - FULL)) return rates[stream]!;
    return needs.reduce((most, { resource, amount }) => {
      const more = rates[stream]! + Math.max(0, left[resource]!) / amount;
      return Math.min(most, Math.max(more, level[resource]! * wishes[stream]!.weight));
    }, wishes[stream]!.limit);
  });
}

/** What each stream's class leaves it, at all arbiters it passes. */
function boundsOf(arbiters: readonly Arbiter[], could: readonly number[], limits: readonly number[]): number[] {
  const bounds = [...limits];
  for (const { spec, rate, users } of arbiters) {
    const wanted = spec.classes.map((_, number) =>
      users.reduce((sum, user) => (user.trafficClass === number ? sum + user.bits * could[user.stream]! : sum), 0)
    );
    const given = byPriority(spec, wanted, rate);
    given.forEach((bits, number) => {
      if (bits >= wanted[number]!) return;
      const own = users.filter(user => user.trafficClass === number);
      const most = filled(
        own.map(user => user.bits * could[user.stream]!),
        own.map(user => user.bits),
        bits
      );
      own.forEach((user, at) => {
        bounds[user.stream] = Math.min(bounds[user.stream]!, most[at]! / user.bits);
      });
    });
  }
  return bounds;
}

/** Bits per second of each class: the most urgent first, those of one priority by weight. */
function byPriority(spec: StationSpec, wanted: readonly number[], rate: number): number[] {
  const given = wanted.map(() => 0);
  let left = rate;
  for (const priority of [...new Set(spec.classes.map(each => each.priority))].sort((a, b) => b - a)) {
    const members = spec.classes.flatMap((each, number) => (each.priority === priority ? [number] : []));
    const parts = filled(
      members.map(number => wanted[number]!),
      members.map(number => spec.classes[number]!.weight),
      left
    );
    members.forEach((number, at) => {
      given[number] = parts[at]!;
      left -= parts[at]!;
    });
    left = Math.max(0, left);
  }
  return given;
}

/** Water-filling: nobody gets more than wanted, and whoever gets less gets its weight's part of what is left. */
function filled(wanted: readonly number[], weights: readonly number[], capacity: number): number[] {
  const order = wanted.map((_, at) => at).sort((a, b) => wanted[a]! / weights[a]! - wanted[b]! / weights[b]!);
  const given = wanted.map(() => 0);
  let left = capacity;
  let weight = weights.reduce((sum, each) => sum + each, 0);
  for (const at of order) {
    given[at] = Math.min(wanted[at]!, weight > 0 ? (left * weights[at]!) / weight : 0);
    left -= given[at]!;
    weight -= weights[at]!;
  }
  return given;
}
