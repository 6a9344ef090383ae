/** A domain's own network stack as an endpoint (`from = server.dom0`): above its bridge, beside its NIC driver. */
import type { Attachment, PathModel, Traffic } from '../model/attachment.ts';
import { stackTransmit } from '../model/stack.ts';
import type { Path } from '../model/stage.ts';
import { native } from './native.ts';

/** Down to the bridge or the driver; the composer adds what the packet's way needs of either. */
function transmit(at: Attachment, traffic: Traffic): Path {
  return [stackTransmit(at, traffic, [])];
}

export const ownStack: PathModel = { model: 'native', migrates: false, entry: () => 'nic', receive: native.receive, transmit };
