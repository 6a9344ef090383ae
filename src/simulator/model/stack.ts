/** The network stack of an endpoint: what every architecture has in common above its driver. */
import type { Attachment, Traffic } from './attachment.ts';
import { frontThread, queueOf, queuePlace } from './attachment.ts';
import { stalls } from './nic.ts';
import type { Charge, Regroup, Stage, Worker } from './stage.ts';

/** Datagrams that wait for the driver (`txqueuelen`), and packets of requests and messages, whose senders wait for answers. */
const DATAGRAMS = 1000;
const REQUESTS = 1 << 14;
/** 64 KiB of TCP payload: the largest aggregate and TSO unit of an IP packet. */
const LARGEST_UNIT = 65536;

/** Where a packet's payload lies when the socket copy reads it. */
export type Temperature = 'cold' | 'other_core' | 'prefetched' | 'hot';

/** Packets of the largest aggregate or unit. */
export function largestUnit(payload: number): number {
  return Math.max(1, Math.floor(LARGEST_UNIT / Math.max(1, payload)));
}

function aggregates(at: Attachment): boolean {
  const offloads = [...(at.vif?.offloads ?? []), ...(at.vif === undefined || at.vif.model === 'native' ? (at.nic?.offloads ?? []) : [])];
  return offloads.includes('lro') || offloads.includes('gro');
}

/** The stack sums up every byte itself, unless NIC and virtual interface both take that off it. */
function checksum(at: Attachment): Charge[] {
  const offers = (offloads: readonly string[] | undefined): boolean => offloads === undefined || offloads.includes('checksum');
  const offered = offers(at.nic?.offloads) && (ownsDevice(at) || offers(at.vif?.offloads));
  return offered ? [] : [{ component: 'checksum', operation: 'checksum_byte', per: 'byte' }];
}

/** Softirq part of receiving: from the driver's poll up to the socket queue. Runs in the poll's activation. */
export function stackReceive(at: Attachment, traffic: Traffic, worker: Worker): Stage {
  const { kind, transport } = traffic;
  if (kind === 'ack') return { name: 'TCP acknowledgement', worker, work: [{ component: 'ack', operation: 'ack_take', per: 'item' }] };
  if (transport === 'udp' || transport === 'message' || transport === 'rpc') {
    return { name: 'UDP receive', worker, work: [{ component: 'stack', operation: 'udp_rx', per: 'packet' }, ...checksum(at)] };
  }
  const lro = aggregates(at);
  const regroup: Regroup | undefined = lro ? { kind: 'aggregate', packets: largestUnit(traffic.payload) } : undefined;
  const merge: Charge[] = lro ? [{ component: 'aggregation', operation: 'aggregate', per: 'packet' }] : [];
  return {
    name: 'TCP receive',
    worker,
    regroup,
    acknowledges: true,
    work: [...merge, { component: 'stack', operation: 'tcp_rx', per: 'item' }, ...checksum(at)]
  };
}

/**
 * The application's side of receiving: wakes, copies what the socket holds, frees the buffers. ACKs have none. What a TCP socket
 * holds its window bounds, at both ends: what was acknowledged is never dropped.
 */
export function socketReceive(at: Attachment, traffic: Traffic, payload: Temperature): Stage[] {
  if (traffic.kind === 'ack') return [];
  return [
    {
      name: 'socket receive',
      worker: frontThread(at, traffic, 'application'),
      // A reader goes on until its socket is empty; a batch here is what one turn finds.
      budget: 1024,
      queue: {
        place: `${queuePlace(at, traffic, 'rx')} socket`,
        capacity: traffic.transport === 'tcp' ? Infinity : 1 << 16,
        full: 'drop',
        reason: 'socket buffer full'
      },
      wake: { kind: 'schedule' },
      work: [
        { component: 'socket', operation: 'socket', per: 'wake' },
        { component: 'socket', operation: 'syscall', per: 'batch' },
        { component: 'socket copy', operation: `copy_${payload}_byte`, per: 'byte' },
        { component: 'buffers', operation: 'buffer_release', per: 'packet' },
        ...stalls(at, at.nic, 'release')
      ]
    }
  ];
}

/** Sending down to the driver: the application's write and the stack, or the acknowledgement the stack makes. */
export function stackTransmit(at: Attachment, traffic: Traffic, driver: readonly Stage['work'][number][], regroup?: Regroup): Stage {
  if (traffic.kind === 'ack') {
    return {
      name: 'TCP acknowledgement',
      worker: frontThread(at, traffic, 'poll'),
      budget: 64,
      queue: { place: `${queuePlace(at, traffic, 'tx')} ack`, capacity: Infinity, full: 'drop', reason: 'queue full' },
      wake: { kind: 'schedule' },
      work: [{ component: 'ack', operation: 'ack_make', per: 'item' }, ...driver]
    };
  }
  const stack: Charge[] =
    traffic.transport === 'tcp'
      ? [{ component: 'stack', operation: 'tcp_tx', per: 'item' }]
      : [{ component: 'stack', operation: 'udp_tx', per: 'packet' }];
  return {
    name: 'socket send',
    worker: frontThread(at, traffic, 'application'),
    budget: 16,
    regroup,
    queue: {
      place: `${queuePlace(at, traffic, 'tx')} socket`,
      capacity: traffic.transport === 'tcp' ? Infinity : traffic.transport === 'udp' ? DATAGRAMS : REQUESTS,
      full: 'drop',
      reason: 'socket buffer full'
    },
    wake: { kind: 'schedule' },
    work: [
      { component: 'socket', operation: 'syscall', per: 'item' },
      { component: 'socket copy', operation: 'copy_hot_byte', per: 'byte' },
      ...stack,
      ...checksum(at),
      ...driver
    ]
  };
}

/**
 * What the application computes before it sends an answer: request by request, on the thread that sends, and shown as its own.
 *
 * @param send how the answer is sent
 */
export function computing(at: Attachment, { answer }: Traffic, send: Stage): Stage[] {
  if (!answer) return [];
  const { value, unit } = answer.compute;
  const seconds = unit === 'cycles' ? value / at.host.cpu.clock : value;
  return [
    {
      name: 'application',
      worker: send.worker,
      budget: 1,
      queue: { place: `${at.vif?.name ?? at.domain.name} requests`, capacity: 1 << 16, full: 'drop', reason: 'backlog full' },
      wake: send.wake?.kind === 'poll' ? send.wake : { kind: 'schedule' },
      work: [{ component: 'application', operation: 'compute', per: 'packet', times: 1 / answer.packets, seconds }]
    }
  ];
}

/** Drives the device itself: what the NIC offers is what the stack has. */
function ownsDevice(at: Attachment): boolean {
  return at.vif === undefined || at.vif.model === 'native' || at.vif.model === 'sriov' || at.vif.model === 'direct';
}

/** Whether the endpoint hands TCP units larger than a packet to what is below it. */
export function sendsUnits(at: Attachment): boolean {
  const offloads = ownsDevice(at) ? [...(at.vif?.offloads ?? []), ...(at.nic?.offloads ?? [])] : at.vif!.offloads;
  return offloads.includes('tso') || offloads.includes('gso');
}

export { queueOf };
