/**
 * Quality of service of vifs: who enforces rate limits, weights and priorities, where on a packet's way, and in which direction.
 *
 * Netback limits what each queue of a vif takes from its guest and nothing else: it stops looking at the ring until credit
 * comes, and credit comes once per window of 50 ms. With `qos = software` the driver domain also classifies every packet and
 * holds back what is for the guest, after it has spent its CPU on receiving it. With `qos = hardware` the NIC has a bucket per
 * vif in each direction, and what is beyond it never reaches a CPU.
 *
 * Priorities and weights say who goes next where vifs meet: before the NIC's wire. With `qos = hardware` the NIC serves a ring
 * for each vif, and a full one makes its driver wait. With `qos = software` the driver domain has a queueing discipline before
 * its NIC driver: for what comes through the driver domain only, after its CPU has been spent, and a full class drops. Without
 * either the wire is first come, first served.
 */
import { toPicoseconds } from '../kernel/time.ts';
import { queuePlace, type Attachment, type Traffic } from './attachment.ts';
import type { Charge, Path, Stage } from './stage.ts';
import { pipeStage, wireRate } from './wires.ts';

/** Seconds between two hand-outs of credit in netback. */
const WINDOW = 0.05;
/** Bytes a bucket in the NIC holds at the least: one unit. */
const SMALLEST_BURST = 65536;
/** Seconds of data that a bucket in the NIC holds when the file does not say. */
const DEVICE_BURST = 0.001;
const FRAME = 1538;
/** Packets that wait in the driver domain for credit, or for their turn (`txqueuelen`). */
const WAITING = 1000;

function bucket(at: Attachment, id: string, rate: number, burst: number, packets: number, kind: 'nic' | 'link'): Stage {
  return pipeStage(at.assembly, id, { name: id, kind, nics: [], rate, delay: 0, loss: 0, buffer: packets * FRAME, burst });
}

function inDevice(at: Attachment): boolean {
  return at.nic?.qos === 'hardware';
}

/** The NIC's bucket of the vif in one direction. */
export function deviceBucket(at: Attachment, direction: 'rx' | 'tx'): Stage[] {
  const rate = at.vif?.rate;
  if (rate === undefined || !inDevice(at)) return [];
  const burst = at.vif!.burst ?? Math.max(SMALLEST_BURST, (rate / 8) * DEVICE_BURST);
  // On the way out the transmit ring bounds what waits for the bucket, and makes its driver wait.
  const packets = direction === 'tx' ? Infinity : at.nic!.ring;
  return [bucket(at, `${at.vif!.name}.${direction} limit`, rate, burst, packets, 'nic')];
}

/** Netback's limit: before it takes anything from a queue of the guest. */
export function backendLimited(at: Attachment, traffic: Traffic, sent: Path): Path {
  const rate = at.vif?.rate;
  if (rate === undefined || !at.driver || inDevice(at)) return sent;
  const burst = at.vif!.burst ?? (rate / 8) * WINDOW;
  const id = `${queuePlace(at, traffic, 'tx')} limit`;
  const limit = pipeStage(at.assembly, id, {
    name: id,
    kind: 'link',
    nics: [],
    rate,
    delay: 0,
    loss: 0,
    buffer: at.vif!.ring * FRAME,
    burst,
    window: Math.max(1, toPicoseconds((burst * 8) / rate))
  });
  return [...sent.slice(0, -1), limit, sent[sent.length - 1]!];
}

/** Where the vif's class waits for its turn on the wire, against the others that leave by the NIC. */
export function arbitrated(at: Attachment): Stage[] {
  const { nic, vif, domain, assembly } = at;
  const throughDriver = at.driver !== undefined || vif === undefined;
  if (!nic || nic.qos === 'none' || (nic.qos === 'software' && !throughDriver)) return [];
  const id = `${nic.name} transmit`;
  const spec = {
    name: nic.name,
    kind: 'nic',
    nics: [],
    rate: wireRate(assembly.topology, nic),
    delay: 0,
    loss: 0,
    buffer: Infinity,
    burst: 0
  } as const;
  return [
    {
      name: nic.qos === 'hardware' ? 'transmit arbiter' : 'queueing discipline',
      worker: assembly.pipe(id, spec),
      trafficClass: { name: vif?.name ?? domain.name, priority: vif?.priority ?? 0, weight: vif?.weight ?? 1 },
      queue: {
        place: `${nic.name}.tx`,
        capacity: nic.qos === 'hardware' ? nic.ring : WAITING,
        full: nic.qos === 'hardware' ? 'wait' : 'drop',
        reason: 'transmit queue full'
      },
      work: []
    }
  ];
}

/** What the driver domain spends on finding a packet's class. */
export function classified(at: Attachment): Charge[] {
  return at.nic?.qos === 'software' && at.driver ? [{ component: 'traffic control', operation: 'traffic_control', per: 'item' }] : [];
}

/** What is for a limited guest waits in the driver domain, received and classified already. */
export function policed(at: Attachment): Stage[] {
  const rate = at.vif?.rate;
  if (rate === undefined || at.nic?.qos !== 'software' || !at.driver) return [];
  return [
    bucket(at, `${at.vif!.name}.rx limit`, rate, at.vif!.burst ?? Math.max(SMALLEST_BURST, (rate / 8) * DEVICE_BURST), WAITING, 'link')
  ];
}
