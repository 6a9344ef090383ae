/**
 * `multiqueue`: as netfront, but the NIC sorts packets into a queue per vif and writes into pages the guest granted.
 *
 * Demultiplexing and copying leave the driver domain; what remains there is the interrupt of each queue, the descriptor, the
 * ring response, and the protection of the posted buffer (map and unmap per buffer, or a look-up when grants are reused).
 * When the NIC has no queue left for the vif, packets come through the bridge exactly as with netfront.
 */
import { contention } from '../grants/contention.ts';
import { receiveCrossing } from '../grants/modes.ts';
import { queueOf, type Attachment, type PathModel, type Traffic } from '../model/attachment.ts';
import { nicReceive } from '../model/nic.ts';
import { socketReceive } from '../model/stack.ts';
import type { Path } from '../model/stage.ts';
import { frontReceive, netfront, transmit } from './netfront.ts';

function entry(at: Attachment): 'bridge' | 'nic' {
  return at.nicQueue === undefined ? 'bridge' : 'nic';
}

function receive(at: Attachment, traffic: Traffic): Path {
  if (at.nicQueue === undefined || !at.driver) return netfront.receive(at, traffic);
  const crossing = receiveCrossing(at.policy, at.vif!.ring, true);
  const poll = nicReceive(at, at.nic!, { queue: at.nicQueue + queueOf(at, traffic), owner: at.driver, allocates: false });
  const back = [
    { component: 'netback', operation: 'netback_rx', per: 'packet' } as const,
    ...crossing.back,
    ...contention(at, crossing.back)
  ];
  const payload = at.vif!.prefetch ? 'prefetched' : 'cold';
  return [
    { ...poll, work: [...poll.work, ...back] },
    ...frontReceive(at, traffic, crossing.front, true),
    ...socketReceive(at, traffic, payload)
  ];
}

export const multiqueue: PathModel = { model: 'multiqueue', migrates: true, entry, fromBridge: netfront.receive, receive, transmit };
