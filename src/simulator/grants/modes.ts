/**
 * Grant policies as strategies: what crossing the protection boundary costs each side, per mode and direction.
 * A mode is a row here; stages of split drivers ask for the row and know no mode by name.
 *
 * `hypercall` is per batch of the side that issues it, `grant_page` is one acquire and release of a page by the hypervisor.
 */
import type { GrantMode, GrantPolicy } from '../../topology/model.ts';
import type { Charge } from '../model/stage.ts';

export interface Crossing {
  /** Charged in the back-end's activation. */
  readonly back: readonly Charge[];
  /** Charged in the front-end's activation. */
  readonly front: readonly Charge[];
  /** Where the payload lies afterwards, seen from the side that reads it next. */
  readonly payload: 'cold' | 'other_core' | 'hot';
}

const FLUSH_BATCH = 32;

const grant = (operation: string, per: Charge['per'], times = 1, component = 'grant copy'): Charge => ({
  component,
  operation,
  per,
  times
});
const issue: Charge[] = [grant('grant_issue', 'page', 1, 'grants'), grant('grant_revoke', 'page', 1, 'grants')];

/** A pool smaller than the ring leaves some buffers ungranted: the share that must be granted each time. */
function outsidePool(policy: GrantPolicy, ring: number): number {
  return Math.max(0, 1 - policy.pool / ring);
}

/** Unmaps that share a TLB flush: netback collects 32; lazy revocation as many as a hypercall holds. */
function flushBatch(policy: GrantPolicy): number {
  return policy.revoke === 'lazy' ? Math.max(FLUSH_BATCH, policy.batch) : FLUSH_BATCH;
}

function mapped(policy: GrantPolicy, share = 1): Charge[] {
  return [
    grant('grant_map', 'page', share, 'grant map'),
    grant('grant_unmap', 'page', share, 'grant map'),
    grant('tlb_flush', 'page', share / flushBatch(policy), 'grant map'),
    grant('hypercall', 'batch', 2, 'hypervisor')
  ];
}

function reused(policy: GrantPolicy, ring: number): Crossing {
  const outside = outsidePool(policy, ring);
  const first: Charge = { component: 'grant map', operation: 'grant_map', per: 'first_use', pool: policy.pool };
  const rest = outside > 0 ? mapped(policy, outside) : [];
  return {
    back: [grant('grant_lookup', 'page', 1 - outside, 'grant lookup'), first, ...rest],
    front: outside > 0 ? issue.map(charge => ({ ...charge, times: outside })) : [],
    payload: 'cold'
  };
}

/**
 * Pages change hands. The driver domain unmaps the page, gives it away and takes a fresh one; the guest maps what it was given,
 * and when it is done unmaps it and gives it back, so that the number of its pages stays. Both flush once per batch.
 */
function transferred(policy: GrantPolicy): Crossing {
  const moved = (operation: string, per: Charge['per'], times = 1): Charge => grant(operation, per, times, 'grant transfer');
  return {
    back: [
      moved('grant_transfer', 'page'),
      moved('page_update', 'page'),
      moved('page', 'page'),
      moved('tlb_flush', 'page', 1 / flushBatch(policy)),
      grant('hypercall', 'batch', 1, 'hypervisor')
    ],
    front: [
      ...issue,
      moved('page_update', 'page', 2),
      moved('tlb_flush', 'page', 1 / flushBatch(policy)),
      grant('hypercall', 'batch', 2, 'hypervisor')
    ],
    payload: 'cold'
  };
}

/**
 * The driver domain gives a received packet to the guest.
 * `posted`: the guest's own pages were given to the NIC (multi-queue), so no mode copies the payload in the back-end.
 */
export function receiveCrossing(policy: GrantPolicy, ring: number, posted: boolean): Crossing {
  const mode: GrantMode = policy.rxMode;
  switch (mode) {
    case 'copy':
      if (posted) return { back: mapped(policy), front: issue, payload: 'cold' };
      return {
        back: [
          grant('grant_copy', 'page'),
          grant('grant_page', 'page', 2),
          grant('copy_cold_byte', 'byte'),
          grant('hypercall', 'batch', 1, 'hypervisor')
        ],
        front: issue,
        payload: 'other_core'
      };
    case 'guest_copy':
      return {
        back: issue,
        // The guest copies from a page the driver domain granted into one of its own: one page to acquire, not two.
        front: [
          grant('grant_copy', 'page'),
          grant('grant_page', 'page'),
          grant('copy_cold_byte', 'byte'),
          grant('hypercall', 'batch', 1, 'hypervisor')
        ],
        payload: 'hot'
      };
    case 'map':
      return { back: mapped(policy), front: issue, payload: 'cold' };
    case 'transfer':
      return transferred(policy);
    case 'reuse': {
      const crossing = reused(policy, ring);
      // Without a queue of its own the payload still has to move into the kept buffer: an ordinary copy, no hypercall.
      return posted
        ? crossing
        : { ...crossing, back: [...crossing.back, grant('copy_cold_byte', 'byte', 1, 'buffer copy')], payload: 'other_core' };
    }
    case 'none':
      return {
        back: posted ? [] : [grant('copy_cold_byte', 'byte', 1, 'buffer copy')],
        front: [],
        payload: posted ? 'cold' : 'other_core'
      };
  }
}

/** The guest gives a packet to the driver domain; `headers` bytes are what the back-end always needs to look at. */
export function transmitCrossing(policy: GrantPolicy, ring: number, headers: number, payload: number): Crossing {
  const mode: GrantMode = policy.txMode;
  const headerCopy = [
    grant('grant_copy', 'item'),
    grant('grant_page', 'item'),
    grant('copy_hot_byte', 'item', headers),
    grant('hypercall', 'batch', 1, 'hypervisor')
  ];
  switch (mode) {
    case 'copy':
      return {
        back: [
          grant('grant_copy', 'page'),
          grant('grant_page', 'page'),
          grant('copy_cold_byte', 'byte'),
          grant('hypercall', 'batch', 1, 'hypervisor')
        ],
        front: issue,
        payload: 'cold'
      };
    case 'map':
    case 'transfer':
      // Netback looks at the header, which it copies, and keeps the payload by reference; an acknowledgement is all header.
      return { back: payload > 0 ? [...headerCopy, ...mapped(policy)] : headerCopy, front: issue, payload: 'cold' };
    case 'guest_copy':
      // The guest itself copies headers into shared buffers that stay mapped; payload goes by address, looked up and never mapped.
      return {
        back: payload > 0 ? [grant('grant_lookup', 'page', 1, 'grant lookup')] : [],
        front: [grant('copy_hot_byte', 'item', headers), ...(payload > 0 ? issue : [])],
        payload: 'cold'
      };
    case 'reuse':
      return reused(policy, ring);
    case 'none':
      return { back: [], front: [], payload: 'cold' };
  }
}
