/** How often a device must load a context: the share of misses of its cache, which throws out what was used longest ago. */
import type { CacheSpec, System } from '../model/system.ts';
import type { Visit } from './routes.ts';

const HALVINGS = 60;

/** Visits as the engine makes them: a step that looks into a cache takes as much longer as it must load on average. */
export function withMisses(system: System, visits: readonly (readonly Visit[])[], shares: Float64Array): readonly (readonly Visit[])[] {
  if (system.caches.length === 0) return visits;
  return visits.map(route =>
    route.map(visit => {
      const share = shares[visit.step]!;
      return share > 0 ? { ...visit, spec: { ...visit.spec, perItem: visit.spec.perItem + share * visit.spec.perMiss } } : visit;
    })
  );
}

/** Share of misses at every step, from the rates at which contexts are used. */
export function missShares(system: System, visits: readonly (readonly Visit[])[], rates: Float64Array): Float64Array {
  const shares = new Float64Array(system.steps.length);
  system.caches.forEach((cache, number) => {
    const uses = new Float64Array(cache.owners.length);
    let random = false;
    visits.forEach((route, stream) => {
      for (const visit of route) {
        if (visit.spec.cache !== number || !Number.isFinite(rates[stream]!)) continue;
        uses[visit.spec.context]! += rates[stream]! * visit.taken;
        random ||= system.streams[stream]!.arrival !== 'cbr' && system.streams[stream]!.rate !== Infinity;
      }
    });
    const misses = missesByOwner(cache, uses, random);
    system.steps.forEach((step, at) => {
      if (step.cache === number) shares[at] = misses[step.context]!;
    });
  });
  return shares;
}

/**
 * Users that take turns (closed loops, constant rates) find their context as long as all fit, and never when they do not.
 * With random arrivals, Che's approximation: a context stays for the same time T whoever it belongs to, Σ (1 − e^(−λT)) = places.
 */
function missesByOwner(cache: CacheSpec, uses: Float64Array, random: boolean): Float64Array {
  const pinned = new Set(cache.owners.flatMap((owner, number) => (owner.pinned ? [number] : [])).slice(0, cache.capacity));
  const places = cache.capacity - pinned.size;
  const others = [...uses.keys()].filter(number => !pinned.has(number) && uses[number]! > 0);
  const misses = new Float64Array(uses.length);
  if (others.length <= places) return misses;
  const stay =
    random && places > 0
      ? stayOf(
          others.map(number => uses[number]!),
          places
        )
      : 0;
  for (const number of others) misses[number] = Math.exp(-uses[number]! * stay);
  return misses;
}

function stayOf(uses: readonly number[], places: number): number {
  const held = (stay: number): number => uses.reduce((sum, rate) => sum + 1 - Math.exp(-rate * stay), 0);
  let low = 0;
  let high = 1 / Math.min(...uses);
  while (held(high) < places) high *= 2;
  for (let round = 0; round < HALVINGS; round++) {
    const middle = (low + high) / 2;
    if (held(middle) < places) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
