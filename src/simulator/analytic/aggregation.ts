/** How many packets of a stream come together in an aggregate (LRO, GRO). */
import type { System } from '../model/system.ts';
import type { Activity, Load } from './batches.ts';
import { clumpsOf, together } from './clumps.ts';
import type { Visit } from './routes.ts';

/** Batches that differ by less are the same. */
const SAME = 0.02;

/** Packets per aggregate: what an activation meets of one stream, bounded by the stage. */
export function aggregationOf(
  system: System,
  visits: readonly (readonly Visit[])[],
  rates: Float64Array,
  load: Load,
  activity: readonly Activity[]
): Map<number, number> {
  const found = new Map<number, number>();
  visits.forEach((route, stream) => {
    for (const visit of route) {
      const most = system.stations[visit.station]!.aggregate;
      if (!visit.spec.acknowledges || most === 0 || load.items[visit.station]! <= 0) continue;
      const { batch } = activity[visit.station]!;
      const shares = streamShares(visits, rates, visit.station);
      const own = together(
        (rates[stream]! * visit.taken) / load.items[visit.station]!,
        batch,
        clumpsOf(shares, batch, true, cutsBefore(system, visits, rates, activity, visit.station))
      );
      // Items may be units of several packets already, of which an aggregate holds whole ones.
      const unit = visit.packets / visit.taken;
      const pieces = Math.max(1, Math.ceil(own / Math.max(1, Math.floor(most / unit)) - 1e-9));
      found.set(visit.step, Math.max(1, (own * unit) / pieces));
    }
  });
  return found;
}

/**
 * Whether batches are formed anew on the way to a station. They are not when all that comes there leaves one sender in batches as
 * large as its budget, and comes by threads that take them as they are; wires string them out, and other senders come in between.
 */
function cutsBefore(
  system: System,
  visits: readonly (readonly Visit[])[],
  rates: Float64Array,
  activity: readonly Activity[],
  station: number
): 0 | 1 {
  const routes = visits.filter((route, stream) => rates[stream]! > 0 && route.some(visit => visit.station === station));
  const first = routes[0]![0]!.station;
  const formed = activity[first]!.batch;
  const whole = routes.every(route => {
    const before = route.slice(0, route.findIndex(visit => visit.station === station) + 1);
    return (
      route[0]!.station === first &&
      before.every(visit => system.stations[visit.station]!.kind === 'thread' && alike(activity[visit.station]!.batch, formed))
    );
  });
  return whole && alike(formed, system.stations[first]!.budget) ? 0 : 1;
}

const alike = (a: number, b: number): boolean => Math.abs(a / b - 1) < SAME;

/** Shares of a station's items by stream. */
function streamShares(visits: readonly (readonly Visit[])[], rates: Float64Array, station: number): number[] {
  const own = visits
    .map((route, stream) => route.reduce((sum, visit) => (visit.station === station ? sum + rates[stream]! * visit.taken : sum), 0))
    .filter(rate => rate > 0);
  const all = own.reduce((sum, rate) => sum + rate, 0);
  return own.map(rate => rate / all);
}
