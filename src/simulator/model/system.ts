/**
 * A system: a topology made ready for the engines. Names have become indices, operations have become cycles or seconds,
 * and every stream of every flow knows the steps its data and its acknowledgements take. Both engines read this and only this.
 */

export interface System {
  readonly components: readonly string[];
  readonly domains: readonly DomainSpec[];
  readonly cores: readonly CoreSpec[];
  readonly vcpus: readonly VcpuSpec[];
  readonly stations: readonly StationSpec[];
  readonly steps: readonly StepSpec[];
  readonly streams: readonly StreamSpec[];
  readonly flows: readonly FlowSpec[];
  readonly grants: readonly GrantSpec[];
  readonly caches: readonly CacheSpec[];
  readonly rings: readonly RingSpec[];
  readonly migrations?: readonly MigrationSpec[];
  readonly notes: readonly string[];
}

/** A transmit ring: packets between a driver and the end of the wire it sends on. */
export interface RingSpec {
  readonly place: string;
  readonly slots: number;
}

/** A guest that moves to another host. */
export interface MigrationSpec {
  /** Number of the experiment's event. */
  readonly event: number;
  readonly domain: number;
  /** Host it moves to, and cores there that it may run on. */
  readonly to: string;
  readonly cores: readonly number[];
  /** Stream its memory travels on. */
  readonly stream: number;
  /** Bytes: all of it, and what is written again and again. */
  readonly memory: number;
  readonly workingSet: number;
  /** Ways of the streams that begin or end in the domain, afterwards. */
  readonly routes: readonly { readonly stream: number; readonly forward: number; readonly backward: number }[];
}

/** A cache of contexts on a device, the least recently used one making room. */
export interface CacheSpec {
  readonly name: string;
  /** Contexts it holds, pinned ones included. */
  readonly capacity: number;
  readonly owners: readonly { readonly name: string; readonly pinned: boolean }[];
}

export interface DomainSpec {
  readonly name: string;
  readonly host: string;
  readonly weight: number;
  /** Cores' worth; Infinity = no cap. */
  readonly cap: number;
  readonly vcpus: readonly number[];
}

export interface SchedulerSpec {
  readonly kind: 'credit' | 'credit2' | 'rr' | 'pinned';
  /** Picoseconds. */
  readonly slice: number;
  readonly tick: number;
  readonly boost: boolean;
}

export interface CoreSpec {
  readonly name: string;
  readonly host: string;
  readonly clock: number;
  readonly scheduler: SchedulerSpec;
  /** Cycles to run another domain's vCPU than the one before, cache and TLB refill included. */
  readonly switchCycles: number;
}

export interface VcpuSpec {
  readonly domain: number;
  readonly number: number;
  /** Cores it may run on. */
  readonly cores: readonly number[];
  /** Share of the vCPU that other work takes. */
  readonly background: number;
  /** Spins even when idle (poll-mode threads). */
  readonly spins: boolean;
}

/** Where a charge is shown, and how it is counted. */
export interface ChargeSpec {
  readonly component: number;
  readonly operation: string;
  readonly basis: 'wake' | 'notify' | 'batch' | 'item' | 'packet' | 'byte' | 'first' | 'miss';
  /** Cycles per unit of the basis. */
  readonly cycles: number;
  /** Operations per unit of the basis. */
  readonly operations: number;
}

/** A queue of its own before a shared wire. */
export interface ClassSpec {
  readonly name: string;
  readonly priority: number;
  readonly weight: number;
}

export interface StationSpec {
  readonly name: string;
  /** The stage's name, for explanations. */
  readonly label: string;
  readonly kind: 'thread' | 'device' | 'pipe';
  /** Of a thread. */
  readonly vcpu: number;
  readonly domain: number;
  readonly place: string;
  readonly reason: string;
  readonly capacity: number;
  readonly full: 'drop' | 'wait' | 'refuse';
  readonly wake: 'interrupt' | 'event' | 'schedule' | 'poll';
  /** Of interrupts: name, picoseconds of hold-off, picoseconds between two, adaptive. */
  readonly interrupt?: { readonly name: string; readonly holdOff: number; readonly gap: number; readonly adaptive: boolean };
  readonly budget: number;
  /** Cycles. */
  readonly perBatch: number;
  readonly perWake: number;
  /** Cycles that whoever wakes this station pays. */
  readonly perNotify: number;
  readonly charges: readonly ChargeSpec[];
  /** Charges of a notification: paid by, and shown in, the sender's domain. */
  readonly notifyCharges: readonly ChargeSpec[];
  /** Most packets per aggregate; 0 = does not aggregate. */
  readonly aggregate: number;
  /** Of pipes and devices. */
  readonly pipe?: PipeSpec;
  readonly device?: DeviceSpec;
  /** Of an arbiter: the classes it serves, by strict priority and then by weight. */
  readonly classes: readonly ClassSpec[];
}

export interface PipeSpec {
  readonly name: string;
  readonly kind: 'nic' | 'link' | 'bus';
  /** NICs at its ends, with their rates: what it carries is their load too. */
  readonly nics: readonly { readonly name: string; readonly rate: number }[];
  /** Bits per second. */
  readonly rate: number;
  /** Picoseconds after serialization. */
  readonly delay: number;
  readonly loss: number;
  /** Bytes that may wait; Infinity = no limit. */
  readonly buffer: number;
  /** Token bucket: bytes that may pass at once above the rate; 0 = plain serialization. */
  readonly burst: number;
  /** Picoseconds between two hand-outs of a whole burst of credit, of which nothing is kept; absent: credit flows in at the rate. */
  readonly window?: number;
}

export interface DeviceSpec {
  readonly name: string;
  readonly kind: 'engine' | 'memory' | 'lock' | 'nic' | 'bus';
  /** Host whose cost block prices operations here; absent for devices outside hosts, whose charges bring their own seconds. */
  readonly host?: string;
  readonly units: number;
  readonly inOrder: boolean;
  /** Of a memory: bits per second when it is busy all the time. */
  readonly rate?: number;
  /** Of processors: Hz, so that their time can be told in cycles. */
  readonly clock?: number;
  /** How service times spread around their mean: not at all (absent), or exponentially (instructions that depend on the data). */
  readonly spread?: 'exponential';
}

/** A route's visit of a station. Steps of one route are consecutive; `last` marks its end. */
export interface StepSpec {
  readonly station: number;
  readonly last: boolean;
  /** Cycles (threads), picoseconds (devices) or bits on the wire (pipes). */
  readonly perItem: number;
  readonly perPacket: number;
  readonly perByte: number;
  readonly firstUse: number;
  readonly firstPool: number;
  /** Items leave as single packets; single packets leave as the units they were. */
  readonly segment: boolean;
  readonly reassemble: boolean;
  /** The worker of the step before stays occupied until this step is done. */
  readonly holds: boolean;
  /** Whoever was occupied until the step before was done stays so until this one is. */
  readonly keeps: boolean;
  /** Transmit ring that a packet has a descriptor of while it is here, −1 = none. */
  readonly ring: number;
  /** Class of the station that the route belongs to, −1 = the station has none. */
  readonly trafficClass: number;
  /** Cache of contexts the step looks into, −1 = none, the context it needs, and what loading it takes. */
  readonly cache: number;
  readonly context: number;
  readonly perMiss: number;
  /** The TCP receiver lives here: what passes is acknowledged. */
  readonly acknowledges: boolean;
  readonly charges: readonly ChargeSpec[];
  /** Cache misses per packet and per byte. */
  readonly missesPerPacket: number;
  readonly missesPerByte: number;
  /** Domains whose per-packet figures count this route's packets: the station's own. */
  readonly data: boolean;
}

export interface FlowSpec {
  readonly name: string;
  readonly flow: string;
  readonly from: string;
  readonly to: string;
  readonly streams: readonly number[];
  /** No flow of the file: counted as load, not shown. */
  readonly internal?: boolean;
  readonly transport: 'tcp' | 'udp' | 'rpc' | 'message';
}

export interface StreamSpec {
  readonly flow: number;
  readonly number: number;
  readonly transport: 'tcp' | 'udp' | 'rpc' | 'message';
  /** First step of the data route and of the way back (ACKs, or responses); −1 = there is none. */
  readonly forward: number;
  readonly backward: number;
  /** Payload bytes of a full packet. */
  readonly payload: number;
  /** And of a packet on average, where arrivals differ (a trace); all are full when absent. */
  readonly meanPayload?: number;
  /** Packets of a unit that the sender's stack passes down at once (1 without TSO). */
  readonly unit: number;
  /** Sends what it is given while the run goes on, nothing by itself. */
  readonly onDemand?: boolean;
  /** Messages, requests and responses go down to the device whole, as one unit each. */
  readonly whole: boolean;
  /** Packets of a datagram or message. */
  readonly datagram: number;
  /** Payload bytes of a datagram, request or message; and of a response. */
  readonly size: number;
  readonly response: number;
  /** Payload bytes of a packet of the response; as of the request when absent. */
  readonly responsePayload?: number;
  /** Packets in flight at the most. */
  readonly window: number;
  /** Bits of payload per second; Infinity = as fast as possible. */
  readonly rate: number;
  readonly arrival: 'cbr' | 'poisson' | 'onoff' | 'trace';
  /** Of a trace, at the stream's rate: picoseconds since the arrival before, and payload bytes. Round and round. */
  readonly trace?: readonly { readonly gap: number; readonly size: number }[];
  readonly on: number;
  readonly off: number;
  /** Payload bytes of a finite transfer; Infinity otherwise. */
  readonly bytes: number;
  readonly think: number;
  readonly outstanding: number;
  /** Picoseconds. */
  readonly start: number;
  readonly stop: number;
  /** Picoseconds within which the start is random; absent: none. */
  readonly phase?: number;
}

/** A guest's grant table. */
export interface GrantSpec {
  readonly domain: number;
  readonly name: string;
  readonly framesNeeded: number;
  readonly framesLimit: number;
  /** Entries its queues keep whatever the traffic, capped by the table. */
  readonly standing: number;
  readonly queues: number;
  readonly pooled: boolean;
}
