/** Domains that no traffic touches. */
import { crossings } from '../../topology/traffic.ts';
import type { Domain, Topology } from '../../topology/model.ts';
import { placeOf } from './rule.ts';
import type { RuleFinding } from './rule.ts';

/** Only where there are flows at all: a topology that is still being drawn is not nagged. */
export function* idleDomains(topology: Topology): Generator<RuleFinding> {
  if (topology.flows.length === 0) return;
  const touched = new Set<string>();
  for (const places of crossings(topology).values()) for (const name of places) touched.add(name);
  for (const host of topology.hosts) {
    const serving = new Set([
      ...host.bridges.map(bridge => bridge.domain),
      ...host.domains.flatMap(domain => domain.vifs.flatMap(vif => vif.backend ?? []))
    ]);
    const idle = (domain: Domain): boolean =>
      domain.background === 0 && !serving.has(domain.name) && !touched.has(domain.name) && !domain.vifs.some(vif => touched.has(vif.name));
    // Elements of an array share their places, as one object: one idle element is a choice, all of them are an oversight.
    const busyPlaces = new Set(host.domains.filter(domain => !idle(domain)).map(domain => domain.origins));
    for (const domain of host.domains) {
      if (domain.role === 'guest' && idle(domain) && !busyPlaces.has(domain.origins))
        yield { code: 'unused-domain', at: placeOf(domain), values: { name: domain.name } };
    }
  }
}
