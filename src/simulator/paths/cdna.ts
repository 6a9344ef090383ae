/**
 * `cdna`: concurrent direct network access. Each guest owns a context of the NIC and keeps its own rings there; what it may not
 * do is name memory that is not its own. So descriptors go in by hypercall: the hypervisor checks who owns the page and counts
 * the reference until the NIC is done, batch by batch. The driver domain is not on the way, and the NIC, which knows the guest,
 * cannot follow it to another host.
 */
import type { Attachment, PathModel, Traffic } from '../model/attachment.ts';
import { ownReceive } from '../model/nic.ts';
import { socketReceive, stackReceive, stackTransmit } from '../model/stack.ts';
import type { Charge, Path } from '../model/stage.ts';

/** The hypervisor takes the NIC's interrupt, reads which contexts it is for, and tells their guests. */
const virtualInterrupt: Charge[] = [
  { component: 'hypervisor', operation: 'interrupt', per: 'wake' },
  { component: 'hypervisor', operation: 'event_upcall', per: 'wake' }
];

/** Descriptors entered for the guest: one hypercall for those of an activation, each page checked. */
function entered(): Charge[] {
  return [
    { component: 'hypervisor', operation: 'hypercall', per: 'batch' },
    { component: 'descriptor check', operation: 'descriptor_check', per: 'page' }
  ];
}

function receive(at: Attachment, traffic: Traffic): Path {
  const poll = ownReceive(at, traffic, virtualInterrupt);
  const payload = at.vif!.prefetch || at.nic!.dca ? 'prefetched' : 'cold';
  return [{ ...poll, work: [...poll.work, ...entered()] }, stackReceive(at, traffic, poll.worker), ...socketReceive(at, traffic, payload)];
}

function transmit(at: Attachment, traffic: Traffic): Path {
  const driver: Charge[] = [
    { component: 'nic driver', operation: 'nic_tx', per: 'item' },
    ...entered(),
    { component: 'nic driver', operation: 'doorbell', per: 'batch' },
    { component: 'buffers', operation: 'buffer_release', per: 'item' }
  ];
  return [stackTransmit(at, traffic, driver)];
}

export const cdna: PathModel = { model: 'cdna', migrates: false, entry: () => 'nic', receive, transmit };
