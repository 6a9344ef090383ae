/**
 * What foreign files say about one host, before anything is assumed: absent means "no file says".
 * Names are those of the foreign files; rates in bit/s, sizes in bytes, ratios as ratios.
 */
import type { Bridge, Domain, HypervisorKind, Vif } from '../topology/model.ts';
import type { Place } from './finding.ts';
import type { Kept } from './kept.ts';

export interface Sketch {
  /** Absent where a file holds for any hypervisor (`ip link`). */
  readonly kind?: HypervisorKind;
  readonly cores?: number;
  /** Hz. */
  readonly clock?: number;
  readonly domains: readonly SketchDomain[];
  readonly bridges: readonly SketchBridge[];
  readonly nics: readonly SketchNic[];
  /** Named networks: what an interface of such a network is plugged into. */
  readonly networks: readonly SketchNetwork[];
  /** Foreign text about the host as a whole. */
  readonly kept: readonly Kept[];
}

/** A virtual network by name, as libvirt has them: a bridge, or NICs that its members reach directly. */
export interface SketchNetwork {
  readonly name: string;
  readonly bridge?: string;
  readonly bridgeKind?: Bridge['kind'];
  readonly nic?: string;
  /** Members get virtual functions of the NIC. */
  readonly isPool: boolean;
}

export interface SketchDomain {
  readonly name: string;
  readonly place: Place;
  readonly role?: Domain['role'];
  readonly kind?: Domain['kind'];
  readonly vcpus?: number;
  readonly pin?: readonly number[];
  readonly weight?: number;
  readonly cap?: number;
  readonly memory?: number;
  readonly maxGrantFrames?: number;
  readonly maxQueues?: number;
  readonly vifs: readonly SketchVif[];
  readonly kept: readonly Kept[];
}

export interface SketchVif {
  /** Name within the domain. */
  readonly name: string;
  readonly place: Place;
  readonly model: Vif['model'];
  /** What the model is read from, where the file does not name it. */
  readonly reading?: string;
  /** Name of the back-end domain; absent: the host's own. */
  readonly backend?: string;
  readonly virtioBackend?: Vif['virtioBackend'];
  /** Kind of software switch behind it, where the file says. */
  readonly bridgeKind?: Bridge['kind'];
  readonly bridge?: string;
  /** Named network, where the file names no bridge. */
  readonly network?: string;
  /** The NIC it reaches without a bridge; `any` where no file names it. */
  readonly nic?: string | typeof anyNic;
  readonly queues?: number;
  readonly mac?: string;
  readonly mtu?: number;
  readonly rate?: number;
  readonly burst?: number;
  readonly trusted?: boolean;
  readonly ring?: number;
  readonly offloadsOff?: readonly Vif['offloads'][number][];
  readonly kept: readonly Kept[];
}

/** A NIC that no file names. */
export const anyNic: unique symbol = Symbol('any NIC');

export interface SketchBridge {
  readonly name: string;
  readonly place: Place;
  /** Domain that runs it; absent: the host's own. */
  readonly domain?: string;
  readonly kind?: Bridge['kind'];
  /** Name of its NIC; `null`: it has none; absent: no file says. */
  readonly uplink?: string | null;
  readonly netfilter?: boolean;
  readonly kept: readonly Kept[];
}

export interface SketchNic {
  readonly name: string;
  readonly place: Place;
  readonly rate?: number;
  readonly vfs?: number;
  readonly mtu?: number;
  readonly rxQueues?: number;
  /** PCI address: `0000:05:00.0`. */
  readonly address?: string;
  /** What its being there is read from, where no file declares it. */
  readonly reading?: string;
  readonly kept: readonly Kept[];
}

export const nothing: Sketch = { domains: [], bridges: [], nics: [], networks: [], kept: [] };

/** Several files about one host. What two say about the same bridge or NIC is joined; the first word stands. */
export function joined(sketches: readonly Sketch[]): Sketch {
  return sketches.reduce(
    (all, one) => ({
      kind: all.kind ?? one.kind,
      cores: all.cores ?? one.cores,
      clock: all.clock ?? one.clock,
      domains: [...all.domains, ...one.domains],
      bridges: joinedByName([...all.bridges, ...one.bridges], ({ name, domain }) => `${domain ?? ''} ${name}`),
      nics: joinedByName([...all.nics, ...one.nics], ({ name }) => name),
      networks: [...all.networks, ...one.networks],
      kept: [...all.kept, ...one.kept]
    }),
    nothing
  );
}

function joinedByName<Thing extends { readonly kept: readonly Kept[] }>(
  things: readonly Thing[],
  keyOf: (thing: Thing) => string
): Thing[] {
  const byKey = new Map<string, Thing>();
  for (const thing of things) {
    const first = byKey.get(keyOf(thing));
    byKey.set(keyOf(thing), first === undefined ? thing : { ...thing, ...said(first), kept: [...first.kept, ...thing.kept] });
  }
  return [...byKey.values()];
}

/** What is known of a thing, without its blanks. */
function said<Thing extends object>(thing: Thing): Thing {
  return Object.fromEntries(Object.entries(thing).filter(([, value]) => value !== undefined)) as Thing;
}
