/**
 * Waiting that keeps somebody busy: a core that waits for a bank of memory, or for a lock, works on nothing else meanwhile.
 * Only as many can wait as there are units that hold, so an arrival meets the load of the others; and what comes from another
 * such device comes more evenly than at random (the splitting and merging rules of Whitt's queueing network analyzer).
 */
import { PICOSECONDS } from '../kernel/time.ts';
import type { System } from '../model/system.ts';
import type { Visit } from './routes.ts';

/** What holders ask of a device. */
interface Asked {
  /** Picoseconds of service, and items, per second. */
  busy: number;
  items: number;
  readonly holders: Set<number>;
  /** Items per second by the station they come from. */
  readonly from: Map<number, number>;
}

/** Picoseconds that a visitor waits before each device that is visited by holders, by station. */
export function waitsOf(system: System, visits: readonly (readonly Visit[])[], rates: Float64Array): Float64Array {
  const asked = askedOf(visits, rates);
  const waits = new Float64Array(system.stations.length);
  const utilization = (station: number): number => {
    const load = asked.get(station);
    return load ? Math.min(1, load.busy / PICOSECONDS / (system.stations[station]!.device?.units ?? 1)) : 0;
  };
  for (const [station, { busy, items, holders, from }] of asked) {
    const { device } = system.stations[station]!;
    if (!device || items <= 0) continue;
    // A thread holds alone; a device with as many units as it has.
    const population = [...holders].reduce((sum, holder) => sum + (system.stations[holder]!.device?.units ?? 1), 0);
    let variation = device.spread === 'exponential' ? 1 : 0;
    for (const [feeder, rate] of from) {
      const share = rate / (asked.get(feeder)?.items ?? rate);
      variation += (rate / items) * (1 - share * utilization(feeder) ** 2);
    }
    waits[station] = waitOf(busy / items, utilization(station), device.units, population, variation);
  }
  return waits;
}

function askedOf(visits: readonly (readonly Visit[])[], rates: Float64Array): Map<number, Asked> {
  const asked = new Map<number, Asked>();
  visits.forEach((route, stream) => {
    const rate = rates[stream]!;
    if (!(rate > 0) || !Number.isFinite(rate)) return;
    for (const visit of route) {
      if (visit.holder < 0) continue;
      let load = asked.get(visit.station);
      if (!load) asked.set(visit.station, (load = { busy: 0, items: 0, holders: new Set(), from: new Map() }));
      load.busy += rate * serviceOf(visit);
      load.items += rate * visit.taken;
      load.holders.add(visit.holder);
      load.from.set(visit.previous, (load.from.get(visit.previous) ?? 0) + rate * visit.taken);
    }
  });
  return asked;
}

/** Picoseconds of a device per payload packet. */
export function serviceOf({ spec, handed, packets, bytes }: Visit): number {
  return spec.perItem * handed + spec.perPacket * packets + spec.perByte * bytes;
}

/**
 * Several units by Sakasegawa's approximation. `variation`: squared, of what lies between arrivals and of service, together.
 * Of few holders an arrival meets the load of the others, and those who wait are fewer still: their number grows as pairs do.
 */
function waitOf(service: number, utilization: number, units: number, population: number, variation: number): number {
  if (population <= units) return 0;
  const met = (utilization * (population - 1)) / population;
  const ahead = (utilization * Math.max(0, population - 2)) / population;
  return (((service * variation) / 2) * met ** (Math.sqrt(2 * (units + 1)) - 1)) / (units * (1 - ahead));
}
