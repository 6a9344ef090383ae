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

const grant = (operation: string, per: Charge['per'], times = 1, component = 'grant copy'): Charge => ({ component, operation, per, times });
const issue: Charge[] = [grant('grant_issue', 'page', 1, 'grants'), grant('grant_revoke', 'page', 1, 'grants')];

/** A pool smaller than the ring leaves some buffers ungranted: the share that must be granted each time. */
function outsidePool(policy: GrantPolicy, ring: number): number {
  return Math.max(0, 1 - policy.pool / ring);
}

function mapped(share = 1): Charge[] {
  return [
    grant('grant_map', 'page', share, 'grant map'), grant('grant_unmap', 'page', share, 'grant map'),
    grant('tlb_flush', 'page', share / FLUSH_BATCH, 'grant map'), grant('hypercall', 'batch', 2, 'hypervisor')
  ];
}

function reused(policy: GrantPolicy, ring: number): Crossing {
  const outside = outsidePool(policy, ring);
  const first: Charge = { component: 'grant map', operation: 'grant_map', per: 'first_use', pool: policy.pool };
  const rest = outside > 0 ? mapped(outside) : [];
  return {
    back: [grant('grant_lookup', 'page', 1 - outside, 'grant lookup'), first, ...rest],
    front: outside > 0 ? issue.map(charge => ({ ...charge, times: outside })) : [], payload: 'cold'
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
      if (posted) return { back: mapped(), front: issue, payload: 'cold' };
      return {
        back: [
          grant('grant_copy', 'page'), grant('grant_page', 'page', 2), grant('copy_cold_byte', 'byte'), grant('hypercall', 'batch', 1, 'hypervisor')
        ],
        front: issue, payload: 'other_core'
      };
    case 'guest_copy':
      return {
        back: [grant('grant_issue', 'page', 1, 'grants'), grant('grant_revoke', 'page', 1, 'grants')],
        front: [
          grant('grant_copy', 'page'), grant('grant_page', 'page', 2), grant('copy_cold_byte', 'byte'), grant('hypercall', 'batch', 1, 'hypervisor')
        ],
        payload: 'hot'
      };
    case 'map':
      return { back: mapped(), front: issue, payload: 'cold' };
    case 'transfer':
      return {
        back: [grant('grant_transfer', 'page', 1, 'grant transfer'), grant('tlb_flush', 'page', 1 / FLUSH_BATCH, 'grant transfer'), grant('hypercall', 'batch', 1, 'hypervisor')],
        front: issue, payload: 'cold'
      };
    case 'reuse': {
      const crossing = reused(policy, ring);
      // Without a queue of its own the payload still has to move into the kept buffer: an ordinary copy, no hypercall.
      return posted ? crossing : { ...crossing, back: [...crossing.back, grant('copy_cold_byte', 'byte', 1, 'buffer copy')], payload: 'other_core' };
    }
    case 'none':
      return { back: posted ? [] : [grant('copy_cold_byte', 'byte', 1, 'buffer copy')], front: [], payload: posted ? 'cold' : 'other_core' };
  }
}

/** The guest gives a packet to the driver domain; `headers` bytes are what the back-end always needs to look at. */
export function transmitCrossing(policy: GrantPolicy, ring: number, headers: number, payload: number): Crossing {
  const mode: GrantMode = policy.txMode;
  const headerCopy = [
    grant('grant_copy', 'item'), grant('grant_page', 'item'), grant('copy_hot_byte', 'item', headers), grant('hypercall', 'batch', 1, 'hypervisor')
  ];
  switch (mode) {
    case 'copy':
      return {
        back: [grant('grant_copy', 'page'), grant('grant_page', 'page'), grant('copy_cold_byte', 'byte'), grant('hypercall', 'batch', 1, 'hypervisor')],
        front: issue, payload: 'cold'
      };
    case 'map':
    case 'transfer':
      // Netback looks at the header, which it copies, and keeps the payload by reference; an acknowledgement is all header.
      return { back: payload > 0 ? [...headerCopy, ...mapped()] : headerCopy, front: issue, payload: 'cold' };
    case 'guest_copy':
      return { back: [...headerCopy, ...(payload > 0 ? [grant('copy_cold_byte', 'byte')] : [])], front: issue, payload: 'cold' };
    case 'reuse':
      return reused(policy, ring);
    case 'none':
      return { back: [], front: [], payload: 'cold' };
  }
}
