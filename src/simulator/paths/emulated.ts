/**
 * `emulated`: the guest drives a NIC that is not there. Every access to one of its registers traps, a device model in the
 * control domain plays the card, and hands packets to the host's stack as any program would.
 *
 * Sending: the driver writes the tail register for each packet. Receiving and completions: an interrupt is read, masked,
 * unmasked and ended by register accesses, each of which is a trap and a turn of the device model.
 */
import { frontThread, queuePlace, type Attachment, type PathModel, type Traffic } from '../model/attachment.ts';
import { socketReceive, stackReceive, stackTransmit } from '../model/stack.ts';
import type { Charge, Path, Stage, Wake, Worker } from '../model/stage.ts';

/** Accesses to the card for one interrupt: its cause, mask, unmask, end of interrupt. */
const INTERRUPT_ACCESSES = 4;
/** Packets a tap device holds before it drops (`txqueuelen`). */
const TAP_QUEUE = 500;

const trap = (per: Charge['per'], times: number): Charge => ({ component: 'traps', operation: 'vm_exit', per, times });
const model = (per: Charge['per'], times = 1): Charge => ({ component: 'device model', operation: 'device_model', per, times });
const inject: Wake = { kind: 'event', send: [{ component: 'hypervisor', operation: 'interrupt_inject', per: 'batch' }] };
/** The device model sleeps in a system call until its domain's interrupt wakes it. */
const request: Wake = { kind: 'event', send: [{ component: 'hypervisor', operation: 'event_send', per: 'batch' }] };
const dispatched: Charge[] = [
  { component: 'hypervisor', operation: 'event_upcall', per: 'wake' },
  { component: 'device model', operation: 'socket', per: 'wake' }
];

/** One process per guest, whatever the number of its cards. */
function process(at: Attachment): Worker {
  const place = at.host.domains.findIndex(domain => domain.name === at.domain.name);
  return at.assembly.thread(at.driver!, `${at.domain.name} device model`, Math.max(0, place));
}

function receive(at: Attachment, traffic: Traffic): Path {
  const tap: Stage = {
    name: 'device model receive',
    worker: process(at),
    wake: { kind: 'schedule' },
    queue: { place: queuePlace(at, traffic, 'rx'), capacity: TAP_QUEUE, full: 'drop', reason: 'tap queue full' },
    work: [
      { component: 'device model', operation: 'socket', per: 'wake' },
      { component: 'device model', operation: 'syscall', per: 'packet' },
      model('packet'),
      model('batch', INTERRUPT_ACCESSES),
      { component: 'device copy', operation: 'copy_cold_byte', per: 'byte' },
      { component: 'device copy', operation: 'copy_hot_byte', per: 'byte' },
      { component: 'buffers', operation: 'buffer_release', per: 'packet' }
    ]
  };
  const worker = frontThread(at, traffic, 'poll');
  const card: Stage = {
    name: 'emulated card poll',
    worker,
    budget: 64,
    wake: inject,
    queue: { place: `${queuePlace(at, traffic, 'rx')} ring`, capacity: at.vif!.ring, full: 'wait', reason: 'card ring full' },
    work: [
      { component: 'interrupt', operation: 'interrupt', per: 'wake' },
      trap('wake', INTERRUPT_ACCESSES),
      { component: 'nic driver', operation: 'softirq', per: 'batch' },
      { component: 'nic driver', operation: 'nic_rx', per: 'packet' },
      { component: 'buffers', operation: 'skb', per: 'packet' },
      { component: 'buffers', operation: 'page', per: 'page' }
    ]
  };
  return [tap, card, stackReceive(at, traffic, worker), ...socketReceive(at, traffic, 'other_core')];
}

/**
 * The card says by an interrupt that what an activation gave it is on its way. Acknowledgements leave from within the receive
 * poll, which has the card's interrupts masked and reaps them itself.
 */
function completion(traffic: Traffic): { guest: Charge[]; card: Charge[] } {
  if (traffic.kind === 'ack') return { guest: [], card: [] };
  return {
    guest: [{ component: 'interrupt', operation: 'interrupt', per: 'batch' }, trap('batch', INTERRUPT_ACCESSES)],
    card: [model('batch', INTERRUPT_ACCESSES), { component: 'hypervisor', operation: 'interrupt_inject', per: 'batch' }]
  };
}

function transmit(at: Attachment, traffic: Traffic): Path {
  const completed = completion(traffic);
  const driver: Charge[] = [
    { component: 'nic driver', operation: 'nic_tx', per: 'item' },
    trap('item', 1),
    { component: 'buffers', operation: 'buffer_release', per: 'item' },
    ...completed.guest
  ];
  const card: Stage = {
    name: traffic.kind === 'ack' ? 'device model acknowledgement' : 'device model transmit',
    worker: process(at),
    wake: request,
    queue: {
      place: `${queuePlace(at, traffic, 'tx')} ring`,
      capacity: at.vif!.ring * Math.max(1, traffic.unit),
      full: 'wait',
      reason: 'card ring full'
    },
    work: [
      ...dispatched,
      model('item', 2),
      ...completed.card,
      { component: 'device model', operation: 'syscall', per: 'item' },
      { component: 'buffers', operation: 'skb', per: 'item' },
      { component: 'device copy', operation: 'copy_other_core_byte', per: 'byte' },
      { component: 'device copy', operation: 'copy_hot_byte', per: 'byte' }
    ]
  };
  return [stackTransmit(at, traffic, driver), card];
}

export const emulated: PathModel = { model: 'emulated', migrates: true, entry: () => 'bridge', receive, transmit };
