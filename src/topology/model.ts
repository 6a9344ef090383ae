/**
 * The checked topology: what every room behind the language speaks.
 *
 * Plain data only (it crosses worker boundaries as JSON): units are resolved to SI, arrays are expanded,
 * references are qualified names such as `server.guest[2].eth0`, and every property has its default filled in.
 * Units: rates in bit/s, sizes in bytes, times in seconds, frequencies in Hz, percentages as ratios (0.05 for 5 %).
 * An absent optional property means "not given, and there is no default".
 */

/** Where something was declared, so that a later finding can point at it. Offsets are UTF-16, end exclusive. */
export interface Origin {
  readonly uri: string;
  readonly start: number;
  readonly end: number;
}

/** What every declared thing has. `origins` locates its properties' values by property name (only those written). */
export interface Declared {
  /** Qualified name: `server`, `server.guest[2]`, `server.guest[2].eth0`. Unnamed kinds: `server.cpu`, `server.hypervisor`. */
  readonly name: string;
  readonly origin?: Origin;
  readonly origins?: Readonly<Record<string, Origin>>;
}

export interface Topology {
  readonly hosts: readonly Host[];
  readonly routers: readonly Router[];
  readonly switches: readonly Switch[];
  readonly peers: readonly Peer[];
  readonly links: readonly Link[];
  readonly flows: readonly Flow[];
  /** Every grant policy in the file and its hosts, used or not. */
  readonly grants: readonly GrantPolicy[];
}

export interface Host extends Declared {
  /** The cost block in force (the default of the hypervisor kind when the file names none). */
  readonly costs: Costs;
  readonly memory?: number;
  readonly cpu: Cpu;
  readonly hypervisor: Hypervisor;
  readonly nics: readonly Nic[];
  readonly domains: readonly Domain[];
  readonly bridges: readonly Bridge[];
}

export interface Cpu extends Declared {
  readonly cores: number;
  readonly clock: number;
  readonly threadsPerCore: number;
  readonly llc?: number;
  /** Logical CPUs that share a last-level cache, group by group. Absent: one group of all. */
  readonly llcGroups?: readonly (readonly number[])[];
  /** Logical CPUs of each NUMA node. Absent: one node. */
  readonly numa?: readonly (readonly number[])[];
}

export type HypervisorKind = 'xen' | 'kvm' | 'none';
export type Scheduler = 'credit' | 'credit2' | 'rr' | 'pinned';

export interface Hypervisor extends Declared {
  readonly kind: HypervisorKind;
  readonly scheduler: Scheduler;
  readonly timeslice: number;
  readonly tick: number;
  readonly boost: boolean;
  readonly maxGrantFrames: number;
  readonly maxMaptrackFrames: number;
  readonly grantVersion: 1 | 2;
  readonly maxEventChannels: number;
  /** Absent: not stated; two-level channels are the narrower. */
  readonly eventChannelAbi?: 'two_level' | 'fifo';
  readonly iommu: boolean;
  /** How many contexts the driver domain's netback work is spread over; absent: one per vCPU of the driver domain. */
  readonly netbackTasklets?: number;
  readonly superpages: boolean;
  readonly cacheAware: boolean;
  readonly worldswitch: boolean;
}

export type NicOffload = 'checksum' | 'tso' | 'gso' | 'lro' | 'gro' | 'sg' | 'rss' | 'vmdq' | 'header_split';
export type Preload = 'descriptor' | 'skb' | 'page' | 'release';

export interface Nic extends Declared {
  readonly rate: number;
  readonly model?: string;
  readonly rxQueues: number;
  readonly txQueues: number;
  readonly ring: number;
  readonly macFilters: number;
  readonly vfs: number;
  readonly mtu: number;
  /** Fixed interrupt hold-off in seconds, or `adaptive`. Absent with `interruptRate` absent: an interrupt as soon as a packet waits. */
  readonly coalesce?: number | 'adaptive';
  /** Ceiling of the interrupt rate per queue, Hz. */
  readonly interruptRate?: number;
  readonly offloads: readonly NicOffload[];
  /** `gen3_x8` and so on. Absent: the bus is not a limit. */
  readonly pcie?: string;
  readonly contexts?: number;
  readonly pinnedContexts: number;
  readonly qos: 'none' | 'software' | 'hardware';
  readonly dca: boolean;
  readonly integrated: boolean;
  readonly preload: readonly Preload[];
  readonly numa?: number;
  readonly engine?: Engine;
}

export interface Engine extends Declared {
  readonly cores: number;
  readonly clock: number;
  readonly threads: number;
  readonly sramBanks: number;
  /** Seconds per access. */
  readonly sramLatency?: number;
  /** bit/s. */
  readonly dramBandwidth?: number;
  readonly ordering: 'lock' | 'rmw';
  readonly txInstructions?: number;
  readonly rxInstructions?: number;
  readonly controlBytes?: number;
}

export type DomainRole = 'guest' | 'driver' | 'control' | 'native';

export interface Domain extends Declared {
  readonly host: string;
  /** Element number for arrays, from 1. */
  readonly index?: number;
  readonly role: DomainRole;
  readonly kind: 'pv' | 'hvm' | 'pvh';
  readonly vcpus: number;
  /** Logical CPUs; as many as vCPUs = one each, otherwise any vCPU on any of them. Absent: anywhere. */
  readonly pin?: readonly number[];
  readonly weight: number;
  /** Share of one core as a ratio (1.5 = one and a half cores); absent: none. */
  readonly cap?: number;
  readonly memory?: number;
  readonly os: 'linux' | 'windows' | 'minimal';
  /** Share of a vCPU that other work takes, as a ratio. */
  readonly background: number;
  readonly workingSet?: number;
  readonly maxGrantFrames?: number;
  /** Frames for what this domain maps of others; absent: the hypervisor's. */
  readonly maxMaptrackFrames?: number;
  readonly maxQueues?: number;
  readonly reservedGrants: number;
  readonly vifs: readonly Vif[];
}

export type VifModel =
  'native' | 'emulated' | 'netfront' | 'multiqueue' | 'cdna' | 'direct' | 'sriov' | 'bypass' | 'vi' | 'speculative' | 'shared' | 'virtio';

export interface Vif extends Declared {
  readonly domain: string;
  readonly host: string;
  readonly model: VifModel;
  /** Qualified name of the back-end domain (found through the bridge when not written), where the model has one. */
  readonly backend?: string;
  readonly virtioBackend?: 'qemu' | 'vhost' | 'vhost_user' | 'vdpa';
  readonly bridge?: string;
  /** Qualified name of the NIC the vif reaches: its own `nic`, or its bridge's uplink. Absent: no wire behind it. */
  readonly nic?: string;
  /** Queues asked for. The effective number is the simulator's and the diagnostics' business. */
  readonly queues: number;
  readonly grants?: GrantPolicy;
  readonly mac?: string;
  readonly mtu?: number;
  readonly rate?: number;
  readonly burst?: number;
  readonly priority?: number;
  readonly weight: number;
  readonly trusted: boolean;
  readonly offloads: readonly NicOffload[];
  /** Bytes of a receive buffer: 4096 or 2048. */
  readonly buffer: number;
  readonly prefetch: boolean;
  readonly ring: number;
  readonly completion: 'poll' | 'interrupt';
  readonly registration: 'once' | 'per_message';
  /** Share of messages whose buffer a registration cache still holds (with `per_message`); 0 when absent. */
  readonly bufferReuse?: number;
  readonly vi: 'hardware' | 'driver';
  readonly post: 'speculative' | 'locked' | 'mediated';
}

export interface Bridge extends Declared {
  readonly host: string;
  readonly domain: string;
  /** Qualified NIC name. */
  readonly uplink?: string;
  readonly kind: 'linux' | 'ovs' | 'ovs_dpdk' | 'none';
  readonly netfilter: boolean;
}

export type GrantMode = 'copy' | 'guest_copy' | 'map' | 'transfer' | 'reuse' | 'none';

export interface GrantPolicy extends Declared {
  readonly mode: GrantMode;
  readonly rxMode: GrantMode;
  readonly txMode: GrantMode;
  /** Buffers kept granted (mode `reuse`). */
  readonly pool: number;
  /** Most operations in one hypercall. */
  readonly batch: number;
  readonly revoke: 'immediate' | 'lazy';
}

export interface Router extends Declared {
  readonly costs: Costs;
  readonly memory?: number;
  readonly engine?: Engine;
  readonly metarouters: readonly Metarouter[];
  readonly metalinks: readonly Metalink[];
}

export interface Metarouter extends Declared {
  readonly engines?: number;
  readonly share?: number;
  readonly memoryQuota?: number;
  readonly bandwidthQuota?: number;
  readonly instructions?: number;
  readonly memoryReferences?: number;
  readonly isolation: 'none' | 'checked' | 'partition';
}

export interface Metalink extends Declared {
  readonly metarouter: string;
  readonly link: string;
  readonly rate?: number;
  readonly burst?: number;
  readonly weight: number;
}

export interface Switch extends Declared {
  readonly ports?: number;
  readonly rate?: number;
  readonly latency: number;
  /** Bytes per output port. */
  readonly buffer?: number;
}

export interface Peer extends Declared {
  readonly rate: number;
  /** Absent: the peer's CPU is never a limit. */
  readonly cpu?: Cpu;
}

export interface Link extends Declared {
  /** Qualified names of a nic, peer, switch or router. */
  readonly ends: readonly [string, string];
  readonly rate: number;
  readonly delay: number;
  readonly loss: number;
}

/** What a cost is counted in. `factor` has no unit (copy_misaligned, translation_factor). */
export type CostUnit = 'cycles' | 'seconds' | 'factor';
export type CostPer = 'packet' | 'byte' | 'fragment' | 'op';

export interface Cost {
  readonly value: number;
  readonly unit: CostUnit;
  /** What the file wrote behind `/`, if anything; the operation's name says what it is counted per otherwise. */
  readonly per?: CostPer;
  /** First word of the documentation comment; `assumed` when there is none. */
  readonly standing: 'read' | 'derived' | 'fitted' | 'assumed';
  /** The comment behind the standing. */
  readonly source: string;
  /** Plausible interval for an assumed cost, from `range A..B` in the comment; same unit as `value`. */
  readonly range?: readonly [number, number];
}

export interface Costs extends Declared {
  readonly operations: Readonly<Record<string, Cost>>;
}

export type Transport = 'tcp' | 'udp' | 'rpc' | 'message';

/** An arrival of a trace. */
export interface TraceArrival {
  /** Seconds since the arrival before it. */
  readonly after: number;
  readonly bytes: number;
}

/** One member of a flow: `rx` or `rx[2]`. */
export interface Flow extends Declared {
  /** The flow's own name, shared by its members: `rx`. */
  readonly flow: string;
  /** Element of a flow array this member belongs to (`rx[2]`), then the member within it; both from 1. */
  readonly member: number;
  readonly members: number;
  /** Endpoint: qualified name of a vif, a peer, or a domain (its own stack). */
  readonly from: string;
  readonly to: string;
  readonly transport: Transport;
  readonly size?: number;
  readonly bytes?: number;
  readonly mtu?: number;
  /** Offered load, bit/s of payload; absent: as fast as possible; 0: off. */
  readonly rate?: number;
  readonly arrival: 'cbr' | 'poisson' | 'onoff' | 'trace';
  readonly on?: number;
  readonly off?: number;
  /** The trace file as the flow names it, and what it says. */
  readonly trace?: string;
  readonly arrivals?: readonly TraceArrival[];
  readonly streams: number;
  /** TCP window per stream, bytes. */
  readonly window?: number;
  readonly request?: number;
  readonly response?: number;
  readonly think?: number;
  /** What the answering application computes for each request (rpc). */
  readonly compute?: { readonly value: number; readonly unit: 'cycles' | 'seconds' };
  readonly outstanding?: number;
  readonly start?: number;
  readonly stop?: number;
  readonly via?: string;
}
