/**
 * The vocabulary of data paths. A vif model is one file that answers with stages in this vocabulary; the packet engine and
 * the estimator read nothing else. `docs/data-paths.md` writes five very different architectures in it (netfront, a VI
 * endpoint with a doorbell, a programmable NIC with ordered commit, worldswitch, classes that share a wire): what they need is the reason for each field.
 */

/**
 * What an operation is counted per.
 * `wake`: each time the stage's worker is woken · `batch`: each activation · `item`: what the stage hands on (a packet, an LRO
 * aggregate or a TSO unit) · `packet`: each MTU-sized packet within an item · `byte`: payload byte · `page`: 4 KiB page of
 * payload, at least one an item · `first_use`: the first `pool` items only · `context_miss`: items whose context the device
 * has not cached.
 */
export type Per = 'wake' | 'batch' | 'item' | 'packet' | 'byte' | 'page' | 'first_use' | 'context_miss';

/** Work spent on a named operation. What it costs is data (`costs` blocks); what it is shown under is the component. */
export interface Charge {
  readonly component: string;
  readonly operation: string;
  readonly per: Per;
  /** How often per unit; 1 when absent. */
  readonly times?: number;
  /** For `first_use`: how many first uses there are. */
  readonly pool?: number;
  /** Price in seconds when the topology itself gives it (instructions over an engine's clock); the cost block is not asked then. */
  readonly seconds?: number;
}

/** Who works. Threads, devices and pipes are declared to the assembly first; `id` names them there. */
export type Worker =
  /** A thread of execution on one vCPU of a domain. */
  | { readonly kind: 'thread'; readonly id: string }
  /** Identical units behind one queue: the cores of a NIC, the banks of a memory; a lock is a device with one unit. */
  | { readonly kind: 'device'; readonly id: string }
  /** A first-in-first-out conveyor of bits (link, bus direction, token bucket): serialization, then delay. */
  | { readonly kind: 'pipe'; readonly id: string };

/** What a full queue does to the next arrival. */
export type WhenFull = 'drop' | 'wait' | 'refuse';

export interface Queue {
  /** Where a drop is reported: `server.eth0.rx[0]`, `server.guest[1].eth0`. */
  readonly place: string;
  /** Packets it holds. */
  readonly capacity: number;
  readonly full: WhenFull;
  /** Why a drop happens here: "ring full". */
  readonly reason: string;
}

/** What gets a sleeping worker going when something arrives. */
export type Wake =
  /** A physical interrupt, held off by the NIC (seconds, Hz; 0 = not). */
  | { readonly kind: 'interrupt'; readonly name: string; readonly holdOff: number; readonly maxRate: number; readonly adaptive: boolean }
  /** A notification by whoever fills the queue; `send` is charged to the sender, and only when the worker sleeps. */
  | { readonly kind: 'event'; readonly send: readonly Charge[] }
  /** Raised within the same kernel: softirq, tasklet, thread. */
  | { readonly kind: 'schedule' }
  /** The worker spins on the queue and burns its vCPU. */
  | { readonly kind: 'poll' };

/** A stage may change what an item is. */
export type Regroup =
  /** Packets of one stream met in one activation become one item of at most `packets` packets (LRO, GRO). */
  | { readonly kind: 'aggregate'; readonly packets: number }
  /** A unit of several packets leaves as single packets (TSO in the NIC, software segmentation, a message cut by the device). */
  | { readonly kind: 'segment' }
  /** The packets of a unit leave as the unit they were, with the last of them (a message completes). */
  | { readonly kind: 'reassemble' };

/** The state a device needs for an item (a queue pair, a VI), kept in a cache on the device that all who name it share. */
export interface ContextUse {
  /** The cache: one per NIC. */
  readonly cache: string;
  /** Whose state it is: `server.guest[1].eth0`. */
  readonly owner: string;
  /** Contexts the cache holds, pinned ones included; the one used longest ago makes room. */
  readonly capacity: number;
  /** Loaded at set-up and never given up. */
  readonly pinned: boolean;
}

/**
 * Whose a packet is where a shared wire is given to one queue after the other: the most urgent class first, classes of one
 * priority by weight. Who has the same name has the same queue.
 */
export interface TrafficClass {
  readonly name: string;
  /** The higher the more urgent. */
  readonly priority: number;
  readonly weight: number;
}

/**
 * Descriptors that a driver gives its device: a packet has one from when it is handed over until it is on the wire, and whoever
 * has more to hand over waits until some of them are free again, as drivers stop and wake their queues.
 */
export interface Ring {
  /** Whose it is: `server.eth0.tx[0]`, `server.guest[1].eth0.tx`. */
  readonly place: string;
  /** Packets it holds. */
  readonly slots: number;
}

export interface Stage {
  /** What explanations call it: "netback receive path". */
  readonly name: string;
  readonly worker: Worker;
  /** Absent: the stage runs in the same activation as the stage before it, on the same worker. */
  readonly queue?: Queue;
  readonly wake?: Wake;
  /** Most items one activation takes; 64 (the NAPI weight) when absent. */
  readonly budget?: number;
  readonly work: readonly Charge[];
  readonly regroup?: Regroup;
  /** The worker of the stage before stays occupied until this stage is done (a core that waits for SRAM, a spinning lock). */
  readonly holdsPrevious?: boolean;
  /** Whoever the device before kept occupied stays so until this device is done, too (a core that goes on to another bank). */
  readonly keepsHolding?: boolean;
  /** The TCP receiver lives here: what passes is acknowledged. */
  readonly acknowledges?: boolean;
  /** Items leave in the order they came, whatever the order they were finished in (several units). */
  readonly inOrder?: boolean;
  /** Of a pipe that serves a queue for each class (`queue.capacity` packets each) instead of all in the order they come. */
  readonly trafficClass?: TrafficClass;
  /** Of pipes that follow each other: the transmit ring whose descriptors cover them all. */
  readonly ring?: Ring;
  /** The context on the device that the item needs; `context_miss` charges are paid when it must be loaded. */
  readonly context?: ContextUse;
}

/** A data path in one direction: stages in the order an item passes them. */
export type Path = readonly Stage[];
