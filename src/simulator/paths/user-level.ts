/**
 * What user-level networks have in common: a process posts whole messages to a device, the device cuts them into packets and
 * puts them together again, and the receiver finds a completion in a queue it polls, or sleeps until an event tells it.
 */
import { frontThread, queuePlace, type Attachment, type Traffic } from '../model/attachment.ts';
import { interruptWork, nicReceive, nicTransmitWork } from '../model/nic.ts';
import { socketReceive, stackReceive, stackTransmit, type Temperature } from '../model/stack.ts';
import type { Charge, ContextUse, Path, Stage, Wake, Worker } from '../model/stage.ts';

/** Messages a process may have put aside for a queue that takes no more. */
const BACKLOG = 1 << 16;

/** Who waits for messages: a process that polls burns its vCPU, one that sleeps is woken through the kernel. */
function waiting(at: Attachment, place: string): { wake: Wake; woken: Charge[] } {
  if (at.vif!.completion === 'poll') return { wake: { kind: 'poll' }, woken: [] };
  return {
    wake: { kind: 'interrupt', name: place, holdOff: 0, maxRate: 0, adaptive: false },
    woken: [
      ...interruptWork(at),
      { component: 'completion', operation: 'socket', per: 'wake' },
      { component: 'completion', operation: 'syscall', per: 'wake' }
    ]
  };
}

/** Pinning and entering a message's buffer, where it is done for every message that a registration cache does not cover. */
export function registration(at: Attachment): Charge[] {
  const { registration: when, bufferReuse = 0 } = at.vif!;
  const times = 1 - bufferReuse;
  if (when === 'once' || times <= 0) return [];
  const component = 'registration';
  // The device's tables belong to the back-end: a guest asks it and waits for its answer.
  const guarded = at.host.hypervisor.kind !== 'none' && at.domain.role === 'guest';
  const crossing: Charge[] = guarded
    ? [
        { component, operation: 'event_send', per: 'item', times: 2 * times },
        { component, operation: 'event_upcall', per: 'item', times: 2 * times }
      ]
    : [];
  return [
    { component, operation: 'syscall', per: 'item', times },
    { component, operation: 'register', per: 'item', times },
    { component, operation: 'register_page', per: 'page', times },
    ...crossing
  ];
}

/** The process posts a message: what it costs before the device knows of it. */
export function post(at: Attachment, traffic: Traffic, name: string, work: readonly Charge[]): Stage {
  return {
    name,
    worker: frontThread(at, traffic, 'application'),
    budget: 1,
    queue: { place: `${queuePlace(at, traffic, 'tx')} posts`, capacity: BACKLOG, full: 'drop', reason: 'send queue full' },
    // A process that polls for completions polls between its posts as well.
    wake: at.vif!.completion === 'poll' ? { kind: 'poll' } : { kind: 'schedule' },
    work: [...registration(at), ...work]
  };
}

/** The process finds messages that have arrived, and takes what there is. */
export function complete(at: Attachment, traffic: Traffic, work: readonly Charge[] = []): Stage {
  const place = `${queuePlace(at, traffic, 'rx')} completions`;
  const { wake, woken } = waiting(at, place);
  return {
    name: 'message completion',
    worker: frontThread(at, traffic, 'application'),
    budget: 64,
    wake,
    queue: { place, capacity: BACKLOG * Math.max(1, traffic.unit), full: 'drop', reason: 'completion queue full' },
    work: [...woken, { component: 'completion', operation: 'completion', per: 'item' }, ...registration(at), ...work]
  };
}

function contextOf(at: Attachment): ContextUse | undefined {
  const nic = at.nic!;
  if (nic.contexts === undefined) return undefined;
  const sharing = at.host.domains.flatMap(domain => domain.vifs).filter(vif => vif.nic === nic.name);
  const place = sharing.findIndex(vif => vif.name === at.vif!.name);
  return { cache: nic.name, owner: at.vif!.name, capacity: nic.contexts, pinned: place >= 0 && place < nic.pinnedContexts };
}

/** One direction of the device: its processors, or those the file declares. */
function engine(at: Attachment, direction: 'send' | 'receive'): Worker {
  const { name, engine: declared } = at.nic!;
  return at.assembly.device(`${name} ${direction} engine`, {
    name: `${name}.engine`,
    kind: 'engine',
    host: at.host.name,
    units: Math.max(1, declared?.cores ?? 1),
    inOrder: true
  });
}

/** Engine work: what the costs say, or the instructions and the clock that the file gives. */
function engineWork(at: Attachment, direction: 'send' | 'receive', per: 'item' | 'packet'): Charge {
  const operation = direction === 'send' ? 'engine_tx' : 'engine_rx';
  const declared = at.nic!.engine;
  const instructions = direction === 'send' ? declared?.txInstructions : declared?.rxInstructions;
  const seconds = declared && instructions ? instructions / declared.clock : undefined;
  return { component: 'device', operation, per, ...(seconds === undefined ? {} : { seconds }) };
}

/** The I/O bus where the cost block prices it by the byte: one for both directions, as PCI is. A `pcie` slot is the wires' business. */
function dma(at: Attachment): Stage[] {
  if (at.nic!.integrated || !at.host.costs.operations.dma_byte) return [];
  const { name } = at.nic!;
  const worker = at.assembly.device(`${name} I/O bus`, { name: `${name}.bus`, kind: 'bus', host: at.host.name, units: 1, inOrder: false });
  return [
    {
      name: 'DMA',
      worker,
      queue: { place: `${name}.bus`, capacity: Infinity, full: 'drop', reason: 'bus busy' },
      work: [{ component: 'device', operation: 'dma_byte', per: 'byte' }]
    }
  ];
}

/** Devices whose users have queues of their own need a user's state for each message; one queue for all needs none. */
export type Keeping = 'contexts' | 'no state';

/** From the device's queue to the wire: the descriptor is fetched, the message read and cut into packets. */
export function deviceSend(
  at: Attachment,
  queue: Pick<NonNullable<Stage['queue']>, 'capacity' | 'full' | 'reason'>,
  fetch: readonly Charge[],
  keeping: Keeping = 'contexts'
): Stage[] {
  const worker = engine(at, 'send');
  return [
    {
      name: 'device send engine',
      worker,
      context: keeping === 'contexts' ? contextOf(at) : undefined,
      regroup: { kind: 'segment' },
      queue: { place: `${at.nic!.name}.tx`, ...queue },
      work: [...fetch, engineWork(at, 'send', 'packet'), { component: 'device', operation: 'context_load', per: 'context_miss' }]
    },
    ...dma(at)
  ];
}

/** From the wire to memory; the last packet completes the message. */
export function deviceReceive(at: Attachment, whole: boolean, keeping: Keeping = 'contexts'): Stage[] {
  const stages: Stage[] = [
    {
      name: 'device receive engine',
      worker: engine(at, 'receive'),
      context: keeping === 'contexts' ? contextOf(at) : undefined,
      queue: { place: `${at.nic!.name}.rx`, capacity: Infinity, full: 'drop', reason: 'receive queue full' },
      work: [engineWork(at, 'receive', 'packet'), { component: 'device', operation: 'context_load', per: 'context_miss' }]
    },
    ...dma(at)
  ];
  if (!whole) return stages;
  return stages.map((stage, number) => (number === stages.length - 1 ? { ...stage, regroup: { kind: 'reassemble' } } : stage));
}

/** TCP and UDP go through the kernel's stack; messages, requests and responses do not. */
export function isKernels(traffic: Traffic): boolean {
  return traffic.transport === 'tcp' || traffic.transport === 'udp';
}

/** What lies between the kernel's stack and a device that is made for processes, beside an ordinary driver's work. */
export interface Emulation {
  readonly send: readonly Charge[];
  readonly receive: readonly Charge[];
  /** Where the stack finds the payload that was received. */
  readonly payload: Temperature;
}

const straight: Emulation = { send: [], receive: [], payload: 'cold' };

/** The kernel's stack over the same device, which then knows nothing of messages. */
export function kernelSend(at: Attachment, traffic: Traffic, emulation = straight): Path {
  return [
    stackTransmit(at, traffic, [...nicTransmitWork(), ...emulation.send]),
    ...deviceSend(at, { capacity: Infinity, full: 'drop', reason: 'send queue full' }, [
      { component: 'device', operation: 'descriptor_fetch', per: 'item' }
    ])
  ];
}

export function kernelReceive(at: Attachment, traffic: Traffic, emulation = straight): Path {
  const nic = at.nic!;
  const poll = nicReceive(at, nic, { queue: traffic.lane % nic.rxQueues, owner: at.domain, allocates: true });
  const received = { ...poll, work: [...poll.work, ...emulation.receive] };
  return [...deviceReceive(at, false), received, stackReceive(at, traffic, poll.worker), ...socketReceive(at, traffic, emulation.payload)];
}
