/** What crosses more of the machine than it need: other NUMA nodes, the bus twice. */
import { nicNamed, vifNamed } from '../../topology/directory.ts';
import { backendOf, crossings } from '../../topology/traffic.ts';
import type { Domain, Flow, Host, Nic, Topology } from '../../topology/model.ts';
import { showQuantity } from '../values/show.ts';
import { catalogueRow } from '../schema/nics.ts';
import { usableRate } from './pcie.ts';
import { placeOf, related } from './rule.ts';
import type { RuleFinding } from './rule.ts';

/** Domains that drive a NIC from another node than the one it is plugged into, and guests far from their back-end. */
export function* numaDistance(host: Host): Generator<RuleFinding> {
  const nodes = host.cpu.numa;
  if (nodes === undefined) return;
  yield* farBackends(host, nodes);
  const drivers = driversByNic(host);
  for (const nic of host.nics) {
    const near = nic.numa === undefined ? undefined : nodes[nic.numa];
    if (near === undefined) continue;
    for (const domain of drivers.get(nic.name) ?? []) {
      const { pin } = domain;
      if (pin === undefined || pin.length === 0 || pin.some(cpu => near.includes(cpu))) continue;
      const node = nodes.findIndex(cpus => cpus.includes(pin[0] as number));
      yield {
        code: 'numa-distance',
        at: placeOf(domain, 'pin'),
        values: { domain: domain.name, node, nic: nic.name, near: nic.numa as number },
        related: [related(nic, `\`${nic.name}\` is near node ${nic.numa as number}`, 'numa')]
      };
    }
  }
}

type Nodes = NonNullable<Host['cpu']['numa']>;

/** The one node that all pinned vCPUs are on; undefined where they are on several, or anywhere. */
function nodeOf({ pin }: Domain, nodes: Nodes): number | undefined {
  if (pin === undefined || pin.length === 0) return undefined;
  const node = nodes.findIndex(cpus => cpus.includes(pin[0] as number));
  return node >= 0 && pin.every(cpu => nodes[node]?.includes(cpu)) ? node : undefined;
}

/** Every byte between a guest and a back-end on another node is copied over the interconnect. */
function* farBackends(host: Host, nodes: Nodes): Generator<RuleFinding> {
  const byName = new Map(host.domains.map(domain => [domain.name, domain]));
  for (const guest of host.domains) {
    const node = nodeOf(guest, nodes);
    for (const vif of node === undefined ? [] : guest.vifs) {
      const backend = byName.get(backendOf(vif, host) ?? '');
      const near = backend === undefined ? undefined : nodeOf(backend, nodes);
      if (backend === undefined || near === undefined || near === node) continue;
      yield {
        code: 'numa-backend',
        at: placeOf(guest, 'pin'),
        values: { domain: guest.name, node: node as number, backend: backend.name, near },
        related: [related(backend, `\`${backend.name}\` runs on node ${near}`, 'pin')]
      };
      break;
    }
  }
}

function driversByNic(host: Host): ReadonlyMap<string, readonly Domain[]> {
  const drivers = new Map<string, Domain[]>();
  const add = (nic: string, domain: Domain | undefined): void => {
    if (domain === undefined) return;
    const list = drivers.get(nic);
    if (list === undefined) drivers.set(nic, [domain]);
    else if (!list.includes(domain)) list.push(domain);
  };
  const byName = new Map(host.domains.map(domain => [domain.name, domain]));
  for (const bridge of host.bridges) if (bridge.uplink !== undefined) add(bridge.uplink, byName.get(bridge.domain));
  for (const domain of host.domains)
    for (const vif of domain.vifs) if (vif.nic !== undefined && vif.backend === undefined) add(vif.nic, domain);
  return drivers;
}

/** Packets between two functions of one card go up the slot and down again. */
export function* betweenFunctions(topology: Topology): Generator<RuleFinding> {
  const cardOf = (name: string): string | undefined => {
    const vif = vifNamed(topology, name)?.vif;
    return vif?.model === 'sriov' ? vif.nic : undefined;
  };
  const local = new Map<Nic, Flow[]>();
  for (const flow of topology.flows) {
    const nic = cardOf(flow.from);
    const card = nic === undefined || cardOf(flow.to) !== nic ? undefined : nicNamed(topology, nic);
    if (card === undefined) continue;
    local.set(card, [...(local.get(card) ?? []), flow]);
    const usable = usableOf(card);
    const limit = usable === undefined ? '' : `: ${showQuantity(usable, 'rate')} each way, shared with what comes from the wire`;
    yield {
      code: 'bus-twice',
      at: placeOf(flow, 'to'),
      values: { flow: flow.name, nic: card.name, limit },
      related: [related(card, 'the card')]
    };
  }
  for (const [card, flows] of local) yield* busLoad(topology, card, flows);
}

function usableOf({ pcie, model }: Nic): number | undefined {
  const slots = [pcie, model === undefined ? undefined : catalogueRow(model)?.pcie];
  const rates = slots.flatMap(slot => (slot === undefined ? [] : (usableRate(slot)?.rate ?? [])));
  return rates.length === 0 ? undefined : Math.min(...rates);
}

/** What flows offer, where they say so: local traffic crosses in both directions, the wire's in one. */
function* busLoad(topology: Topology, card: Nic, local: readonly Flow[]): Generator<RuleFinding> {
  const usable = usableOf(card);
  if (usable === undefined) return;
  const crossed = crossings(topology);
  const sum = (flows: readonly Flow[]): number => flows.reduce((total, flow) => total + (flow.rate ?? 0), 0);
  const wire = topology.flows.filter(flow => !local.includes(flow) && crossed.get(flow.name)?.has(card.name) === true);
  const isOut = (flow: Flow): boolean => flow.from.startsWith(`${card.name.split('.')[0] ?? ''}.`);
  const [out, back] = [sum(wire.filter(isOut)), sum(wire.filter(flow => !isOut(flow)))];
  const busier = Math.max(out, back);
  const offered = sum(local) + busier;
  const [first] = local;
  if (offered <= usable || first === undefined) return;
  yield {
    code: 'bus-overload',
    at: placeOf(first, 'rate', 'to'),
    values: {
      nic: card.name,
      offered: showQuantity(offered, 'rate'),
      usable: showQuantity(usable, 'rate'),
      sum: `${showQuantity(sum(local), 'rate')} between functions + ${showQuantity(busier, 'rate')} with the wire`
    },
    related: [related(card, 'the card', 'pcie')]
  };
}
