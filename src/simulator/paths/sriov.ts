/**
 * `sriov` and `direct`: the guest's own driver on a virtual function, or on a whole NIC passed through.
 *
 * DMA goes through the IOMMU straight into guest memory; the hypervisor only takes the interrupt and injects it.
 */
import type { Attachment, PathModel, Traffic } from '../model/attachment.ts';
import { frontThread, queueOf } from '../model/attachment.ts';
import { nicReceive, nicTransmitWork } from '../model/nic.ts';
import { socketReceive, stackReceive, stackTransmit } from '../model/stack.ts';
import type { Charge, Path } from '../model/stage.ts';

/** A physical interrupt is taken by the hypervisor and injected; end of interrupt exits once more on 2009 hardware. */
const injected: Charge[] = [
  { component: 'hypervisor', operation: 'interrupt', per: 'wake' },
  { component: 'hypervisor', operation: 'interrupt_inject', per: 'wake' },
  { component: 'hypervisor', operation: 'vm_exit', per: 'wake', times: 2 }
];

/** First hardware queue of the function; functions beyond the NIC's queues still get one, numbered on. */
function functionQueue(at: Attachment): number {
  return at.nicQueue ?? 0;
}

function receive(at: Attachment, traffic: Traffic): Path {
  const nic = at.nic!;
  const queue = functionQueue(at) + queueOf(at, traffic);
  const worker = frontThread(at, traffic, 'poll');
  const poll = nicReceive(at, nic, { queue, owner: at.domain, allocates: true, halfPages: at.vif!.buffer === 2048, interrupt: injected });
  const place = `${at.vif!.name}.rx[${queueOf(at, traffic)}]`;
  const own = { ...poll, worker, queue: { ...poll.queue!, place }, wake: poll.wake?.kind === 'interrupt' ? { ...poll.wake, name: place } : poll.wake };
  const payload = at.vif!.prefetch || nic.dca ? 'prefetched' : 'cold';
  return [own, stackReceive(at, traffic, worker), ...socketReceive(at, traffic, payload)];
}

function transmit(at: Attachment, traffic: Traffic): Path {
  return [stackTransmit(at, traffic, nicTransmitWork())];
}

export const sriov: PathModel = { model: 'sriov', migrates: false, entry: () => 'nic', receive, transmit };
export const direct: PathModel = { ...sriov, model: 'direct' };
