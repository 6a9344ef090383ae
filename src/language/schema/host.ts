/** Hosts: the machine, its processor and its hypervisor. */
import { boolean, integer, list, positive, reference, rows, word } from './types.ts';
import type { KindRow } from './types.ts';
import { eventChannelAbi, hypervisorKind, scheduler } from './words.ts';

export const host: KindRow = {
  kind: 'host',
  naming: 'required',
  array: true,
  topLevel: true,
  doc: 'A physical machine: one processor, a hypervisor, NICs, and the domains that run on it.',
  contains: ['cpu', 'hypervisor', 'nic', 'domain', 'bridge', 'grants'],
  snippet:
    'cpu { cores = ${2:8}; clock = ${3:2.66 GHz} }\nhypervisor { kind = ${4|xen,kvm,none|} }\nnic ${5:eth0} { rate = ${6:10 Gbps} }\n$0',
  properties: rows({
    costs: {
      type: reference('costs'),
      absent: "the shipped library of the hypervisor's kind",
      common: true,
      doc: 'The operation costs in force on this host: what a grant copy, an interrupt or a byte copied takes.'
    },
    memory: { type: positive('size'), absent: 'memory is not a limit', doc: 'Main memory of the machine.' }
  })
};

export const cpu: KindRow = {
  kind: 'cpu',
  naming: 'once',
  array: false,
  topLevel: false,
  doc: 'The processor: cores, clock and caches. Logical CPUs count from 0: `server.cpu[0]`.',
  contains: [],
  snippet: 'cores = ${1:8}\nclock = ${2:2.66 GHz}\n$0',
  properties: rows({
    cores: { type: integer(1, 4096), required: true, doc: 'Physical cores of the machine.' },
    clock: { type: positive('frequency'), required: true, doc: 'Core clock; costs in cycles are divided by it.' },
    threads_per_core: { type: integer(1, 8), default: '1', doc: 'Hardware threads per core. Logical CPUs = cores × threads.' },
    llc: {
      type: positive('size'),
      absent: "the cost library's mean behaviour",
      doc: 'Size of one last-level cache. Data that fits and was touched last by the same group is hot.'
    },
    llc_groups: {
      type: list(list(integer(0), { unique: true })),
      absent: 'one group of all',
      doc: 'Which logical CPUs share a last-level cache, group by group: `[[0..3], [4..7]]`. Data from another group is cold.'
    },
    numa: { type: list(list(integer(0), { unique: true })), absent: 'one node', doc: 'Logical CPUs of each NUMA node, node by node.' }
  })
};

export const hypervisor: KindRow = {
  kind: 'hypervisor',
  naming: 'once',
  array: false,
  topLevel: false,
  doc: 'The hypervisor: its kind, its vCPU scheduler, and the sizes of its tables.',
  contains: [],
  snippet: 'kind = ${1|xen,kvm,none|}\n$0',
  properties: rows({
    kind: {
      type: word(hypervisorKind),
      default: 'xen',
      common: true,
      doc: 'Which hypervisor. On `kvm` and `none` the domain with role `control` or `native` is the host OS.'
    },
    scheduler: { type: word(scheduler), default: 'credit', common: true, doc: 'How vCPUs share cores.' },
    timeslice: { type: positive('time', 10), default: '30 ms', doc: 'Longest run of a vCPU while others wait.' },
    tick: { type: positive('time', 10), default: '10 ms', doc: 'How often credits are burnt and priorities looked at (credit scheduler).' },
    boost: {
      type: boolean,
      default: 'true',
      doc: 'A vCPU woken by an event runs ahead of the others for a moment (credit scheduler). Good for latency, costs switches.'
    },
    max_grant_frames: {
      type: integer(1, 65_536),
      default: '64',
      common: true,
      doc: "Frames of a domain's grant table: 512 entries each with version 1, 256 with version 2. A netfront queue takes 514 entries."
    },
    max_maptrack_frames: {
      type: integer(1, 1_048_576),
      default: '1024',
      doc: "Frames of a domain's map-track table, 256 entries each: how many foreign grants a driver domain may keep mapped."
    },
    grant_version: {
      type: { kind: 'oneOf', texts: ['1', '2'] },
      default: '1',
      doc: 'Layout of grant entries: version 1 has 8 bytes each, version 2 has 16, so half as many fit a frame.'
    },
    event_channel_abi: {
      type: word(eventChannelAbi),
      absent: 'not stated: checks tell where two levels end',
      doc: 'How many event channels there can be at all. A vif queue takes two at each end.'
    },
    max_event_channels: { type: integer(1, 131_072), default: '1023', doc: 'Event channels a guest may have. A vif queue takes two.' },
    iommu: {
      type: boolean,
      default: 'false',
      doc: 'DMA of devices goes through the IOMMU: needed for safe direct access, costs per mapping.'
    },
    netback_tasklets: {
      type: integer(1, 1024),
      absent: 'one per vCPU of the driver domain',
      doc: "How many contexts netback's work is spread over. Old kernels have one pair for the whole driver domain."
    },
    superpages: { type: boolean, default: 'false', doc: 'Guests map their memory with large pages: fewer TLB misses in kernel work.' },
    cache_aware: { type: boolean, default: 'false', doc: 'Schedule a guest near the core whose cache holds its packets.' },
    worldswitch: {
      type: boolean,
      default: 'false',
      doc: "A guest enters the driver domain's address space and does its own I/O work there, on its own time, without the scheduler."
    }
  })
};
