/**
 * Batch sizes: the fixed point of load, hold-off, budget and backlog. Nobody sets them; the packet engine sees the same.
 *
 * On a vCPU that is not saturated a station's batch is what one interrupt or one batch of its feeder brings. On a saturated one
 * a backlog stands before the first station of each route, so that its batch is its budget, and what follows gets its share of that.
 */
import type { System } from '../model/system.ts';
import type { Visit } from './routes.ts';

export interface Activity {
  /** Items per activation. */
  batch: number;
  /** Share of activations that were preceded by sleep. */
  woken: number;
}

export interface Load {
  /** Items per second taken by each station. */
  readonly items: Float64Array;
  /** Items per second taken from each feeder, by station: feeder → rate. */
  readonly from: readonly Map<number, number>[];
  /** Utilization of each vCPU, and whether it limits a stream. */
  readonly utilization: Float64Array;
  readonly saturated: Uint8Array;
  /** Packets that may stand before each station: the windows of the streams that pass it. */
  readonly backlog: Float64Array;
  /** Stations where something begins that comes as fast as it can: they find a whole batch whenever they look. */
  readonly greedy: Uint8Array;
}

export function loadOf(system: System, visits: readonly (readonly Visit[])[], rates: Float64Array, windows: readonly number[], utilization: Float64Array, saturated: Uint8Array): Load {
  const items = new Float64Array(system.stations.length);
  const backlog = new Float64Array(system.stations.length);
  const greedy = new Uint8Array(system.stations.length);
  const from = system.stations.map(() => new Map<number, number>());
  visits.forEach((route, stream) => {
    if (system.streams[stream]!.rate === Infinity && route.length > 0) greedy[route[0]!.station] = 1;
    for (const visit of route) {
      const rate = rates[stream]! * visit.taken;
      items[visit.station]! += rate;
      backlog[visit.station]! += windows[stream]! * visit.taken;
      from[visit.station]!.set(visit.previous, (from[visit.station]!.get(visit.previous) ?? 0) + rate);
    }
  });
  return { items, from, utilization, saturated, backlog, greedy };
}

/** Stations in an order in which feeders come first, as far as routes have one. */
export function inOrder(system: System, visits: readonly (readonly Visit[])[]): number[] {
  const order = new Set<number>();
  for (const route of visits) for (const visit of route) if (system.stations[visit.station]!.kind === 'thread') order.add(visit.station);
  return [...order];
}

export function activities(system: System, load: Load, order: readonly number[], before: readonly Activity[]): Activity[] {
  const found: Activity[] = system.stations.map((_, at) => ({ ...before[at]! }));
  for (const station of order) found[station] = activity(system, load, station, found);
  return found;
}

function activity(system: System, load: Load, number: number, found: readonly Activity[]): Activity {
  const station = system.stations[number]!;
  const rate = load.items[number]!;
  if (rate <= 0) return { batch: 1, woken: 1 };
  const saturated = load.saturated[station.vcpu] === 1;
  const feeder = mainFeeder(load, number);
  const local = feeder >= 0 && system.stations[feeder]!.vcpu === station.vcpu;
  const cap = Math.max(1, Math.min(station.budget, load.backlog[number]!));
  if (saturated && !local) {
    // The budget where a backlog stands; what a turn of the vCPU brings where it does not.
    const head = station.wake === 'interrupt' || feeder < 0 || load.saturated[system.stations[feeder]!.vcpu] === 0;
    return { batch: head && station.full !== 'refuse' ? cap : Math.min(cap, burst(system, load, number, feeder, found)), woken: 0 };
  }
  if (station.wake === 'interrupt') return interruptDriven(system, load, number, cap);
  if (feeder < 0) return { batch: load.greedy[number] === 1 ? cap : 1, woken: 1 };
  const batch = Math.min(cap, burst(system, load, number, feeder, found));
  return { batch, woken: local ? 1 : 1 - Math.min(1, load.utilization[station.vcpu]!) * 0.5 };
}

/** Packets per interrupt: what arrives while it is held off and while the poll itself runs; polls of up to the budget. */
function interruptDriven(system: System, load: Load, number: number, cap: number): Activity {
  const station = system.stations[number]!;
  const rate = load.items[number]!;
  const { holdOff, gap, adaptive } = station.interrupt!;
  const busy = Math.min(0.98, load.utilization[station.vcpu]!);
  const least = adaptive ? 1 / 8000 : gap / 1e12;
  const perInterrupt = Math.max(1, (1 + rate * holdOff / 1e12) / (1 - busy), rate * least);
  const bounded = Math.min(perInterrupt, load.backlog[number]!);
  const polls = Math.max(1, Math.ceil(bounded / cap - 1e-9));
  return { batch: Math.max(1, bounded / polls), woken: 1 / polls };
}

/** Items that one activation of the feeder brings here: its batch, by this station's share of what it hands on. */
function burst(system: System, load: Load, number: number, feeder: number, found: readonly Activity[]): number {
  const source = found[feeder];
  if (!source || system.stations[feeder]!.kind !== 'thread') return 1;
  const rate = load.from[number]!.get(feeder)!;
  const whole = load.items[feeder]!;
  return Math.max(1, whole > 0 ? source.batch * rate / whole : 1);
}

function mainFeeder(load: Load, number: number): number {
  let best = -1;
  let most = 0;
  for (const [feeder, rate] of load.from[number]!) {
    if (rate > most) {
      best = feeder;
      most = rate;
    }
  }
  return best;
}
