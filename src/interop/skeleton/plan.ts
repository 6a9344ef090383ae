/**
 * Makes a whole host of what foreign files say: finds the domains, bridges and NICs that are named but not declared,
 * and gives everything a name of `.xnet`. No value is assumed here; that is `write.ts`.
 */
import type { Findings, Place } from '../finding.ts';
import { anyNic } from '../sketch.ts';
import type { Sketch, SketchBridge, SketchDomain, SketchNic, SketchVif } from '../sketch.ts';
import type { HypervisorKind } from '../../topology/model.ts';
import { NamesOfBlock } from './names.ts';

/** Name of the host in what is written. */
export const HOST = 'server';

export interface PlannedHost {
  readonly kind: HypervisorKind;
  readonly sketch: Sketch;
  readonly nics: readonly PlannedNic[];
  readonly domains: readonly PlannedDomain[];
  readonly bridges: readonly PlannedBridge[];
  /** Name of the grant policy, free in the host's block. */
  readonly policy: string;
}

export interface PlannedNic {
  readonly name: string;
  readonly sketch: SketchNic;
  /** The domain that drives it. */
  driver?: PlannedDomain;
}

export interface PlannedDomain {
  readonly name: string;
  readonly sketch: SketchDomain;
  readonly role: 'guest' | 'driver' | 'control' | 'native';
  /** No file declares it. */
  readonly isAssumed: boolean;
  readonly vifs: PlannedVif[];
}

export interface PlannedBridge {
  readonly name: string;
  readonly sketch: SketchBridge;
  readonly domain: PlannedDomain;
  readonly nic?: PlannedNic;
}

export interface PlannedVif {
  readonly name: string;
  readonly sketch: SketchVif;
  readonly bridge?: PlannedBridge;
  readonly nic?: PlannedNic;
  readonly backend?: PlannedDomain;
}

/** Models whose packets a back-end domain moves. */
const split: ReadonlySet<SketchVif['model']> = new Set(['netfront', 'emulated', 'virtio', 'multiqueue', 'shared']);

/** Names of the host's own domain in tools and files. */
const ownNames: ReadonlySet<string> = new Set(['0', 'Domain-0', 'dom0']);

/** @param place where a finding about the whole goes */
export function planHost(sketch: Sketch, findings: Findings, place: Place): PlannedHost {
  const kind = sketch.kind ?? (sketch.networks.length > 0 ? 'kvm' : 'none');
  const names = new NamesOfBlock();
  const own = kind === 'xen' ? 'dom0' : 'host_os';
  const ownRole = kind === 'xen' ? 'driver' : kind === 'kvm' ? 'control' : 'native';
  const keyOf = (name: string | undefined): string => (name === undefined || ownNames.has(name) ? own : name);
  const backends = new Set(
    [...sketch.domains.flatMap(domain => domain.vifs.filter(isSplit)), ...sketch.bridges].map(each =>
      keyOf('model' in each ? each.backend : each.domain)
    )
  );

  const domains = new Map<string, PlannedDomain>();
  /** Cards that driver domains have been given: their bridges are on them. */
  const owned = new Map<PlannedDomain, readonly string[]>();
  const doubles: PlannedDomain[] = [];
  const addDomain = (each: SketchDomain, isAssumed: boolean): PlannedDomain => {
    const key = keyOf(each.name);
    const name = names.take(key);
    const role = key === own ? ownRole : (each.role ?? (backends.has(key) ? 'driver' : 'guest'));
    const planned: PlannedDomain = { name, sketch: role === 'driver' ? withoutOwn(each) : each, role, isAssumed, vifs: [] };
    if (role === 'driver') owned.set(planned, ownNics(each));
    if (domains.has(key)) {
      findings.report('same-name', each.place, { name: key, other: name });
      doubles.push(planned);
    } else domains.set(key, planned);
    return planned;
  };
  const domainOf = (name: string | undefined, at: Place): PlannedDomain => {
    const key = keyOf(name);
    return domains.get(key) ?? addDomain({ name: key, place: at, vifs: [], kept: [] }, true);
  };

  // The host's own domain first: everything else refers to it.
  const ownDeclared = sketch.domains.find(({ name }) => keyOf(name) === own);
  if (ownDeclared !== undefined) addDomain(ownDeclared, false);
  else addDomain({ name: own, place, vifs: [], kept: [] }, true);
  for (const each of sketch.domains) if (each !== ownDeclared) addDomain(each, false);

  const nics = new Map<string, PlannedNic>();
  const addNic = (each: SketchNic): PlannedNic => {
    const planned: PlannedNic = { name: names.take(each.name), sketch: each };
    nics.set(each.name, planned);
    return planned;
  };
  for (const each of sketch.nics) addNic(each);
  const nicNamed = (name: string, at: Place): PlannedNic => nics.get(name) ?? addNic({ name, place: at, kept: [] });

  /** NICs that nothing has been plugged into yet serve first; then one is assumed. */
  const used = new Set<PlannedNic>();
  const freeNic = (at: Place, driver: PlannedDomain): PlannedNic => {
    const own = (owned.get(driver) ?? []).map(name => nicNamed(name, at)).find(nic => !used.has(nic));
    if (own !== undefined) return own;
    const free = [...nics.values()].find(nic => !used.has(nic) && nic.sketch.reading === undefined);
    if (free !== undefined) return free;
    let number = 0;
    while (nics.has(`eth${number}`)) number++;
    return addNic({ name: `eth${number}`, place: at, reading: 'no file names it', kept: [] });
  };
  const plug = (nic: PlannedNic, driver: PlannedDomain): PlannedNic => {
    used.add(nic);
    nic.driver ??= driver;
    return nic;
  };
  for (const name of sketch.bridges.flatMap(({ uplink }) => uplink ?? [])) used.add(nicNamed(name, place));
  for (const vif of [...domains.values(), ...doubles].flatMap(domain => domain.sketch.vifs))
    if (typeof vif.nic === 'string') used.add(nicNamed(vif.nic, vif.place));

  const bridges = new Map<string, PlannedBridge>();
  const bridgeOf = (each: SketchBridge): PlannedBridge => {
    const domain = domainOf(each.domain, each.place);
    const key = `${domain.name} ${each.name}`;
    const known = bridges.get(key);
    if (known !== undefined) return known;
    const nic =
      each.uplink === null
        ? undefined
        : plug(each.uplink === undefined ? freeNic(each.place, domain) : nicNamed(each.uplink, each.place), domain);
    const planned: PlannedBridge = { name: names.take(each.name, domain.name), sketch: each, domain, nic };
    bridges.set(key, planned);
    return planned;
  };
  for (const each of sketch.bridges) bridgeOf(each);

  const anyNics = new Map<PlannedDomain, PlannedNic>();
  const anyOf = (driver: PlannedDomain, at: Place): PlannedNic => {
    const nic = anyNics.get(driver) ?? freeNic(at, driver);
    anyNics.set(driver, nic);
    return nic;
  };
  const straightTo = (nic: PlannedNic, domain: PlannedDomain, at: Place): PlannedBridge => {
    const key = `${domain.name} straight to ${nic.name}`;
    const known = bridges.get(key);
    if (known !== undefined) return known;
    const name = names.take(`to_${nic.name}`);
    const planned: PlannedBridge = { name, sketch: { name, place: at, kind: 'none', kept: [] }, domain, nic };
    bridges.set(key, planned);
    return planned;
  };
  const addVif = (domain: PlannedDomain, each: SketchVif, taken: NamesOfBlock): void => {
    const at = each.place;
    const backend = isSplit(each) ? domainOf(each.backend, at) : undefined;
    const bridge =
      each.bridge === undefined
        ? undefined
        : bridgeOf({ name: each.bridge, place: at, domain: each.backend, kind: each.bridgeKind, kept: [] });
    const driver = backend ?? domain;
    const nic = each.nic === undefined ? undefined : plug(each.nic === anyNic ? anyOf(driver, at) : nicNamed(each.nic, at), driver);
    // A back-end hands its packets to a bridge; where none is named, to one that does nothing.
    const direct = nic === undefined || backend === undefined || each.virtioBackend === 'vdpa' ? undefined : straightTo(nic, backend, at);
    domain.vifs.push({
      name: taken.take(each.name),
      sketch: each,
      bridge: bridge ?? direct,
      nic: direct === undefined ? nic : undefined,
      backend
    });
  };
  for (const domain of [...domains.values(), ...doubles]) {
    const taken = new NamesOfBlock();
    for (const each of domain.sketch.vifs) addVif(domain, each, taken);
  }
  return {
    kind,
    sketch,
    nics: [...nics.values()],
    domains: [...domains.values(), ...doubles],
    bridges: [...bridges.values()],
    policy: names.take('linux_netback')
  };
}

/** A driver domain's card is no vif of its own: it is what its bridges are on. */
const isOwn = ({ model, nic }: SketchVif): boolean => model === 'direct' && typeof nic === 'string';

const ownNics = ({ vifs }: SketchDomain): readonly string[] =>
  vifs.filter(isOwn).flatMap(({ nic }) => (typeof nic === 'string' ? [nic] : []));

function withoutOwn(domain: SketchDomain): SketchDomain {
  const kept = domain.vifs.filter(isOwn).flatMap(vif => vif.kept.filter(({ tag }) => tag !== 'in'));
  return { ...domain, vifs: domain.vifs.filter(vif => !isOwn(vif)), kept: [...domain.kept, ...kept] };
}

const isSplit = ({ model }: SketchVif): boolean => split.has(model);
