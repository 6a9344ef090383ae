/** Named networks: what the interfaces of a domain are plugged into once the networks' own files have been read. */
import type { Findings } from './finding.ts';
import type { Sketch, SketchBridge, SketchNetwork, SketchVif } from './sketch.ts';

/** A card that is known by an address of its own: virtual functions and whole devices belong to the NIC that a host lists there. */
export function withAddresses(sketch: Sketch): Sketch {
  const known = sketch.nics.filter(({ reading, address }) => reading === undefined && address !== undefined);
  const renamed = new Map<string, string>();
  for (const { name, reading, address } of sketch.nics) {
    if (reading === undefined || address === undefined) continue;
    const card = known.find(each => each.address === address || (address.endsWith(':*') && each.address!.startsWith(address.slice(0, -1))));
    if (card !== undefined) renamed.set(name, card.name);
  }
  const nameOf = (nic: SketchVif['nic']): SketchVif['nic'] => (typeof nic === 'string' ? (renamed.get(nic) ?? nic) : nic);
  return {
    ...sketch,
    nics: sketch.nics.filter(({ name }) => !renamed.has(name)),
    domains: sketch.domains.map(domain => ({
      ...domain,
      vifs: domain.vifs.map(vif => (vif.nic === undefined ? vif : { ...vif, nic: nameOf(vif.nic) }))
    }))
  };
}

/** An interface of a network that no file describes is on a bridge of the network's name. */
export function withNetworks(sketch: Sketch, findings: Findings): Sketch {
  const networks = new Map(sketch.networks.map(network => [network.name, network]));
  const assumed = new Map<string, SketchBridge>();
  const placed = (vif: SketchVif): SketchVif => {
    if (vif.network === undefined) return vif;
    const network = networks.get(vif.network);
    if (network !== undefined) return { ...vif, ...wayOf(network) };
    findings.report('libvirt-network', vif.place, { network: vif.network });
    const kept = [{ tag: 'libvirt.source', text: vif.network }];
    if (!assumed.has(vif.network)) assumed.set(vif.network, { name: vif.network, place: vif.place, kept });
    return { ...vif, bridge: vif.network };
  };
  const domains = sketch.domains.map(domain => ({ ...domain, vifs: domain.vifs.map(placed) }));
  return { ...sketch, domains, bridges: [...sketch.bridges, ...assumed.values()] };
}

function wayOf({ bridge, bridgeKind, nic, isPool }: SketchNetwork): Partial<SketchVif> {
  if (bridge !== undefined) return { bridge, bridgeKind };
  return { nic, ...(isPool ? { model: 'sriov' as const, virtioBackend: undefined, reading: undefined, backend: undefined } : {}) };
}
