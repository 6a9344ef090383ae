/**
 * `netfront`: the Xen split driver. Guest front-end, shared ring and grants, netback in the driver domain, bridge, NIC driver.
 *
 * Receive (Xen 3.x/4.x sources): netback takes what its queue holds, one hypercall with a grant operation per fragment charged
 * to the driver domain's core, one event per vif and batch; the guest's poll revokes, pulls the header, hands to TCP/IP and
 * refills the ring. Transmit: a grant per page, netback maps up to 256 in one hypercall and copies only the header.
 */
import { backThread, frontThread, queuePlace, type Attachment, type PathModel, type Traffic } from '../model/attachment.ts';
import { contention } from '../grants/contention.ts';
import { receiveCrossing, transmitCrossing } from '../grants/modes.ts';
import { worldswitch } from '../model/nic.ts';
import { largestUnit, sendsUnits, socketReceive, stackReceive, stackTransmit } from '../model/stack.ts';
import type { Charge, Path, Stage, Wake } from '../model/stage.ts';

/** Operations of one grant hypercall, and so of one netback batch. */
const GRANT_BATCH = 256;
/** Packets the driver domain holds for a vif before it drops (`txqueuelen`). */
const VIF_QUEUE = 1000;
const HEADER_BYTES = 66;

/** Back-end and front-end tell each other of new entries through an event channel, unless the other is at work already. */
export const ringEvent: Wake = { kind: 'event', send: [{ component: 'hypervisor', operation: 'event_send', per: 'batch' }] };
export const upcall: Charge = { component: 'hypervisor', operation: 'event_upcall', per: 'wake' };

/** Netback's receive half: from the bridge to the guest's shared ring, with what crossing the boundary costs it. */
export function netbackReceive(at: Attachment, traffic: Traffic, crossing: readonly Charge[]): Stage {
  return {
    name: 'netback receive path',
    worker: backThread(at, traffic),
    budget: Math.min(at.policy.batch, GRANT_BATCH),
    queue: { place: queuePlace(at, traffic, 'rx'), capacity: VIF_QUEUE, full: 'drop', reason: 'vif queue full' },
    wake: { kind: 'schedule' },
    work: [{ component: 'netback', operation: 'netback_rx', per: 'page' }, ...crossing, ...entering(at)]
  };
}

function entering(at: Attachment): Charge[] {
  return at.host.hypervisor.worldswitch ? [worldswitch] : [];
}

/** How a front-end learns of new entries: what wakes it, and what each wake-up costs it. */
export interface Notice {
  readonly wake: Wake;
  readonly woken: readonly Charge[];
}

/** The guest's poll of its shared ring, up to the socket. */
export function frontReceive(
  at: Attachment,
  traffic: Traffic,
  front: readonly Charge[],
  buffers: boolean,
  notice: Notice = { wake: ringEvent, woken: [upcall] }
): Stage[] {
  const worker = frontThread(at, traffic, 'poll');
  const page = at.vif!.buffer === 2048 ? 'half_page' : 'page';
  const allocate: Charge[] = [
    { component: 'buffers', operation: 'skb', per: 'page' },
    ...(buffers ? [{ component: 'buffers', operation: page, per: 'page' } as Charge] : [])
  ];
  const poll: Stage = {
    name: 'netfront receive poll',
    worker,
    budget: 64,
    queue: { place: `${queuePlace(at, traffic, 'rx')} ring`, capacity: at.vif!.ring, full: 'wait', reason: 'shared ring full' },
    wake: notice.wake,
    work: [
      ...notice.woken,
      { component: 'netfront', operation: 'softirq', per: 'batch' },
      { component: 'netfront', operation: 'netfront_rx', per: 'page' },
      ...allocate,
      ...front
    ]
  };
  return [poll, stackReceive(at, traffic, worker)];
}

function receive(at: Attachment, traffic: Traffic): Path {
  const crossing = receiveCrossing(at.policy, at.vif!.ring, false);
  const payload = at.vif!.prefetch && crossing.payload === 'cold' ? 'prefetched' : crossing.payload;
  return [
    netbackReceive(at, traffic, [...crossing.back, ...contention(at, crossing.back)]),
    ...frontReceive(at, traffic, crossing.front, true),
    ...socketReceive(at, traffic, payload)
  ];
}

/** The guest's stack and front-end, then netback's transmit half, ready for the bridge. */
export function transmit(at: Attachment, traffic: Traffic): Path {
  const payload = traffic.kind === 'data' ? traffic.payload : 0;
  const crossing = transmitCrossing(at.policy, at.vif!.ring, HEADER_BYTES, payload);
  const bounce: Charge[] = at.vif!.trusted ? [] : [{ component: 'bounce copy', operation: 'copy_hot_byte', per: 'byte' }];
  const units = traffic.kind === 'data' && traffic.unit > 1 && sendsUnits(at);
  const front: Charge[] = [
    { component: 'netfront', operation: 'netfront_tx', per: units ? 'item' : 'packet' },
    ...crossing.front,
    ...bounce
  ];
  const stack = stackTransmit(at, traffic, front);
  const netback: Stage = {
    name: 'netback transmit path',
    worker: backThread(at, traffic),
    budget: Math.min(at.policy.batch, GRANT_BATCH),
    queue: {
      place: `${queuePlace(at, traffic, 'tx')} ring`,
      capacity: at.vif!.ring * (units ? largestUnit(traffic.payload) : 1),
      full: 'wait',
      reason: 'shared ring full'
    },
    wake: ringEvent,
    work: [
      upcall,
      { component: 'netback', operation: 'netback_tx', per: 'item' },
      { component: 'buffers', operation: 'skb', per: 'item' },
      ...crossing.back,
      ...contention(at, crossing.back),
      ...entering(at)
    ]
  };
  return [stack, netback];
}

export const netfront: PathModel = { model: 'netfront', migrates: true, entry: () => 'bridge', receive, transmit };
