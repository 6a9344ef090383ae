/** Finds the things of a topology by name. A host is indexed once, however many topologies it is part of. */
import type { Domain, Host, Nic, Topology, Vif } from './model.ts';

/** A vif with what it is in. */
export interface VifPlace {
  readonly vif: Vif;
  readonly domain: Domain;
  readonly host: Host;
}

export interface DomainPlace {
  readonly domain: Domain;
  readonly host: Host;
}

interface HostIndex {
  readonly vifs: ReadonlyMap<string, VifPlace>;
  readonly domains: ReadonlyMap<string, DomainPlace>;
  readonly nics: ReadonlyMap<string, Nic>;
}

export function vifNamed(topology: Topology, name: string): VifPlace | undefined {
  return indexAt(topology, name)?.vifs.get(name);
}

export function domainNamed(topology: Topology, name: string): DomainPlace | undefined {
  return indexAt(topology, name)?.domains.get(name);
}

export function nicNamed(topology: Topology, name: string): Nic | undefined {
  return indexAt(topology, name)?.nics.get(name);
}

const hosts = new WeakMap<Topology, ReadonlyMap<string, Host>>();
const indexes = new WeakMap<Host, HostIndex>();

/** The index of the host that a qualified name begins with. */
function indexAt(topology: Topology, name: string): HostIndex | undefined {
  let byName = hosts.get(topology);
  if (byName === undefined) hosts.set(topology, (byName = new Map(topology.hosts.map(host => [host.name, host]))));
  const dot = name.indexOf('.');
  const host = dot < 0 ? undefined : byName.get(name.slice(0, dot));
  return host === undefined ? undefined : indexOf(host);
}

function indexOf(host: Host): HostIndex {
  let index = indexes.get(host);
  if (index === undefined) {
    index = {
      vifs: new Map(host.domains.flatMap(domain => domain.vifs.map(vif => [vif.name, { vif, domain, host }] as const))),
      domains: new Map(host.domains.map(domain => [domain.name, { domain, host }])),
      nics: new Map(host.nics.map(nic => [nic.name, nic]))
    };
    indexes.set(host, index);
  }
  return index;
}
