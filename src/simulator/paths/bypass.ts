/**
 * `bypass`: user space, or a guest's kernel, posts straight to the device (InfiniBand style).
 *
 * The hypervisor is on the control path only: it set up the queues, it registers memory, and it delivers events to those
 * who sleep instead of polling. Nobody else touches a message between the two processes.
 */
import type { Attachment, PathModel, Traffic } from '../model/attachment.ts';
import type { Path } from '../model/stage.ts';
import { complete, deviceReceive, deviceSend, isKernels, kernelReceive, kernelSend, post } from './user-level.ts';

/** Local route header 8, base transport header 12, invariant and variant checks 6. */
const INFINIBAND_FRAMING = 26;

function transmit(at: Attachment, traffic: Traffic): Path {
  if (isKernels(traffic)) return kernelSend(at, traffic);
  const posting = post(at, traffic, 'user-level post', [
    { component: 'post', operation: 'post', per: 'item' },
    { component: 'post', operation: 'doorbell', per: 'item' }
  ]);
  const fetch = { component: 'device', operation: 'descriptor_fetch', per: 'item' } as const;
  return [posting, ...deviceSend(at, { capacity: at.vif!.ring, full: 'wait', reason: 'send queue full' }, [fetch])];
}

function receive(at: Attachment, traffic: Traffic): Path {
  if (isKernels(traffic)) return kernelReceive(at, traffic);
  return [...deviceReceive(at, true), complete(at, traffic)];
}

export const bypass: PathModel = {
  model: 'bypass',
  migrates: false,
  fabric: { name: 'InfiniBand', framing: INFINIBAND_FRAMING },
  entry: () => 'nic',
  receive,
  transmit
};
