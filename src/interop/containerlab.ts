/** containerlab topologies (`*.clab.yml`): nodes as guests of one host, links as bridges between two vifs. */
import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Node, YAMLMap } from 'yaml';
import type { Findings, ForeignFile, Place } from './finding.ts';
import { anyNic, nothing } from './sketch.ts';
import type { Sketch, SketchBridge, SketchDomain, SketchVif } from './sketch.ts';
import { readAffinity } from './xl/affinity.ts';

/** containerlab gives its links this MTU unless they say otherwise. */
const DEFAULT_MTU = 9500;

/** Kinds that are bridges of the host. */
const BRIDGES: ReadonlySet<string> = new Set(['bridge', 'ovs-bridge']);

/** Kinds that run a virtual machine within the container (vrnetlab). */
const MACHINES =
  /^(vr-|juniper_v|cisco_(xrv|csr|c8000v|n9kv|cat9kv|ftdv|iol)|nokia_sros|arista_veos|paloalto|mikrotik|dell_|hp_vsr|aruba|fortinet|freebsd|openbsd|generic_vm|checkpoint|f5_)/;

/** Documents with more aliases than this are not expanded: they are no labs. */
const MAX_ALIASES = 100;

export function importContainerlab({ name: file, text }: ForeignFile, findings: Findings): Sketch {
  const document = parseDocument(text, { prettyErrors: false });
  for (const { message, pos } of document.errors)
    findings.report('unreadable', { file, start: pos[0], end: pos[1] }, { what: `this is no YAML: ${message}` });
  const topology = get(document.contents, 'topology');
  if (!isMap(topology)) {
    if (document.errors.length === 0) findings.report('unreadable', { file, start: 0, end: 0 }, { what: 'there is no `topology`' });
    return nothing;
  }
  if ((text.match(/(^|[\s[{,])\*\w/g) ?? []).length > MAX_ALIASES) {
    findings.report('unreadable', { file, start: 0, end: 0 }, { what: 'there are more aliases than a lab has' });
    return nothing;
  }
  return labOf(topology, file, findings);
}

function labOf(topology: YAMLMap, file: string, findings: Findings): Sketch {
  const at = (node: unknown): Place => {
    const range = (node as Partial<Node> | undefined)?.range;
    return { file, start: range?.[0] ?? 0, end: range?.[1] ?? 0 };
  };
  const nodes = new Map(
    entriesOf(get(topology, 'nodes')).map(([name, node, key]) => [name, { place: at(key), settings: inherited(topology, node) }])
  );
  const bridges = [...nodes].flatMap(([name, { settings, place }]): SketchBridge[] =>
    BRIDGES.has(settings('kind') ?? '')
      ? [{ name, place, uplink: null, ...(settings('kind') === 'ovs-bridge' ? { kind: 'ovs' as const } : {}), kept: [] }]
      : []
  );
  const vifs = new Map<string, SketchVif[]>();
  const links = get(topology, 'links');
  const made: SketchBridge[] = [];
  for (const link of isSeq(links) ? links.items : []) {
    const place = at(link);
    const ends = endsOf(link);
    const mtu = numberOf(get(link, 'mtu'), 68, 65_535);
    const type = textOf(get(link, 'type'));
    const inside = ends.filter(({ node }) => nodes.has(node) && !BRIDGES.has(nodes.get(node)!.settings('kind') ?? ''));
    const other = ends.find(end => !inside.includes(end));
    if (inside.length === 0) {
      findings.report('clab-link', place, { what: 'this link has no node at its ends, and is left out' });
      continue;
    }
    const way = wayOf(inside, other, made.length + 1, nodes);
    if (way === undefined) {
      findings.report('clab-link', place, {
        what: `a link of type \`${type ?? other?.node ?? 'unknown'}\` leads nowhere, and is left out`
      });
      continue;
    }
    if (way.remark !== undefined) findings.report('clab-link', place, { what: way.remark });
    if (way.made !== undefined && ![...bridges, ...made].some(({ name }) => name === way.made))
      made.push({ name: way.made, place, uplink: null, ...(way.isPair ? { kind: 'none' as const } : {}), kept: [] });
    for (const { node, port } of inside) {
      const vif: SketchVif = {
        name: port,
        place,
        model: 'virtio',
        ...(way.nic === undefined ? { bridge: way.bridge } : { nic: way.nic }),
        mtu: mtu ?? (way.nic === undefined ? DEFAULT_MTU : undefined),
        kept: []
      };
      vifs.set(node, [...(vifs.get(node) ?? []), vif]);
    }
  }
  const domains = [...nodes].flatMap(([name, { settings, place }]) =>
    BRIDGES.has(settings('kind') ?? '') ? [] : [domainOf(name, settings, place, vifs.get(name) ?? [])]
  );
  const container = [...nodes].find(([, { settings }]) => !BRIDGES.has(settings('kind') ?? '') && !MACHINES.test(settings('kind') ?? ''));
  if (container !== undefined) findings.report('clab-container', container[1].place);
  return { ...nothing, kind: 'kvm', domains, bridges: [...bridges, ...made] };
}

/** A setting of a node as text: its own, else of its group, its kind, or the defaults. `env.NAME` is a variable. */
type Settings = (key: string) => string | undefined;

function inherited(topology: YAMLMap, node: unknown): Settings {
  const own = (of: unknown, key: string): string | undefined => {
    const [first, second] = key.split('.') as [string, string?];
    return textOf(second === undefined ? get(of, first) : get(get(of, first), second));
  };
  const defaults = get(topology, 'defaults');
  const groupOf = (name: string | undefined): unknown => (name === undefined ? undefined : get(get(topology, 'groups'), name));
  const group = groupOf(own(node, 'group'));
  const kind = own(node, 'kind') ?? own(group, 'kind') ?? own(defaults, 'kind');
  const ofKind = kind === undefined ? undefined : get(get(topology, 'kinds'), kind);
  return key => (key === 'kind' ? kind : (own(node, key) ?? own(group, key) ?? own(ofKind, key) ?? own(defaults, key)));
}

function domainOf(name: string, settings: Settings, place: Place, vifs: readonly SketchVif[]): SketchDomain {
  const cpus = Number(settings('env.VCPU') ?? settings('env.QEMU_SMP') ?? settings('cpu') ?? NaN);
  const pin = readAffinity(settings('cpu-set') ?? 'all');
  const kept = ['kind', 'type', 'image'].flatMap(key =>
    settings(key) === undefined ? [] : [{ tag: 'containerlab', text: `${key}: ${settings(key)}` }]
  );
  return {
    name,
    place,
    kind: 'hvm',
    ...(cpus > 0 && cpus <= 4096 ? { vcpus: Math.ceil(cpus) } : {}),
    ...(Array.isArray(pin) ? { pin: pin as readonly number[] } : {}),
    memory: memoryOf(settings),
    vifs,
    kept
  };
}

const SIZES: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 2 ** 10,
  kb: 1e3,
  kib: 2 ** 10,
  m: 2 ** 20,
  mb: 1e6,
  mib: 2 ** 20,
  g: 2 ** 30,
  gb: 1e9,
  gib: 2 ** 30
};

/** A container's limit, or what the machine within it is given. */
function memoryOf(settings: Settings): number | undefined {
  const [, value, unit] = /^\s*(\d+(?:\.\d+)?)\s*([kmg]?i?b?)\s*$/i.exec(settings('memory') ?? '') ?? [];
  const factor = value === undefined ? undefined : SIZES[unit!.toLowerCase()];
  if (factor !== undefined && Number(value) > 0) return Math.round(Number(value) * factor);
  const megabytes = Number(settings('env.RAM') ?? settings('env.QEMU_MEMORY') ?? NaN);
  return megabytes > 0 && megabytes < 2 ** 30 ? Math.round(megabytes * 2 ** 20) : undefined;
}

interface End {
  readonly node: string;
  readonly port: string;
}

/** `["n1:eth1", "n2:eth1"]`, `endpoints: [{node, interface}]`, or a single `endpoint`. */
function endsOf(link: unknown): readonly End[] {
  const several = get(link, 'endpoints');
  const single = get(link, 'endpoint');
  const ends = [...(isSeq(several) ? several.items : []), ...(single === undefined ? [] : [single])].map((end): End => {
    if (isMap(end)) return { node: textOf(get(end, 'node')) ?? '', port: textOf(get(end, 'interface')) ?? 'eth1' };
    const [node = '', ...port] = expanded(textOf(end) ?? '').split(':');
    return { node, port: port.join(':') || 'eth1' };
  });
  const type = textOf(get(link, 'type'));
  const hostInterface = textOf(get(link, 'host-interface'));
  return single !== undefined && type !== undefined
    ? [...ends, { node: type, port: hostInterface === undefined ? type : expanded(hostInterface) }]
    : ends;
}

/** `${NAME:=default}`: without the environment, what stands behind. */
const expanded = (text: string): string => text.replace(/\$\{[^}:]*(?::?[-=]([^}]*))?\}/g, (_, value?: string) => value ?? '');

interface Way {
  readonly bridge?: string;
  readonly nic?: string | typeof anyNic;
  /** A bridge that has to be made. */
  readonly made?: string;
  readonly isPair?: boolean;
  readonly remark?: string;
}

function wayOf(inside: readonly End[], other: End | undefined, number: number, nodes: ReadonlyMap<string, unknown>): Way | undefined {
  if (other === undefined) return inside.length === 2 ? { bridge: `link${number}`, made: `link${number}`, isPair: true } : undefined;
  if (nodes.has(other.node)) return { bridge: other.node };
  switch (other.node) {
    case 'host':
      return { bridge: other.port, made: other.port };
    case 'mgmt-net':
      return { bridge: 'mgmt-net', made: 'mgmt-net' };
    case 'macvlan':
      return { nic: other.port };
    case 'vxlan':
    case 'vxlan-stitched':
      return { nic: anyNic, remark: 'the tunnel is taken for a plain way to the NIC: encapsulation is not modelled' };
    default:
      return undefined;
  }
}

function get(node: unknown, key: string): unknown {
  return isMap(node) ? (node.get(key, true) as unknown) : undefined;
}

function entriesOf(node: unknown): [name: string, value: unknown, key: unknown][] {
  return isMap(node) ? node.items.map(({ key, value }) => [String(isScalar(key) ? key.value : key), value, key]) : [];
}

function textOf(node: unknown): string | undefined {
  const value = isScalar(node) ? node.value : node;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function numberOf(node: unknown, least: number, most: number): number | undefined {
  const value = Number(textOf(node) ?? NaN);
  return Number.isInteger(value) && value >= least && value <= most ? value : undefined;
}
