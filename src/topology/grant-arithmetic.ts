/**
 * Grant-table arithmetic of the Xen split driver: what a guest's interfaces ask for, and which of their queues come up.
 *
 * Source: Linux netfront/netback (256-slot rings, one page each), xen-api's sizing notes. One queue keeps a transmit slot and
 * a receive slot granted for every ring entry, plus the two ring pages; a guest keeps 8 reserved entries and about 2 for
 * xenstore and console. The formula reproduces Oracle's published symptom "eth7: only created 7 queues" at 64 frames.
 */
import type { Domain, Hypervisor, Vif } from './model.ts';

export const RING_SLOTS = 256;
export const GRANTS_PER_QUEUE = 2 * RING_SLOTS + 2;
export const FIXED_GRANTS = 10;
/** Entries of one 4 KiB frame: 8-byte entries (v1), 16-byte (v2). */
export const ENTRIES_PER_FRAME = { 1: 512, 2: 256 } as const;

/** Windows front-ends: 1 + 256 + 1 per queue, rounded up to slabs of 253 entries. */
export const WINDOWS_SLAB = 253;

export interface GrantNeed {
  /** Entries: fixed, reserved by other devices, and per vif for the queues asked for. */
  readonly entries: number;
  readonly framesNeeded: number;
  readonly framesLimit: number;
  readonly entriesLimit: number;
  /** Per vif name: queues asked for and queues that come up. */
  readonly vifs: readonly { readonly vif: string; readonly asked: number; readonly effective: number; readonly entries: number }[];
}

/** Whether a vif's front-end keeps its buffers in the grant table. */
export function usesGrants(vif: Vif): boolean {
  return vif.model === 'netfront' || vif.model === 'multiqueue' || vif.model === 'shared';
}

/** Entries one queue of a vif of this domain keeps. */
export function grantsPerQueue(domain: Domain): number {
  if (domain.os !== 'windows') return GRANTS_PER_QUEUE;
  return 4 * WINDOWS_SLAB;
}

/** What the domain's vifs need of its grant table, and which queues come up, vif by vif in the order they are connected. */
export function grantNeed(domain: Domain, hypervisor: Hypervisor): GrantNeed {
  const framesLimit = domain.maxGrantFrames ?? hypervisor.maxGrantFrames;
  const perFrame = ENTRIES_PER_FRAME[hypervisor.grantVersion];
  const entriesLimit = framesLimit * perFrame;
  const perQueue = grantsPerQueue(domain);
  let left = entriesLimit - FIXED_GRANTS - domain.reservedGrants;
  let entries = FIXED_GRANTS + domain.reservedGrants;
  const vifs = domain.vifs.filter(usesGrants).map(vif => {
    const asked = Math.min(vif.queues, domain.maxQueues ?? Infinity);
    const effective = Math.max(0, Math.min(asked, Math.floor(left / perQueue)));
    left -= effective * perQueue;
    entries += asked * perQueue;
    return { vif: vif.name, asked, effective, entries: asked * perQueue };
  });
  return { entries, framesNeeded: Math.ceil(entries / perFrame), framesLimit, entriesLimit, vifs };
}
