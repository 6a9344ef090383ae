/** `ip -j -d link`: NICs, virtual functions and bridges of a Linux host. */
import type { Findings, ForeignFile, Place } from './finding.ts';
import { nothing } from './sketch.ts';
import type { Sketch, SketchBridge, SketchNic } from './sketch.ts';

interface Link {
  readonly ifname?: unknown;
  readonly mtu?: unknown;
  readonly master?: unknown;
  readonly link?: unknown;
  readonly parentbus?: unknown;
  readonly parentdev?: unknown;
  readonly vfinfo_list?: unknown;
  readonly linkinfo?: { readonly info_kind?: unknown; readonly info_slave_kind?: unknown };
}

export function importIpLink({ name: file, text }: ForeignFile, findings: Findings): Sketch {
  const links = parsed(text);
  if (links === undefined) {
    findings.report('unreadable', { file, start: 0, end: 0 }, { what: 'this is not what `ip -j -d link` prints: a JSON array of links' });
    return nothing;
  }
  const placeOf = (name: string): Place => {
    const at =
      text.indexOf(`"ifname":"${name}"`) < 0
        ? text.search(new RegExp(`"ifname"\\s*:\\s*"${name.replace(/[^\w]/g, '\\$&')}"`))
        : text.indexOf(`"ifname":"${name}"`);
    return { file, start: Math.max(0, at), end: Math.max(0, at) };
  };
  const named = links.flatMap(link => (typeof link.ifname === 'string' ? [{ ...link, ifname: link.ifname }] : []));
  const nics = named
    .filter(link => isPhysical(link) && !isVirtualFunction(link, named))
    .map((link): SketchNic => nicOf(link, placeOf(link.ifname)));
  const bridges = named.filter(({ linkinfo }) => linkinfo?.info_kind === 'bridge' || linkinfo?.info_kind === 'openvswitch');
  return {
    ...nothing,
    nics,
    bridges: bridges.map((bridge): SketchBridge => {
      const uplink = named
        .map(link => (link.master === bridge.ifname ? physicalBelow(link, named) : undefined))
        .find(each => each !== undefined);
      return {
        name: bridge.ifname,
        place: placeOf(bridge.ifname),
        uplink: uplink ?? null,
        ...(bridge.linkinfo?.info_kind === 'openvswitch' ? { kind: 'ovs' as const } : {}),
        kept: []
      };
    })
  };
}

function parsed(text: string): readonly Link[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter((each): each is Link => typeof each === 'object' && each !== null) : undefined;
  } catch {
    return undefined;
  }
}

/** A device on a bus, and nothing made of others. */
const isPhysical = ({ parentbus, linkinfo, ifname }: Link): boolean =>
  typeof parentbus === 'string' && linkinfo?.info_kind === undefined && ifname !== 'lo';

/** Virtual functions that the host drives itself: on the bus of a device that lists functions, at another address. */
function isVirtualFunction({ parentdev, vfinfo_list }: Link, all: readonly Link[]): boolean {
  if (Array.isArray(vfinfo_list) || typeof parentdev !== 'string') return false;
  const bus = parentdev.replace(/:[^:]*$/, '');
  return all.some(
    other =>
      Array.isArray(other.vfinfo_list) &&
      other.vfinfo_list.length > 0 &&
      typeof other.parentdev === 'string' &&
      other.parentdev !== parentdev &&
      other.parentdev.startsWith(`${bus}:`)
  );
}

function nicOf({ ifname, mtu, vfinfo_list, parentbus, parentdev }: Link & { readonly ifname: string }, place: Place): SketchNic {
  return {
    name: ifname,
    place,
    ...(typeof mtu === 'number' && mtu >= 68 && mtu <= 65_535 ? { mtu } : {}),
    ...(Array.isArray(vfinfo_list) && vfinfo_list.length > 0 ? { vfs: vfinfo_list.length } : {}),
    ...(parentbus === 'pci' && typeof parentdev === 'string' ? { address: parentdev.toLowerCase() } : {}),
    kept: []
  };
}

/** The NIC under a port: the port itself, or what a VLAN on it is made of. */
function physicalBelow(
  link: Link & { readonly ifname: string },
  all: readonly (Link & { readonly ifname: string })[],
  depth = 0
): string | undefined {
  if (isPhysical(link)) return link.ifname;
  const below = all.find(({ ifname, master }) => ifname === link.link || (link.linkinfo?.info_kind === 'bond' && master === link.ifname));
  return below === undefined || depth > 8 ? undefined : physicalBelow(below, all, depth + 1);
}
