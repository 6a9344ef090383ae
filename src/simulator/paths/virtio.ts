/**
 * `virtio`: a pair of virtqueues to a back-end on the host. Who stands at the other end is the vif's `backend`:
 *
 * - `qemu`: the process that runs the guest; every packet is a system call on a tap device, and every kick ends in user space.
 * - `vhost`: a kernel thread beside the bridge; it copies, without system calls.
 * - `vhost_user`: a poll-mode thread of a user-space switch, which drives the NIC itself and is never asleep.
 * - `vdpa`: the NIC itself speaks virtqueues; the host only set them up.
 *
 * Descriptors name guest memory that the back-end has mapped for good, so nothing is granted. Neither side tells a busy one.
 */
import { driverQueue } from '../model/attach.ts';
import { backThread, queuePlace, type Attachment, type PathModel, type Traffic } from '../model/attachment.ts';
import { ownReceive } from '../model/nic.ts';
import { socketReceive, stackReceive, stackTransmit, largestUnit, sendsUnits, type Temperature } from '../model/stack.ts';
import type { Charge, Path, Stage, Wake, Worker } from '../model/stage.ts';
import { frontReceive, type Notice } from './netfront.ts';

/** Packets a tap device holds before it drops (`txqueuelen`). */
const TAP_QUEUE = 1000;
/** Packets a poll-mode thread takes from a queue at a time. */
const BURST = 32;

/** The back-end injects an interrupt; the guest takes it and ends it. */
const interrupted: Notice = {
  wake: { kind: 'event', send: [{ component: 'hypervisor', operation: 'interrupt_inject', per: 'batch' }] },
  woken: [
    { component: 'interrupt', operation: 'interrupt', per: 'wake' },
    { component: 'hypervisor', operation: 'vm_exit', per: 'wake' }
  ]
};
/** The guest leaves guest mode to ring the back-end. */
const kick: Wake = {
  kind: 'event',
  send: [
    { component: 'hypervisor', operation: 'vm_exit', per: 'batch' },
    { component: 'hypervisor', operation: 'event_send', per: 'batch' }
  ]
};
/** A poll-mode thread sees what is in the queue by itself. */
const seen: Wake = { kind: 'poll' };

/** One kind of back-end: who works, and what a packet takes there beside its copy. */
interface Backend {
  readonly entry: 'bridge' | 'nic';
  readonly worker: (at: Attachment, traffic: Traffic) => Worker;
  readonly kicked: Wake;
  readonly budget: number;
  readonly receive: readonly Charge[];
  readonly transmit: readonly Charge[];
}

const copied: Charge = { component: 'vhost copy', operation: 'copy_cold_byte', per: 'byte' };
const fetched: Charge = { component: 'vhost copy', operation: 'copy_other_core_byte', per: 'byte' };
const woken: Charge = { component: 'vhost', operation: 'socket', per: 'wake' };

function inKernel(at: Attachment, traffic: Traffic): Worker {
  return backThread(at, traffic);
}

function pollMode(at: Attachment, context: number): Worker {
  const { driver } = at;
  const threads = Math.max(1, at.host.hypervisor.netbackTasklets ?? driver!.vcpus);
  return at.assembly.thread(driver!, `poll-mode ${context % threads}`, context % threads);
}

const vhost: Backend = {
  entry: 'bridge',
  worker: inKernel,
  kicked: kick,
  budget: 64,
  receive: [
    woken,
    { component: 'vhost', operation: 'netback_rx', per: 'page' },
    copied,
    { component: 'buffers', operation: 'buffer_release', per: 'packet' }
  ],
  transmit: [
    woken,
    { component: 'vhost', operation: 'netback_tx', per: 'item' },
    { component: 'buffers', operation: 'skb', per: 'item' },
    fetched
  ]
};

const systemCall = (per: 'item' | 'packet'): Charge => ({ component: 'device model', operation: 'syscall', per });
/** In user space the virtqueue is the device model's, between the same kernel's tap device and the guest. */
const qemu: Backend = {
  ...vhost,
  receive: [...vhost.receive, { component: 'device model', operation: 'device_model', per: 'batch' }, systemCall('packet')],
  transmit: [...vhost.transmit, { component: 'device model', operation: 'device_model', per: 'batch' }, systemCall('item')]
};

const ring: Charge = { component: 'poll-mode driver', operation: 'poll_driver', per: 'packet' };
const look: Charge = { component: 'poll-mode switch', operation: 'poll_switch', per: 'packet' };

function backendOf(at: Attachment): Backend {
  return at.vif!.virtioBackend === 'qemu' ? qemu : vhost;
}

const kindOf = (at: Attachment): NonNullable<NonNullable<Attachment['vif']>['virtioBackend']> => at.vif!.virtioBackend ?? 'vhost';

function entry(at: Attachment): 'bridge' | 'nic' {
  return kindOf(at) === 'vhost' || kindOf(at) === 'qemu' ? 'bridge' : 'nic';
}

/** The guest's side of receiving, and its application's. */
function guest(at: Attachment, traffic: Traffic): Stage[] {
  const payload: Temperature = at.vif!.prefetch ? 'prefetched' : 'other_core';
  return [...frontReceive(at, traffic, [], true, interrupted), ...socketReceive(at, traffic, payload)];
}

function receive(at: Attachment, traffic: Traffic): Path {
  if (kindOf(at) === 'vdpa') return fromDevice(at, traffic);
  return kindOf(at) === 'vhost_user' ? [fromWire(at, traffic), ...guest(at, traffic)] : fromBridge(at, traffic);
}

/** The tap device or the switch has a packet for the guest. */
function fromBridge(at: Attachment, traffic: Traffic): Path {
  if (kindOf(at) === 'vhost_user') {
    const stage: Stage = {
      name: 'poll-mode delivery',
      worker: pollMode(at, traffic.lane),
      work: [ring, copied],
      wake: seen,
      budget: BURST,
      queue: tap(at, traffic)
    };
    return [stage, ...guest(at, traffic)];
  }
  const { worker, budget, receive: work } = backendOf(at);
  const stage: Stage = {
    name: 'vhost receive path',
    worker: worker(at, traffic),
    budget,
    queue: tap(at, traffic),
    wake: { kind: 'schedule' },
    work
  };
  return [stage, ...guest(at, traffic)];
}

function tap(at: Attachment, traffic: Traffic): NonNullable<Stage['queue']> {
  return { place: queuePlace(at, traffic, 'rx'), capacity: TAP_QUEUE, full: 'drop', reason: 'tap queue full' };
}

/** The poll-mode thread takes the packet from the NIC, finds its port and copies it into the guest's buffer, in one go. */
function fromWire(at: Attachment, traffic: Traffic): Stage {
  const nic = at.nic!;
  const queue = driverQueue(at.host, nic, traffic.wireLane);
  return {
    name: 'poll-mode receive',
    worker: pollMode(at, queue),
    budget: BURST,
    wake: seen,
    queue: { place: `${nic.name}.rx[${queue}]`, capacity: nic.ring, full: 'drop', reason: 'ring full' },
    work: [ring, look, ring, { ...copied, operation: nic.dca ? 'copy_prefetched_byte' : 'copy_cold_byte' }]
  };
}

/** The NIC wrote into the guest's buffers itself. */
function fromDevice(at: Attachment, traffic: Traffic): Path {
  const poll = ownReceive(
    at,
    traffic,
    [{ component: 'hypervisor', operation: 'interrupt_inject', per: 'wake' }, ...interrupted.woken],
    'netfront_rx'
  );
  const payload = at.vif!.prefetch || at.nic!.dca ? 'prefetched' : 'cold';
  return [poll, stackReceive(at, traffic, poll.worker), ...socketReceive(at, traffic, payload)];
}

function transmit(at: Attachment, traffic: Traffic): Path {
  const units = traffic.kind === 'data' && traffic.unit > 1 && sendsUnits(at);
  const front: Charge[] = [
    { component: 'netfront', operation: 'netfront_tx', per: units ? 'item' : 'packet' },
    { component: 'buffers', operation: 'buffer_release', per: 'item' }
  ];
  if (kindOf(at) === 'vdpa')
    return [stackTransmit(at, traffic, [...front, { component: 'nic driver', operation: 'doorbell', per: 'batch' }])];
  const queue = {
    place: `${queuePlace(at, traffic, 'tx')} ring`,
    capacity: at.vif!.ring * (units ? largestUnit(traffic.payload) : 1),
    full: 'wait',
    reason: 'virtqueue full'
  } as const;
  if (kindOf(at) === 'vhost_user') {
    const leaving: Stage = {
      name: 'poll-mode transmit',
      worker: pollMode(at, traffic.lane),
      budget: BURST,
      wake: seen,
      queue,
      work: [{ ...ring, per: 'item' }, fetched]
    };
    return [stackTransmit(at, traffic, front), leaving];
  }
  const { worker, budget, kicked, transmit: work } = backendOf(at);
  return [
    stackTransmit(at, traffic, front),
    { name: 'vhost transmit path', worker: worker(at, traffic), budget, wake: kicked, queue, work }
  ];
}

/** The poll-mode thread drives the NIC as well. */
function toWire(at: Attachment): readonly Charge[] | undefined {
  if (kindOf(at) !== 'vhost_user') return undefined;
  return [
    { ...look, per: 'item' },
    { ...ring, per: 'item' },
    { component: 'poll-mode driver', operation: 'doorbell', per: 'batch' }
  ];
}

export const virtio: PathModel = { model: 'virtio', migrates: true, entry, toWire, fromBridge, receive, transmit };
