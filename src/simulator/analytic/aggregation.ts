/** How many packets of a stream come together in an aggregate (LRO, GRO). */
import type { System } from '../model/system.ts';
import type { Activity, Load } from './batches.ts';
import { clumpsOf, together } from './clumps.ts';
import type { Visit } from './routes.ts';

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
      const own = together((rates[stream]! * visit.taken) / load.items[visit.station]!, batch, clumpsOf(shares, batch, true));
      // Items may be units of several packets already, of which an aggregate holds whole ones.
      const unit = visit.packets / visit.taken;
      const pieces = Math.max(1, Math.ceil(own / Math.max(1, Math.floor(most / unit)) - 1e-9));
      found.set(visit.step, Math.max(1, (own * unit) / pieces));
    }
  });
  return found;
}

/** Shares of a station's items by stream. */
function streamShares(visits: readonly (readonly Visit[])[], rates: Float64Array, station: number): number[] {
  const own = visits
    .map((route, stream) => route.reduce((sum, visit) => (visit.station === station ? sum + rates[stream]! * visit.taken : sum), 0))
    .filter(rate => rate > 0);
  const all = own.reduce((sum, rate) => sum + rate, 0);
  return own.map(rate => rate / all);
}
