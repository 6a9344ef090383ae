/**
 * `sriov` and `direct`: the guest's own driver on a virtual function, or on a whole NIC passed through.
 *
 * DMA goes through the IOMMU straight into guest memory; the hypervisor only takes the interrupt and injects it.
 */
import type { Attachment, PathModel, Traffic } from '../model/attachment.ts';
import { nicTransmitWork, ownReceive } from '../model/nic.ts';
import { socketReceive, stackReceive, stackTransmit } from '../model/stack.ts';
import type { Charge, Path } from '../model/stage.ts';

/** A physical interrupt is taken by the hypervisor and injected; end of interrupt exits once more on 2009 hardware. */
const injected: Charge[] = [
  { component: 'hypervisor', operation: 'interrupt', per: 'wake' },
  { component: 'hypervisor', operation: 'interrupt_inject', per: 'wake' },
  { component: 'hypervisor', operation: 'vm_exit', per: 'wake', times: 2 }
];

function receive(at: Attachment, traffic: Traffic): Path {
  const poll = ownReceive(at, traffic, injected);
  const payload = at.vif!.prefetch || at.nic!.dca ? 'prefetched' : 'cold';
  return [poll, stackReceive(at, traffic, poll.worker), ...socketReceive(at, traffic, payload)];
}

function transmit(at: Attachment, traffic: Traffic): Path {
  return [stackTransmit(at, traffic, nicTransmitWork())];
}

export const sriov: PathModel = { model: 'sriov', migrates: false, entry: () => 'nic', receive, transmit };
export const direct: PathModel = { ...sriov, model: 'direct' };
