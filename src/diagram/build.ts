/** From a topology to its picture. */
import type { Domain, Flow, Host, Link, Router, Topology, Vif } from '../topology/model.ts';
import { backendOf } from '../topology/traffic.ts';
import type { Diagram, DiagramEdge, DiagramFlow, DiagramNode, DomainNode, NicNode, VifNode } from './graph.ts';
import { stacksOf } from './stacks.ts';
import { waysOf } from './ways.ts';

/** Everything the topology declares; what it names but does not have is left out. */
export function diagramOf(topology: Topology): Diagram {
  const nodes = [
    ...topology.hosts.flatMap(hostNodes),
    ...topology.routers.flatMap(routerNodes),
    ...topology.switches.map(({ name, ports, rate }): DiagramNode => ({ id: name, kind: 'switch', name, ports, rate })),
    ...topology.peers.map(({ name, rate }): DiagramNode => ({ id: name, kind: 'peer', name, rate }))
  ];
  const there = new Set(nodes.map(node => node.id));
  const edges = [...topology.hosts.flatMap(hostEdges), ...topology.links.map(linkEdge)].filter(
    ({ from, to }) => there.has(from) && there.has(to) && from !== to
  );
  return { nodes: stacksOf(nodes, edges), edges, flows: flowsOf(topology, edges) };
}

function hostNodes(host: Host): readonly DiagramNode[] {
  const { name, hypervisor, cpu } = host;
  const domains = new Map(host.domains.map(domain => [domain.name, domain]));
  return [
    { id: name, kind: 'host', name, hypervisor: hypervisor.kind, cores: cpu.cores, clock: cpu.clock },
    ...nicNodes(host),
    ...host.domains.flatMap(domain => domainNodes(domain, host)),
    ...host.bridges.map((bridge): DiagramNode => {
      const parent = domains.has(bridge.domain) ? bridge.domain : name;
      return { id: bridge.name, parent, kind: 'bridge', name: shortName(bridge.name), bridge: bridge.kind };
    })
  ];
}

function nicNodes(host: Host): readonly NicNode[] {
  const taken = new Map<string, number>();
  for (const { vifs } of host.domains) {
    for (const vif of vifs) if (hasOwnPart(vif) && vif.nic !== undefined) taken.set(vif.nic, (taken.get(vif.nic) ?? 0) + 1);
  }
  return host.nics.map(({ name, rate, rxQueues, txQueues, vfs }) => {
    return { id: name, parent: host.name, kind: 'nic', name: shortName(name), rate, rxQueues, txQueues, vfs, taken: taken.get(name) ?? 0 };
  });
}

function domainNodes(domain: Domain, host: Host): readonly DiagramNode[] {
  const { name, role, vcpus, pin, index } = domain;
  const own = shortName(name);
  const family = index === undefined ? undefined : own.replace(/\[\d+\]$/, '');
  const stack = family === undefined ? {} : { stack: { id: `${host.name}.${family}[*]`, name: family } };
  const node: DomainNode = { id: name, parent: host.name, kind: 'domain', name: own, role, vcpus, pin, ...stack };
  return [node, ...domain.vifs.map(vif => vifNode(vif, host))];
}

function vifNode(vif: Vif, host: Host): VifNode {
  const grants = host.hypervisor.kind === 'xen' && backendOf(vif, host) !== undefined ? vif.grants?.mode : undefined;
  const { name, domain, model, queues, rate } = vif;
  return { id: name, parent: domain, kind: 'vif', name: shortName(name), model, queues, rate, grants };
}

function routerNodes(router: Router): readonly DiagramNode[] {
  const within = router.metarouters.map((metarouter): DiagramNode => {
    const { name, isolation, engines } = metarouter;
    return { id: name, parent: router.name, kind: 'metarouter', name: shortName(name), isolation, engines };
  });
  const metarouters = new Set(within.map(({ id }) => id));
  return [
    { id: router.name, kind: 'router', name: router.name, engines: router.engine?.cores },
    ...within,
    ...router.metalinks.map(({ name, metarouter, link, rate }): DiagramNode => {
      const parent = metarouters.has(metarouter) ? metarouter : router.name;
      return { id: name, parent, kind: 'metalink', name: shortName(name), link, rate };
    })
  ];
}

function hostEdges(host: Host): readonly DiagramEdge[] {
  const uplinks = host.bridges.flatMap(({ name, uplink }) => (uplink === undefined ? [] : [edge('uplink', uplink, name)]));
  return [...uplinks, ...host.domains.flatMap(domain => domain.vifs.flatMap(vif => vifEdge(vif, host) ?? []))];
}

/** What a vif hangs on: its bridge, the domain behind it, or the NIC itself. */
function vifEdge(vif: Vif, host: Host): DiagramEdge | undefined {
  const backend = backendOf(vif, host);
  if (vif.bridge !== undefined && !hasOwnPart(vif)) return edge('attach', vif.bridge, vif.name);
  if (backend !== undefined && backend !== vif.domain) return edge('backend', backend, vif.name);
  if (vif.nic !== undefined) return edge('direct', vif.nic, vif.name);
  return vif.bridge === undefined ? undefined : edge('attach', vif.bridge, vif.name);
}

/** Models whose packets no other domain moves. */
function hasOwnPart({ model, nic, virtioBackend }: Vif): boolean {
  const direct: readonly Vif['model'][] = ['native', 'cdna', 'direct', 'sriov', 'bypass', 'vi', 'speculative'];
  return nic !== undefined && (direct.includes(model) || (model === 'virtio' && virtioBackend === 'vdpa'));
}

function linkEdge({ name, ends: [from, to], rate, delay }: Link): DiagramEdge {
  return { id: name, kind: 'link', from, to, name, rate, delay };
}

function edge(kind: DiagramEdge['kind'], from: string, to: string): DiagramEdge {
  return { id: `${from}–${to}`, kind, from, to };
}

function flowsOf(topology: Topology, edges: readonly DiagramEdge[]): readonly DiagramFlow[] {
  const wayOf = waysOf(topology, edges);
  const flows = new Map<string, { readonly name: string; readonly transport: Flow['transport']; readonly ways: (readonly string[])[] }>();
  for (const member of topology.flows) {
    const known = flows.get(member.flow) ?? { name: member.flow, transport: member.transport, ways: [] };
    known.ways.push(wayOf(member));
    flows.set(member.flow, known);
  }
  return [...flows.values()];
}

/** `server.guest[2].eth0` → `eth0`. */
function shortName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
