/**
 * Which flows cross which things: the way of each flow through vifs, back-end domains, bridges, NICs, links and switches.
 * By structure alone, shortest way over links; what it costs is the simulator's business.
 */
import { domainNamed, vifNamed } from './directory.ts';
import type { Bridge, Flow, Host, Topology, Vif } from './model.ts';

/** Models whose packets another domain moves. */
const split: ReadonlySet<Vif['model']> = new Set(['netfront', 'multiqueue', 'emulated', 'virtio', 'shared']);

/** Back-end domain of a vif: its own, or that of its bridge; undefined where no other domain touches its packets. */
export function backendOf(vif: Vif, host: Host): string | undefined {
  if (!split.has(vif.model) || vif.virtioBackend === 'vdpa') return undefined;
  return vif.backend ?? host.bridges.find(bridge => bridge.name === vif.bridge)?.domain;
}

/** Whether a back-end that takes packets from a bridge has none to take this vif's from. */
export function bridgeIsMissing(vif: Vif, host: Host): boolean {
  const viaBridge = split.has(vif.model) && vif.virtioBackend !== 'vdpa' && vif.virtioBackend !== 'vhost_user';
  return viaBridge && !host.bridges.some(bridge => bridge.name === vif.bridge);
}

const known = new WeakMap<Topology, ReadonlyMap<string, ReadonlySet<string>>>();

/** Names of everything a flow crosses, its ends included; by the flow member's name. */
export function crossings(topology: Topology): ReadonlyMap<string, ReadonlySet<string>> {
  let crossed = known.get(topology);
  if (crossed === undefined) known.set(topology, (crossed = crossingsOf(topology)));
  return crossed;
}

function crossingsOf(topology: Topology): ReadonlyMap<string, ReadonlySet<string>> {
  const ways = new Map<string, readonly string[]>();
  return new Map(
    topology.flows.map(flow => {
      const from = endOf(topology, flow.from);
      const to = endOf(topology, flow.to);
      return [flow.name, new Set([...from.crossed, ...to.crossed, ...between(topology, ways, from, to)])];
    })
  );
}

/** Flow members that cross a thing, in the order of the file. */
export function flowsThrough(topology: Topology, name: string): readonly Flow[] {
  const crossed = crossings(topology);
  return topology.flows.filter(flow => crossed.get(flow.name)?.has(name) === true);
}

interface End {
  /** Inside the host, or the peer itself. */
  readonly crossed: readonly string[];
  readonly bridge?: string;
  /** Where the wires begin: a NIC or a peer. */
  readonly port?: string;
  /** Crossed only when the packets leave by the port. */
  readonly beyond: readonly string[];
}

function endOf(topology: Topology, name: string): End {
  const asVif = vifNamed(topology, name);
  if (asVif !== undefined) {
    const { vif, host } = asVif;
    const bridge = host.bridges.find(each => each.name === vif.bridge);
    const backend = backendOf(vif, host);
    return {
      crossed: [vif.name, vif.domain, ...(backend === undefined ? [] : [backend]), ...(bridge === undefined ? [] : [bridge.name])],
      ...(bridge === undefined ? {} : { bridge: bridge.name }),
      ...port(vif.nic ?? bridge?.uplink)
    };
  }
  const asDomain = domainNamed(topology, name);
  if (asDomain !== undefined) {
    const { domain, host } = asDomain;
    const bridge: Bridge | undefined = host.bridges.find(each => each.domain === domain.name);
    return {
      crossed: [domain.name, ...(bridge === undefined ? [] : [bridge.name])],
      ...(bridge === undefined ? {} : { bridge: bridge.name }),
      ...port(bridge?.uplink ?? host.nics[0]?.name)
    };
  }
  return { crossed: [name], ...port(name) };
}

function port(name: string | undefined): Pick<End, 'port' | 'beyond'> {
  return name === undefined ? { beyond: [] } : { port: name, beyond: [name] };
}

function between(topology: Topology, known: Map<string, readonly string[]>, from: End, to: End): readonly string[] {
  if (from.bridge !== undefined && from.bridge === to.bridge) return [];
  if (from.port === undefined || to.port === undefined) return [];
  // Two vifs of one NIC that share no bridge meet in the NIC's own switch.
  if (from.port === to.port) return from.beyond;
  const key = `${from.port} ${to.port}`;
  let way = known.get(key);
  if (way === undefined) known.set(key, (way = wires(topology, from.port, to.port)));
  return [...from.beyond, ...to.beyond, ...way];
}

/** Links and switches between two ports, over as few links as possible; none where there is no way. */
function wires(topology: Topology, from: string, to: string): readonly string[] {
  const before = new Map<string, { readonly place: string; readonly link: string }>();
  const waiting = [from];
  const reached = new Set(waiting);
  for (let place = waiting.shift(); place !== undefined && place !== to; place = waiting.shift()) {
    for (const { name, ends } of topology.links) {
      if (!ends.includes(place)) continue;
      const next = ends[0] === place ? ends[1] : ends[0];
      if (reached.has(next)) continue;
      reached.add(next);
      before.set(next, { place, link: name });
      waiting.push(next);
    }
  }
  const way: string[] = [];
  for (let step = before.get(to); step !== undefined; step = before.get(step.place)) way.push(step.link, step.place);
  return way;
}
