/**
 * Live migration, as far as the topology is concerned: what stands where afterwards, and what cannot be moved.
 * A guest takes its vCPUs, queues and connections along; everything on its way that belongs to a host is the new host's.
 */
import type { Domain, Host, Topology, Vif } from '../../topology/model.ts';
import type { ScheduledEvent } from '../../topology/plan.ts';
import { paths } from '../paths/index.ts';
import { UnreachableError } from './routes.ts';

export type Migration = Extract<ScheduledEvent, { action: 'migrate' }>;

/** Why a vif of this model ties its domain to the host. */
const tied: Readonly<Partial<Record<Vif['model'], string>>> = {
  bypass:
    'the adapter holds the state of its queues and the keys of its memory, and no other adapter can take them over while they are in use',
  vi: 'the adapter holds the state of its queues, and no other adapter can take it over while they are in use',
  speculative: 'the process writes to a device of this host',
  sriov: "a virtual function is a part of this host's NIC",
  direct: 'the NIC itself belongs to the guest',
  cdna: "its context is on this host's NIC",
  native: 'it drives the hardware of this host'
};

/**
 * The topology after a migration.
 * @throws UnreachableError when the domain cannot be moved, or not there; the message says why.
 */
export function moved(topology: Topology, { target, to }: Migration): Topology {
  const from = topology.hosts.find(host => host.domains.some(domain => domain.name === target));
  const there = topology.hosts.find(host => host.name === to);
  if (!from || !there) throw new UnreachableError(`cannot migrate ${target} to ${to}: there is no ${from ? to : target}`);
  const domain = from.domains.find(each => each.name === target)!;
  refuse(domain, from, there);
  const arrived: Domain = { ...domain, host: there.name, vifs: domain.vifs.map(vif => attached(vif, domain, from, there)) };
  return {
    ...topology,
    hosts: topology.hosts.map(host => {
      if (host.name === there.name) return { ...host, domains: [...host.domains.filter(each => each.name !== target), arrived] };
      return host.name === from.name ? { ...host, domains: host.domains.filter(each => each.name !== target) } : host;
    })
  };
}

function refuse(domain: Domain, from: Host, there: Host): void {
  const because = (reason: string): never => {
    throw new UnreachableError(`cannot migrate ${domain.name} to ${there.name}: ${reason}`);
  };
  if (from.name === there.name) because('it is there already');
  if (from.hypervisor.kind === 'none') because(`${from.name} runs without a hypervisor`);
  if (there.hypervisor.kind !== from.hypervisor.kind)
    because(`${from.name} runs ${from.hypervisor.kind}, ${there.name} runs ${there.hypervisor.kind}`);
  if (domain.role !== 'guest') because(`it is a ${domain.role} domain, which drives the hardware of ${from.name}`);
  if (there.cpu.clock !== from.cpu.clock) because('the cores of the two hosts have different clocks, which a running guest would notice');
  const bound = domain.vifs.find(vif => paths[vif.model]?.migrates !== true);
  if (bound) because(`its vif ${bound.name} is \`${bound.model}\`: ${tied[bound.model] ?? 'it belongs to this host'}`);
}

/** The vif behind the bridge of the same name on the new host, or behind its only one. */
function attached(vif: Vif, domain: Domain, from: Host, there: Host): Vif {
  const before = from.bridges.find(each => each.name === vif.bridge);
  const local = before?.name.slice(from.name.length);
  const bridge = there.bridges.find(each => each.name === there.name + (local ?? '')) ?? there.bridges[0];
  if (!bridge) throw new UnreachableError(`cannot migrate ${domain.name} to ${there.name}: there is no bridge for ${vif.name} there`);
  return {
    ...vif,
    host: there.name,
    bridge: bridge.name,
    nic: bridge.uplink,
    backend: vif.backend === undefined ? undefined : bridge.domain
  };
}

/**
 * The domain of a host that sends and receives the memory of guests: the toolstack's.
 * @throws UnreachableError when the host has none.
 */
export function toolstackOf(topology: Topology, host: string): string {
  const domains = topology.hosts.find(each => each.name === host)!.domains;
  const found = ['control', 'native', 'driver']
    .map(role => domains.find(domain => domain.role === role))
    .find(domain => domain !== undefined);
  if (!found)
    throw new UnreachableError(`${host} has no control or driver domain, which would send or receive the memory of migrated guests`);
  return found.name;
}

/** Whether a flow's end is the domain or one of its vifs. */
export function isOf(end: string, domain: string): boolean {
  return end === domain || end.startsWith(`${domain}.`);
}
