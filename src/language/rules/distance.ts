/** What crosses more of the machine than it need: other NUMA nodes, the bus twice. */
import type { Domain, Host, Topology } from '../../topology/model.ts';
import { showQuantity } from '../values/show.ts';
import { usableRate } from './pcie.ts';
import { placeOf, related } from './rule.ts';
import type { RuleFinding } from './rule.ts';

/** Domains that drive a NIC from another node than the one it is plugged into. */
export function* numaDistance(host: Host): Generator<RuleFinding> {
  const nodes = host.cpu.numa;
  if (nodes === undefined) return;
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
        extra: { related: [{ ...placeOf(nic, 'numa'), message: `\`${nic.name}\` is near node ${nic.numa as number}` }] }
      };
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
  const functions = new Map(
    topology.hosts.flatMap(host =>
      host.domains.flatMap(domain => domain.vifs.filter(vif => vif.model === 'sriov').map(vif => [vif.name, vif.nic] as const))
    )
  );
  if (functions.size === 0) return;
  const nics = new Map(topology.hosts.flatMap(host => host.nics.map(nic => [nic.name, nic] as const)));
  for (const flow of topology.flows) {
    const nic = functions.get(flow.from);
    if (nic === undefined || functions.get(flow.to) !== nic) continue;
    const card = nics.get(nic);
    const usable = card?.pcie === undefined ? undefined : usableRate(card.pcie);
    const limit = usable === undefined ? '' : `: ${showQuantity(usable.rate, 'rate')} each way, shared with what comes from the wire`;
    yield {
      code: 'bus-twice',
      at: placeOf(flow, 'to'),
      values: { flow: flow.name, nic, limit },
      extra: card === undefined ? {} : { related: [related(card, 'the card')] }
    };
  }
}
