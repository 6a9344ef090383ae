/**
 * Grant-table arithmetic of the Xen split driver: what a guest's interfaces ask for, and which of their queues come up.
 * The rules, the editor's hints and both engines ask here.
 *
 * Source: Linux netfront/netback (256-slot rings, one page each), xen-api's sizing notes. One queue keeps a transmit slot and
 * a receive slot granted for every ring entry, plus the two ring pages; a guest keeps 8 reserved entries and about 2 for
 * xenstore and console. The formula reproduces Oracle's published symptom "eth7: only created 7 queues" at 64 frames.
 */
import { agreedQueues, usesGrants } from './agreement.ts';
import type { Domain, Host } from './model.ts';

export const RING_SLOTS = 256;
export const GRANTS_PER_QUEUE = 2 * RING_SLOTS + 2;
export const FIXED_GRANTS = 10;
/** Entries of one 4 KiB frame: 8-byte entries (v1), 16-byte (v2). */
export const ENTRIES_PER_FRAME = { 1: 512, 2: 256 } as const;

/** A block device with a one-page ring and no indirect segments: the ring, and 11 pages for each of 32 requests. Source: xen-api. */
export const GRANTS_PER_BLOCK_DEVICE = 1 + 32 * 11;

/** Windows front-ends: 1 + 256 + 1 per queue and direction, rounded up to slabs of 253 entries. */
export const WINDOWS_SLAB = 253;
export const WINDOWS_SLABS_PER_QUEUE = 4;

export interface GrantNeed {
  /** Entries: fixed, reserved by other devices, and per vif for the queues that both ends agree on. */
  readonly entries: number;
  readonly framesNeeded: number;
  readonly framesLimit: number;
  readonly entriesLimit: number;
  /** In the order they are connected. */
  readonly vifs: readonly GrantedVif[];
}

export interface GrantedVif {
  readonly vif: string;
  readonly asked: number;
  /** What front-end and back-end would bring up if there were grants for all. */
  readonly agreed: number;
  /** Those that find grants. */
  readonly effective: number;
}

/** Entries one queue of a vif of this domain keeps. */
export function grantsPerQueue(domain: Domain): number {
  return domain.os === 'windows' ? WINDOWS_SLABS_PER_QUEUE * WINDOWS_SLAB : GRANTS_PER_QUEUE;
}

/** Frames that so many entries take. */
export function framesOf(entries: number, host: Host): number {
  return Math.ceil(entries / ENTRIES_PER_FRAME[host.hypervisor.grantVersion]);
}

/** What the domain's vifs need of its grant table, and which queues come up, vif by vif in the order they are connected. */
export function grantNeed(domain: Domain, host: Host): GrantNeed {
  const framesLimit = domain.maxGrantFrames ?? host.hypervisor.maxGrantFrames;
  const entriesLimit = framesLimit * ENTRIES_PER_FRAME[host.hypervisor.grantVersion];
  const perQueue = grantsPerQueue(domain);
  let entries = FIXED_GRANTS + domain.reservedGrants;
  let left = entriesLimit - entries;
  const vifs = domain.vifs.filter(usesGrants).map(vif => {
    const agreed = agreedQueues(vif, domain, host).queues;
    const effective = Math.max(0, Math.min(agreed, Math.floor(left / perQueue)));
    left -= effective * perQueue;
    entries += agreed * perQueue;
    return { vif: vif.name, asked: vif.queues, agreed, effective };
  });
  return { entries, framesNeeded: framesOf(entries, host), framesLimit, entriesLimit, vifs };
}

export interface QueueCount {
  readonly vif: string;
  readonly asked: number;
  readonly agreed: number;
  /** What really comes up: agreed on, and found grants where it needs them. */
  readonly effective: number;
}

/** Every vif of a domain, in the order of the file, with the queues that come up. */
export function queueCounts(domain: Domain, host: Host): readonly QueueCount[] {
  const granted = host.hypervisor.kind === 'xen' && domain.vifs.some(usesGrants) ? grantNeed(domain, host).vifs : [];
  const counts = new Map(granted.map(each => [each.vif, each]));
  return domain.vifs.map(vif => {
    const known = counts.get(vif.name);
    if (known !== undefined) return known;
    const { queues } = agreedQueues(vif, domain, host);
    return { vif: vif.name, asked: vif.queues, agreed: queues, effective: queues };
  });
}
