/** `native`: no hypervisor in the way, the operating system drives the NIC. The yardstick of every other path. */
import { type Attachment, type PathModel, type Traffic } from '../model/attachment.ts';
import { nicReceive, nicTransmitWork } from '../model/nic.ts';
import { socketReceive, stackReceive, stackTransmit } from '../model/stack.ts';
import type { Path } from '../model/stage.ts';

/** Receive queue of a native stack: RSS spreads streams over all of them. */
function receiveQueue(at: Attachment, traffic: Traffic): number {
  return traffic.lane % at.nic!.rxQueues;
}

function receive(at: Attachment, traffic: Traffic): Path {
  const nic = at.nic!;
  const poll = nicReceive(at, nic, {
    queue: receiveQueue(at, traffic),
    owner: at.domain,
    allocates: true,
    halfPages: at.vif?.buffer === 2048
  });
  const temperature = at.vif?.prefetch || nic.dca ? 'prefetched' : 'cold';
  return [poll, stackReceive(at, traffic, poll.worker), ...socketReceive(at, traffic, temperature)];
}

function transmit(at: Attachment, traffic: Traffic): Path {
  return [stackTransmit(at, traffic, nicTransmitWork())];
}

export const native: PathModel = { model: 'native', migrates: false, entry: () => 'nic', receive, transmit };
