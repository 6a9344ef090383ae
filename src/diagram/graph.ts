/**
 * The picture of a topology as plain data: what contains what, what is connected to what, and the way of every flow.
 *
 * Ids are qualified names (`server.guest[2].eth0`), so that a thing keeps its id while the text around it changes. There are no
 * places in the source here: moving text about changes no picture. Units as in the topology: bit/s, Hz, ratios.
 */
import type { DomainRole, GrantMode, HypervisorKind, Transport, VifModel } from '../topology/model.ts';

export interface Diagram {
  /** In order of the file, a parent before what it contains. */
  readonly nodes: readonly DiagramNode[];
  readonly edges: readonly DiagramEdge[];
  readonly flows: readonly DiagramFlow[];
}

interface Thing {
  readonly id: string;
  /** What it is within; absent at the top. */
  readonly parent?: string;
  /** Its name without its parent's: `guest[2]`, `eth0`. */
  readonly name: string;
  /** Things of one stack are alike, inside too, and can be drawn as one. Absent: drawn for itself. */
  readonly stack?: Stack;
}

export interface Stack {
  /** Unique in the diagram: `server.guest[*]`. */
  readonly id: string;
  /** `guest`, or `guest1 … guest49` where each was written for itself. */
  readonly name: string;
}

export type DiagramNode =
  HostNode | DomainNode | VifNode | NicNode | BridgeNode | RouterNode | MetarouterNode | MetalinkNode | SwitchNode | PeerNode;
export type NodeKind = DiagramNode['kind'];

export interface HostNode extends Thing {
  readonly kind: 'host';
  readonly hypervisor: HypervisorKind;
  readonly cores: number;
  readonly clock: number;
}

export interface DomainNode extends Thing {
  readonly kind: 'domain';
  readonly role: DomainRole;
  readonly vcpus: number;
  readonly pin?: readonly number[];
}

export interface VifNode extends Thing {
  readonly kind: 'vif';
  readonly model: VifModel;
  /** Mode of its grant policy, where its data path has one. */
  readonly grants?: GrantMode;
  readonly queues: number;
  /** Ceiling of what it sends, bit/s. */
  readonly rate?: number;
}

export interface NicNode extends Thing {
  readonly kind: 'nic';
  readonly rate: number;
  readonly rxQueues: number;
  readonly txQueues: number;
  readonly vfs: number;
  /** Virtual functions that a vif has, and contexts of directly attached guests. */
  readonly taken: number;
}

export interface BridgeNode extends Thing {
  readonly kind: 'bridge';
  readonly bridge: 'linux' | 'ovs' | 'ovs_dpdk' | 'none';
}

export interface RouterNode extends Thing {
  readonly kind: 'router';
  readonly engines?: number;
}

export interface MetarouterNode extends Thing {
  readonly kind: 'metarouter';
  readonly isolation: 'none' | 'checked' | 'partition';
  readonly engines?: number;
}

export interface MetalinkNode extends Thing {
  readonly kind: 'metalink';
  readonly link: string;
  readonly rate?: number;
}

export interface SwitchNode extends Thing {
  readonly kind: 'switch';
  readonly ports?: number;
  readonly rate?: number;
}

export interface PeerNode extends Thing {
  readonly kind: 'peer';
  readonly rate: number;
}

/**
 * `link`: a cable. `uplink`: a bridge's way to its NIC. `attach`: a vif in its bridge. `backend`: a vif and the domain that moves its
 * packets, without a bridge between. `direct`: a vif with a part of a NIC of its own.
 */
export type EdgeKind = 'link' | 'uplink' | 'attach' | 'backend' | 'direct';

export interface DiagramEdge {
  readonly id: string;
  readonly kind: EdgeKind;
  /** The end nearer to the wire (of a link: the first one written). */
  readonly from: string;
  readonly to: string;
  /** Of a link. */
  readonly name?: string;
  /** bit/s; of a link. */
  readonly rate?: number;
  /** Seconds; of a link. */
  readonly delay?: number;
}

export interface DiagramFlow {
  /** The flow's own name, shared by its members. */
  readonly name: string;
  readonly transport: Transport;
  /** The ways of its members, each in order from the sender to the receiver: ids of nodes and edges in turn. */
  readonly ways: readonly (readonly string[])[];
}

/** Ids of a diagram's things by what is drawn for them, for utilization and marks. */
export type Loads = Readonly<Record<string, number>>;
