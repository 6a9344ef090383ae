/**
 * `shared`: the split driver for machines that trust each other, as those of one parallel job do. Protection between domains
 * is given up, step by step, by the vif's own properties:
 *
 * - `grants { mode = none }`: both sides see each other's pages. A received packet is lent by address: nobody grants, maps or
 *   copies it, the guest's stack reads it where DMA put it, and the buffer goes back with the ring entry instead of to an
 *   allocator. What is sent goes to the NIC from where it lies.
 * - any other mode: that step stays as in the split driver.
 *
 * Rings, events, bridge and drivers remain, and so does what a guest needs to be migrated.
 */
import { receiveCrossing } from '../grants/modes.ts';
import type { Attachment, PathModel, Traffic } from '../model/attachment.ts';
import { socketReceive } from '../model/stack.ts';
import type { Path } from '../model/stage.ts';
import { frontReceive, netbackReceive, netfront, transmit } from './netfront.ts';

/** Whether received pages are lent instead of being moved across a boundary. */
function lends(at: Attachment): boolean {
  return at.policy.rxMode === 'none';
}

function receive(at: Attachment, traffic: Traffic): Path {
  if (!lends(at)) return netfront.receive(at, traffic);
  const crossing = receiveCrossing(at.policy, at.vif!.ring, true);
  const payload = at.vif!.prefetch ? 'prefetched' : crossing.payload;
  return [
    netbackReceive(at, traffic, crossing.back),
    ...frontReceive(at, traffic, crossing.front, false),
    ...socketReceive(at, traffic, payload)
  ];
}

export const shared: PathModel = { model: 'shared', migrates: true, entry: () => 'bridge', receive, transmit };
