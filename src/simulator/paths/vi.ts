/**
 * `vi`: an endpoint of the Virtual Interface architecture: send and receive queues in user space, doorbells, registered memory.
 *
 * In hardware the device does all of it, as with `bypass`. Emulated in the driver (`vi = driver`), every post is a trap, the
 * kernel makes the packets and takes interrupts for those that arrive, and copies them to where the process wants them; what is
 * spared against UDP is the protocol and the socket. TCP and UDP over the same adapter go through a LAN emulation.
 */
import { queuePlace, type Attachment, type PathModel, type Traffic } from '../model/attachment.ts';
import { nicReceive } from '../model/nic.ts';
import type { Path, Stage } from '../model/stage.ts';
import { bypass } from './bypass.ts';
import { complete, deviceReceive, deviceSend, isKernels, kernelReceive, kernelSend, post, type Emulation } from './user-level.ts';

/** Header and check of a cell, 8 bytes together. */
const VI_FRAMING = 8;

function emulatedSend(at: Attachment, traffic: Traffic): Path {
  const trap = post(at, traffic, 'post through the driver', [
    { component: 'post', operation: 'syscall', per: 'item' },
    { component: 'post', operation: 'post', per: 'item' },
    { component: 'nic driver', operation: 'nic_tx', per: 'packet' },
    { component: 'nic driver', operation: 'doorbell', per: 'item' }
  ]);
  const fetch = { component: 'device', operation: 'descriptor_fetch', per: 'item' } as const;
  return [trap, ...deviceSend(at, { capacity: at.vif!.ring, full: 'wait', reason: 'send queue full' }, [fetch])];
}

function emulatedReceive(at: Attachment, traffic: Traffic): Path {
  const nic = at.nic!;
  const poll = nicReceive(at, nic, { queue: traffic.lane % nic.rxQueues, owner: at.domain, allocates: false });
  const driver: Stage = {
    ...poll,
    name: 'VI emulation',
    regroup: { kind: 'reassemble' },
    queue: { ...poll.queue!, place: `${queuePlace(at, traffic, 'rx')} driver` },
    work: [...poll.work, { component: 'VI copy', operation: 'copy_cold_byte', per: 'byte' }]
  };
  return [...deviceReceive(at, false), driver, complete(at, traffic, [{ component: 'completion', operation: 'syscall', per: 'item' }])];
}

/**
 * The stack's frames travel as messages of a VI that a LAN emulation driver has, and a VI takes and gives registered memory only:
 * the driver copies every frame into and out of buffers of its own, posts it and takes its completion.
 */
const lanEmulation: Emulation = {
  send: [
    { component: 'LAN emulation', operation: 'copy_hot_byte', per: 'byte' },
    { component: 'LAN emulation', operation: 'post', per: 'item' }
  ],
  receive: [
    { component: 'LAN emulation', operation: 'completion', per: 'packet' },
    { component: 'LAN emulation', operation: 'copy_cold_byte', per: 'byte' },
    // The buffer is posted again for the next frame.
    { component: 'LAN emulation', operation: 'post', per: 'packet' }
  ],
  payload: 'hot'
};

function transmit(at: Attachment, traffic: Traffic): Path {
  if (isKernels(traffic)) return kernelSend(at, traffic, lanEmulation);
  return at.vif!.vi === 'driver' ? emulatedSend(at, traffic) : bypass.transmit(at, traffic);
}

function receive(at: Attachment, traffic: Traffic): Path {
  if (isKernels(traffic)) return kernelReceive(at, traffic, lanEmulation);
  return at.vif!.vi === 'driver' ? emulatedReceive(at, traffic) : bypass.receive(at, traffic);
}

export const vi: PathModel = {
  model: 'vi',
  migrates: false,
  fabric: { name: 'VI', framing: VI_FRAMING },
  entry: () => 'nic',
  receive,
  transmit
};
