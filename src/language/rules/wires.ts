/** Links, ports and ways: flows that cannot reach their end, ports used twice, more load offered than a link carries. */
import { domainNamed, vifNamed } from '../../topology/directory.ts';
import { bridgeIsMissing, crossings } from '../../topology/traffic.ts';
import type { Flow, Host, Link, Topology, Vif } from '../../topology/model.ts';
import { catalogueRow } from '../schema/nics.ts';
import { showCount, showQuantity } from '../values/show.ts';
import { placeOf, related } from './rule.ts';
import type { RuleFinding } from './rule.ts';

export function* wires(topology: Topology): Generator<RuleFinding> {
  yield* ports(topology);
  yield* bridges(topology);
  yield* ways(topology);
  yield* load(topology);
  yield* flowCaps(topology);
}

/** Clouds that let a single flow have only a part of the line. */
function* flowCaps(topology: Topology): Generator<RuleFinding> {
  const capped = topology.hosts
    .flatMap(host => host.nics)
    .flatMap(nic => {
      const row = nic.model === undefined ? undefined : catalogueRow(nic.model);
      return row?.perFlow === undefined ? [] : [{ nic, row, perFlow: row.perFlow }];
    });
  if (capped.length === 0) return;
  const crossed = crossings(topology);
  const told = new Set<string>();
  for (const { nic, row, perFlow } of capped) {
    for (const flow of topology.flows) {
      const cap = perFlow * flow.streams;
      if (cap >= Math.min(nic.rate, flow.rate ?? Infinity) || told.has(flow.flow) || crossed.get(flow.name)?.has(nic.name) !== true)
        continue;
      told.add(flow.flow);
      yield {
        code: 'flow-cap',
        at: placeOf(flow, 'streams'),
        values: {
          flow: flow.name,
          streams: showCount(flow.streams, 'stream'),
          nic: nic.name,
          card: row.title,
          most: showQuantity(cap, 'rate'),
          sum: `${flow.streams} × ${showQuantity(perFlow, 'rate')}`,
          source: row.source
        },
        related: [related(nic, `the card is an ${row.title}`, 'model')],
        settings: [{ on: flow, property: 'streams', text: String(Math.ceil(Math.min(nic.rate, flow.rate ?? Infinity) / perFlow)) }]
      };
    }
  }
}

/** A NIC has one socket; a switch as many as it says. */
function* ports(topology: Topology): Generator<RuleFinding> {
  const byEnd = new Map<string, Link[]>();
  for (const link of topology.links) {
    for (const end of link.ends) {
      const list = byEnd.get(end);
      if (list === undefined) byEnd.set(end, [link]);
      else list.push(link);
    }
  }
  for (const each of topology.switches) {
    const links = byEnd.get(each.name) ?? [];
    const extra = each.ports === undefined ? undefined : links[each.ports];
    if (extra === undefined) continue;
    yield {
      code: 'switch-full',
      at: placeOf(extra, 'ends'),
      values: { name: each.name, ports: showCount(each.ports ?? 0, 'port'), links: showCount(links.length, 'link') },
      related: [related(each, `${showCount(each.ports ?? 0, 'port')} here`, 'ports')],
      settings: [{ on: each, property: 'ports', text: String(links.length) }]
    };
  }
  for (const nic of topology.hosts.flatMap(host => host.nics)) {
    const [first, second] = byEnd.get(nic.name) ?? [];
    if (first === undefined || second === undefined) continue;
    yield {
      code: 'port-taken',
      at: placeOf(second, 'ends'),
      values: { name: nic.name },
      related: [related(first, 'the first link', 'ends')]
    };
  }
}

/** What comes for a split vif comes over its back-end's bridge: that of a flow to it, and what answers one from it. */
function* bridges(topology: Topology): Generator<RuleFinding> {
  const told = new Set<string>();
  for (const flow of topology.flows) {
    for (const name of flow.transport === 'udp' ? [flow.to] : [flow.to, flow.from]) {
      const end = vifNamed(topology, name);
      if (end === undefined || !bridgeIsMissing(end.vif, end.host)) continue;
      const { vif, host } = end;
      // The members of an array are declared once.
      const declaration = `${vif.origin?.uri} ${vif.origin?.start}`;
      if (told.has(declaration)) continue;
      told.add(declaration);
      const [only, another] = host.bridges;
      yield {
        code: 'no-bridge',
        at: placeOf(vif, 'model'),
        values: { vif: vif.name, model: vif.model, flow: flow.name },
        related: [related(flow, 'what it carries', name === flow.to ? 'to' : 'from')],
        settings: only === undefined || another !== undefined ? [] : [{ on: vif, property: 'bridge', text: lastName(only.name) }]
      };
    }
  }
}

function lastName(qualified: string): string {
  return qualified.slice(qualified.lastIndexOf('.') + 1);
}

interface Place {
  readonly host?: Host;
  readonly vif?: Vif;
  /** Ends of links that packets leave by. */
  readonly ports: readonly string[];
}

function* ways(topology: Topology): Generator<RuleFinding> {
  const peers = new Set(topology.peers.map(peer => peer.name));
  const groups = connected(topology);
  const seen = new Set<string>();
  for (const flow of topology.flows) {
    const from = endOf(topology, peers, flow.from);
    const to = endOf(topology, peers, flow.to);
    if (from === undefined || to === undefined || joined(from, to, groups) || seen.has(flow.flow)) continue;
    seen.add(flow.flow);
    yield noWay(flow, from, to);
  }
}

function noWay(flow: Flow, from: Place, to: Place): RuleFinding {
  const lost = from.ports.length === 0 ? flow.from : to.ports.length === 0 ? flow.to : undefined;
  const why = lost !== undefined ? `${lost} has no NIC behind it` : `no links join ${from.ports.join(' or ')} and ${to.ports.join(' or ')}`;
  return { code: 'no-way', at: placeOf(flow, 'to'), values: { flow: flow.name, from: flow.from, to: flow.to, why } };
}

/** Where a flow begins or ends: at a peer, a domain or a vif. */
function endOf(topology: Topology, peers: ReadonlySet<string>, name: string): Place | undefined {
  const asVif = vifNamed(topology, name);
  if (asVif !== undefined) return { ...asVif, ports: asVif.vif.nic === undefined ? [] : [asVif.vif.nic] };
  const host = domainNamed(topology, name)?.host;
  if (host !== undefined) return { host, ports: host.nics.map(nic => nic.name) };
  return peers.has(name) ? { ports: [name] } : undefined;
}

/** Which island of links each port is on. */
function connected(topology: Topology): ReadonlyMap<string, string> {
  const parent = new Map<string, string>();
  const rootOf = (name: string): string => {
    let root = name;
    for (let next = parent.get(root); next !== undefined && next !== root; next = parent.get(root)) root = next;
    // Shortening the way keeps long chains of switches cheap.
    for (let each = name; each !== root;) {
      const next = parent.get(each) ?? root;
      parent.set(each, root);
      each = next;
    }
    return root;
  };
  for (const link of topology.links) parent.set(rootOf(link.ends[0]), rootOf(link.ends[1]));
  const groups = new Map<string, string>();
  for (const link of topology.links) for (const end of link.ends) groups.set(end, rootOf(end));
  return groups;
}

function joined(from: Place, to: Place, groups: ReadonlyMap<string, string>): boolean {
  if (from.host !== undefined && from.host === to.host) return inOneHost(from, to);
  return from.ports.some(a => to.ports.some(b => groups.has(a) && groups.get(a) === groups.get(b)));
}

/** Within a host packets meet on a bridge, in a back-end domain's stack, or in a NIC that switches. */
function inOneHost(from: Place, to: Place): boolean {
  if (from.vif === undefined || to.vif === undefined) return true;
  const same = (a: string | undefined, b: string | undefined): boolean => a !== undefined && a === b;
  return (
    same(from.vif.bridge, to.vif.bridge) ||
    same(from.vif.nic, to.vif.nic) ||
    same(from.vif.backend, to.vif.backend) ||
    (from.vif.nic !== undefined && to.vif.nic !== undefined)
  );
}

/** Headers above Ethernet, bytes: IP and UDP, or IP and TCP with its time stamp. */
const headersOf = { tcp: 52, udp: 28, rpc: 28, message: 28 } as const;
const ethernet = 14;
/** Smallest frame without its checksum; checksum, preamble and gap come behind and before each. */
const smallestFrame = 60;
const aroundFrame = 24;
const usualMtu = 1500;

/** bit/s that a flow's rate of payload takes on a wire: every packet brings headers, checksum, preamble and gap. */
function onTheWire(flow: Flow, rate: number): number {
  const headers = headersOf[flow.transport];
  const most = (flow.mtu ?? usualMtu) - headers;
  const payload = Math.max(1, Math.min(most, flow.transport === 'tcp' ? most : (flow.size ?? most)));
  return (rate * (Math.max(smallestFrame, ethernet + headers + payload) + aroundFrame)) / payload;
}

/** Offered loads are known in advance only for flows that state a rate. */
function* load(topology: Topology): Generator<RuleFinding> {
  if (!topology.flows.some(flow => flow.rate !== undefined && flow.rate > 0)) return;
  const crossed = crossings(topology);
  for (const link of topology.links) {
    const over = linkLoad(topology, link, crossed);
    if (over === undefined || over.rate <= link.rate * (1 + 1e-9)) continue;
    yield {
      code: 'overload',
      at: placeOf(link, 'rate', 'ends'),
      values: {
        link: link.name,
        offered: showQuantity(over.rate, 'rate'),
        flows: showCount(over.count, 'flow'),
        rate: showQuantity(link.rate, 'rate')
      },
      related:
        over.flow === undefined
          ? []
          : [related(over.flow, `\`${over.flow.flow}\` offers ${showQuantity(over.flow.rate ?? 0, 'rate')} of payload a member`, 'rate')]
    };
  }
}

/** Load of one direction: flows that enter the link at its heavier end. Counted by what stands on each side of the flow. */
function linkLoad(
  topology: Topology,
  link: Link,
  crossed: ReadonlyMap<string, ReadonlySet<string>>
): { readonly rate: number; readonly count: number; readonly flow?: Flow } | undefined {
  const directions = new Map<string, { rate: number; count: number; flow?: Flow }>();
  for (const flow of topology.flows) {
    if (flow.rate === undefined || flow.rate === 0 || crossed.get(flow.name)?.has(link.name) !== true) continue;
    // Two directions of a full-duplex link are told apart by which end's host the sender belongs to.
    const side = link.ends.findIndex(end => flow.from === end || flow.from.startsWith(`${end.split('.')[0] ?? ''}.`));
    const key = side < 0 ? flow.from : String(side);
    const sum = directions.get(key) ?? { rate: 0, count: 0, flow };
    sum.rate += onTheWire(flow, flow.rate);
    sum.count++;
    directions.set(key, sum);
  }
  return [...directions.values()].sort((a, b) => b.rate - a.rate)[0];
}
