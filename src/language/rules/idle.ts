/** Domains that no traffic touches. */
import { crossings } from '../../topology/traffic.ts';
import type { Domain, Host, Topology } from '../../topology/model.ts';
import { placeOf } from './rule.ts';
import type { RuleFinding } from './rule.ts';

/** What was found in a host whose domains and vifs these flows touched. */
const known = new WeakMap<Host, { readonly touched: string; readonly found: readonly RuleFinding[] }>();

/** Only where there are flows at all: a topology that is still being drawn is not nagged. */
export function* idleDomains(topology: Topology): Generator<RuleFinding> {
  if (topology.flows.length === 0) return;
  const touched = touchedByHost(topology);
  for (const host of topology.hosts) {
    const names = touched.get(host.name) ?? new Set();
    const key = [...names].sort().join(' ');
    let kept = known.get(host);
    if (kept?.touched !== key) known.set(host, (kept = { touched: key, found: idleIn(host, names) }));
    yield* kept.found;
  }
}

/** Everything that flows cross, by the first part of its name. */
function touchedByHost(topology: Topology): ReadonlyMap<string, ReadonlySet<string>> {
  const touched = new Map<string, Set<string>>();
  for (const places of crossings(topology).values()) {
    for (const name of places) {
      const host = name.split('.', 1)[0] ?? name;
      const names = touched.get(host);
      if (names === undefined) touched.set(host, new Set([name]));
      else names.add(name);
    }
  }
  return touched;
}

function idleIn(host: Host, touched: ReadonlySet<string>): readonly RuleFinding[] {
  const serving = new Set([
    ...host.bridges.map(bridge => bridge.domain),
    ...host.domains.flatMap(domain => domain.vifs.flatMap(vif => vif.backend ?? []))
  ]);
  const idle = (domain: Domain): boolean =>
    domain.background === 0 && !serving.has(domain.name) && !touched.has(domain.name) && !domain.vifs.some(vif => touched.has(vif.name));
  // Elements of an array share their places, as one object: one idle element is a choice, all of them are an oversight.
  const busyPlaces = new Set(host.domains.filter(domain => !idle(domain)).map(domain => domain.origins));
  return host.domains
    .filter(domain => domain.role === 'guest' && idle(domain) && !busyPlaces.has(domain.origins))
    .map(domain => ({ code: 'unused-domain', at: placeOf(domain), values: { name: domain.name } }));
}
