/** Where an endpoint is attached to its host: what a vif model's stages are built from. */
import type { Bridge, Domain, Flow, GrantPolicy, Host, Nic, Transport, Vif, VifModel } from '../../topology/model.ts';
import type { Assembly } from './assembly.ts';
import type { Charge, Path, Worker } from './stage.ts';

/** What travels: payload, or the acknowledgements of a TCP receiver. */
export interface Traffic {
  readonly transport: Transport;
  readonly kind: 'data' | 'ack';
  /** Payload bytes of a packet, 0 for an ACK. */
  readonly payload: number;
  /** Packets of the units that leave the sender's stack; 1 = single packets. */
  readonly unit: number;
  /** Which of the endpoint's queues and vCPUs this stream uses: a running number, taken modulo their count. */
  readonly lane: number;
  /** Metarouter or metalink the flow is sent through. */
  readonly via?: string;
  /** Of an answer: what the application computes for it, and of how many packets it is. */
  readonly answer?: { readonly compute: NonNullable<Flow['compute']>; readonly packets: number };
  /** The same among all streams that pass the NIC: what RSS spreads over the driver domain's receive queues. */
  readonly wireLane: number;
}

export interface Attachment {
  readonly assembly: Assembly;
  readonly host: Host;
  readonly domain: Domain;
  /** Absent: the domain's own stack is the endpoint. */
  readonly vif?: Vif;
  readonly nic?: Nic;
  readonly bridge?: Bridge;
  /** The domain the vif's back-end runs in, where its model has one. */
  readonly driver?: Domain;
  readonly policy: GrantPolicy;
  /** Queues of the vif that come up. */
  readonly queues: number;
  /** First hardware queue the NIC gives this vif alone; absent when the NIC has none left, or none to give. */
  readonly nicQueue?: number;
  /** Bytes of a packet's headers above the link layer. */
  readonly headers: number;
}

/** A network whose devices move messages between user buffers; its packets are no Ethernet frames. */
export interface Fabric {
  /** As messages name it: "VI", "InfiniBand". */
  readonly name: string;
  /** Bytes around a packet's payload on the wire. */
  readonly framing: number;
}

/** One vif model: how a packet reaches the vif's application, and how it leaves. */
export interface PathModel {
  readonly model: VifModel;
  /** Whether packets from the wire come through the driver domain's bridge, or from a NIC queue of the vif's own. */
  entry(at: Attachment): 'bridge' | 'nic';
  /** What the back-end spends between taking a packet and the wire; absent or undefined: the bridge and the kernel's NIC driver. */
  toWire?(at: Attachment): readonly Charge[] | undefined;
  /** How packets of neighbours on the bridge arrive where `receive` begins at the NIC; absent: the bridge does not reach the vif then. */
  fromBridge?(at: Attachment, traffic: Traffic): Path;
  /** Whether a domain that uses it can be migrated while it runs. */
  readonly migrates: boolean;
  /** Set where the device takes whole messages and cuts and joins them itself: what both ends of a flow must have in common. */
  readonly fabric?: Fabric;
  receive(at: Attachment, traffic: Traffic): Path;
  transmit(at: Attachment, traffic: Traffic): Path;
}

/** The queue of the vif this stream uses, from 0. */
export function queueOf(at: Attachment, traffic: Traffic): number {
  return traffic.lane % Math.max(1, at.queues);
}

/** The guest's thread for a queue of its vif: queues are spread over vCPUs. */
export function frontThread(at: Attachment, traffic: Traffic, name: string): Worker {
  const queue = queueOf(at, traffic);
  return at.assembly.thread(at.domain, `${at.vif?.name ?? at.domain.name} ${name} q${queue}`, queue);
}

/** Name of a queue for drops and results: `server.guest[1].eth0`, with its number when there are several. */
export function queuePlace(at: Attachment, traffic: Traffic, direction: 'rx' | 'tx'): string {
  const name = at.vif?.name ?? at.domain.name;
  return at.queues > 1 ? `${name}.${direction}[${queueOf(at, traffic)}]` : `${name}.${direction}`;
}

/** The back-end's thread for a queue: netback work is spread over `netback_tasklets` contexts, by default one a vCPU. */
export function backThread(at: Attachment, traffic: Traffic): Worker {
  const driver = at.driver ?? at.domain;
  // Worldswitch: the guest itself enters the driver domain's address space and works there on its own time.
  if (at.host.hypervisor.worldswitch) return frontThread(at, traffic, 'in driver domain');
  const context = netbackContext(at, driver, queueOf(at, traffic));
  return at.assembly.thread(driver, `netback ${context}`, context);
}

/** Which of netback's contexts serves a queue of the vif: by its running number on the host, so that neighbours are spread. */
export function netbackContext(at: Attachment, driver: Domain, queue: number): number {
  const contexts = Math.max(1, at.host.hypervisor.netbackTasklets ?? driver.vcpus);
  const siblings = at.host.domains.flatMap(domain => domain.vifs);
  const position = siblings.findIndex(vif => vif.name === at.vif?.name);
  return (Math.max(0, position) + queue) % contexts;
}
