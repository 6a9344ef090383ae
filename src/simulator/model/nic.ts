/** The driver of a physical NIC, in whatever domain drives it: native OS, driver domain, or a guest with a function of its own. */
import type { Domain, Nic } from '../../topology/model.ts';
import { frontThread, queueOf, queuePlace, type Attachment, type Traffic } from './attachment.ts';
import type { Charge, Ring, Stage, Wake, Worker } from './stage.ts';

/** Interrupts as the NIC moderates them, one vector per receive queue. */
export function interruptOf(nic: Nic, queue: number): Wake {
  return {
    kind: 'interrupt',
    name: `${nic.name}.rx[${queue}]`,
    holdOff: typeof nic.coalesce === 'number' ? nic.coalesce : 0,
    maxRate: nic.interruptRate ?? 0,
    adaptive: nic.coalesce === 'adaptive'
  };
}

/** What an interrupt costs the domain it is delivered to; under a hypervisor it arrives as an event. */
export function interruptWork(at: Attachment): Charge[] {
  const bare = at.host.hypervisor.kind === 'none' || at.driver?.role === 'native' || at.domain.role === 'native';
  const physical: Charge = { component: bare ? 'interrupt' : 'hypervisor', operation: 'interrupt', per: 'wake' };
  return bare ? [physical] : [physical, { component: 'hypervisor', operation: 'event_upcall', per: 'wake' }];
}

/** A guest that does the driver domain's work enters and leaves its address space once per activation. */
export const worldswitch: Charge = { component: 'worldswitch', operation: 'worldswitch', per: 'batch' };

export interface ReceiveOptions {
  readonly queue: number;
  readonly owner: Domain;
  /** The poll allocates a socket buffer and a page for each packet; false when buffers are posted by somebody else. */
  readonly allocates: boolean;
  readonly halfPages?: boolean;
  readonly interrupt?: readonly Charge[];
  /** What the driver spends per packet on descriptors; `nic_rx` when absent. */
  readonly driver?: string;
}

/** Poll of one receive queue: interrupt, NAPI batch of up to 64, descriptor and buffer work per packet. */
export function nicReceive(at: Attachment, nic: Nic, options: ReceiveOptions): Stage {
  const { queue, owner, allocates } = options;
  const per = (operation: string, component = 'nic driver'): Charge => ({ component, operation, per: 'packet' });
  const buffers = allocates
    ? [
        per('skb', 'buffers'),
        per(options.halfPages ? 'half_page' : 'page', 'buffers'),
        ...stalls(at, nic, 'skb'),
        ...stalls(at, nic, 'page')
      ]
    : [];
  return {
    name: 'NIC receive poll',
    worker: nicThread(at, nic, owner, queue),
    budget: 64,
    wake: interruptOf(nic, queue),
    queue: { place: `${nic.name}.rx[${queue}]`, capacity: nic.ring, full: 'drop', reason: 'ring full' },
    work: [
      ...(options.interrupt ?? interruptWork(at)),
      ...(at.host.hypervisor.worldswitch && owner !== at.domain ? [worldswitch] : []),
      { component: 'nic driver', operation: 'softirq', per: 'batch' },
      per(options.driver ?? 'nic_rx'),
      ...descriptorMiss(at, nic),
      ...buffers
    ]
  };
}

/** Lines of what the kernel keeps of a packet that are in no cache when they are needed: header and shared info, page entry, both again. */
const OBJECT_LINES = { skb: 2, page: 1, release: 2 } as const;

/**
 * What a packet's own data structures stall for: memory, or the cache an engine has brought them to. Nothing where the cost
 * block has these misses within `skb`, `page` and `buffer_release`.
 */
export function stalls(at: Attachment, nic: Nic | undefined, object: keyof typeof OBJECT_LINES): Charge[] {
  if (!at.host.costs.operations.object_miss) return [];
  const operation = nic?.preload.includes(object) ? 'llc_hit' : 'object_miss';
  return [{ component: 'buffers', operation, per: 'packet', times: OBJECT_LINES[object] }];
}

/** The descriptor that the NIC has written: in memory, or in the cache where DMA goes there or an engine has fetched it. */
function descriptorMiss(at: Attachment, nic: Nic): Charge[] {
  const cached = nic.dca || nic.integrated || nic.preload.includes('descriptor');
  if (!cached) return [{ component: 'nic driver', operation: 'nic_miss', per: 'packet' }];
  return at.host.costs.operations.llc_hit ? [{ component: 'nic driver', operation: 'llc_hit', per: 'packet' }] : [];
}

/**
 * The thread that serves a receive queue's interrupts: queues are spread over the owner's vCPUs. With worldswitch the guest
 * enters the driver domain for its own packets; each guest then has its own share of the ring.
 */
export function nicThread(at: Attachment, nic: Nic, owner: Domain, queue: number): Worker {
  const worker = at.host.hypervisor.worldswitch && at.vif ? at.domain : owner;
  return at.assembly.thread(worker, `${nic.name} rx ${queue}`, queue);
}

/** Driver work to hand an item to the NIC, completion included; per packet where software has cut the unit. */
export function nicTransmitWork(per: 'item' | 'packet' = 'item'): Charge[] {
  return [
    { component: 'nic driver', operation: 'nic_tx', per },
    { component: 'nic driver', operation: 'doorbell', per: 'batch' },
    { component: 'buffers', operation: 'buffer_release', per }
  ];
}

/**
 * The ring that what an endpoint sends waits in for the wire: of the NIC's transmit queues the one its stream is spread to, or,
 * where the guest drives a function or a context of its own, that function's.
 */
export function transmitRing(at: Attachment, traffic: Traffic): Ring {
  const nic = at.nic!;
  const own = at.vif !== undefined && at.driver === undefined && at.vif.model !== 'native';
  const place = own ? queuePlace(at, traffic, 'tx') : `${nic.name}.tx[${traffic.wireLane % Math.max(1, nic.txQueues)}]`;
  return { place, slots: nic.ring };
}

/** Poll of a queue that is the guest's own (a function, a context): its driver serves it, and its queues carry the vif's name. */
export function ownReceive(at: Attachment, traffic: Traffic, interrupt: readonly Charge[], driver?: string): Stage {
  const own = queueOf(at, traffic);
  const place = `${at.vif!.name}.rx[${own}]`;
  const poll = nicReceive(at, at.nic!, {
    queue: (at.nicQueue ?? 0) + own,
    owner: at.domain,
    allocates: true,
    halfPages: at.vif!.buffer === 2048,
    interrupt,
    driver
  });
  const wake: Wake | undefined = poll.wake?.kind === 'interrupt' ? { ...poll.wake, name: place } : poll.wake;
  return { ...poll, worker: frontThread(at, traffic, 'poll'), queue: { ...poll.queue!, place }, wake };
}
