/** The operations that `costs` blocks price: what is counted, and in what. */
import type { KindRow } from './types.ts';

export type OperationUnit = 'cycles' | 'time' | 'factor';
export type OperationPer = 'packet' | 'byte' | 'fragment' | 'op';

export interface OperationRow {
  readonly name: string;
  readonly group: string;
  readonly doc: string;
  /** What the value may be written in. Core operations take cycles or a time; device operations usually times. */
  readonly units: readonly OperationUnit[];
  /** What it is counted per when the file does not say. */
  readonly per: OperationPer;
}

const core: readonly OperationUnit[] = ['cycles', 'time'];

function group(
  name: string,
  units: readonly OperationUnit[],
  table: Readonly<Record<string, readonly [per: OperationPer, doc: string]>>
): OperationRow[] {
  return Object.entries(table).map(([operation, [per, doc]]) => ({ name: operation, group: name, doc, units, per }));
}

const allOperations: readonly OperationRow[] = [
  ...group('NIC and driver', core, {
    nic_rx: ['packet', 'Driver work per received packet: descriptor, unmap, hand-over.'],
    nic_tx: ['packet', 'Driver work per sent packet: map, descriptor, completion.'],
    nic_miss: ['packet', 'Cache misses of the driver per packet: descriptor and header that DMA left in memory.'],
    skb: ['packet', 'Allocating and freeing a packet structure.'],
    page: ['op', 'Allocating and freeing a page for a buffer.'],
    half_page: ['op', 'The same for half a page.'],
    buffer_release: ['op', 'Giving a buffer back.'],
    doorbell: ['op', 'Telling the device about new descriptors: an uncached write.'],
    interrupt: ['op', 'Taking an interrupt: entry, acknowledge, schedule the poll.'],
    interrupt_inject: ['op', 'Injecting a virtual interrupt into a guest.'],
    adaptive_moderation: ['op', 'Deciding on a new interrupt rate.']
  }),
  ...group('driver domain', core, {
    bridge: ['packet', 'Looking up and forwarding a packet in the software switch.'],
    netfilter: ['packet', 'Firewall hooks of the bridge.'],
    traffic_control: ['packet', 'Finding the class of a packet and accounting for it, with `qos = software`.'],
    netback_rx: ['packet', 'Back-end work per packet towards a guest, without grants and copies.'],
    netback_tx: ['packet', 'Back-end work per packet from a guest, without grants and copies.'],
    poll_driver: ['packet', 'Poll-mode driver: one packet into or out of a ring of a NIC or a guest, in bursts.'],
    poll_switch: ['packet', 'Looking up and forwarding a packet in a poll-mode switch.'],
    segment: ['packet', 'Cutting one packet from a large unit in software.'],
    checksum_byte: ['byte', 'Checksum in software.']
  }),
  ...group('guest', core, {
    netfront_rx: ['packet', 'Front-end work per received packet: ring, refill.'],
    netfront_tx: ['packet', 'Front-end work per sent packet.'],
    softirq: ['op', 'Entering and leaving the network poll.'],
    tcp_rx: ['packet', 'TCP/IP stack per received packet or aggregate.'],
    tcp_tx: ['packet', 'TCP/IP stack per sent packet or unit.'],
    udp_rx: ['packet', 'UDP/IP stack per received datagram.'],
    udp_tx: ['packet', 'UDP/IP stack per sent datagram.'],
    ack_make: ['packet', 'Making an acknowledgement.'],
    ack_take: ['packet', 'Processing an acknowledgement at the sender.'],
    aggregate: ['packet', 'Joining one packet to an aggregate (LRO, GRO).'],
    ack_template: ['packet', 'Making one more ACK of an aggregate from a template (ACK offload).'],
    syscall: ['op', 'Entering and leaving the kernel.'],
    socket: ['op', 'Socket work per call: locks, wake-up.'],
    post: ['op', 'Building a descriptor in user space and putting it into a queue of the device.'],
    completion: ['op', 'Taking a completion from a queue of the device in user space.']
  }),
  ...group('bytes', core, {
    copy_cold_byte: ['byte', 'Copying a byte that is in memory.'],
    copy_other_core_byte: ['byte', "Copying a byte that is in another core's cache."],
    copy_prefetched_byte: ['byte', 'Copying a byte that was prefetched.'],
    copy_hot_byte: ['byte', "Copying a byte that is in this core's cache."]
  }),
  ...group('bytes', ['factor'], {
    copy_misaligned: ['byte', 'How much longer a copy takes when source and destination are not aligned alike.']
  }),
  ...group('protection', core, {
    grant_issue: ['op', 'Granting a page: writing the entry.'],
    grant_revoke: ['op', 'Taking a grant back: atomic clear, entry to the free list.'],
    grant_lookup: ['op', 'Finding a buffer that is already granted and mapped.'],
    grant_copy: ['op', 'One grant copy operation, without its pages and bytes.'],
    grant_page: ['op', 'Acquiring and releasing one granted page within a copy.'],
    grant_map: ['op', 'Mapping a granted page.'],
    grant_unmap: ['op', 'Unmapping it again, without the TLB flush.'],
    grant_transfer: ['op', 'Changing the owner of a page.'],
    page_update: ['op', 'Changing one page-table entry among many in a hypercall.'],
    tlb_flush: ['op', 'Flushing the TLB, once per batch of unmaps.'],
    hypercall: ['op', 'Entering and leaving the hypervisor.'],
    descriptor_check: ['op', 'Checking one descriptor that a guest hands to the NIC: who owns the page, and its reference count.'],
    iommu_map: ['op', 'Entering a page into the IOMMU.'],
    iommu_unmap: ['op', 'Removing it, invalidation included.'],
    register: ['op', 'Registering a memory region with a device, fixed part.'],
    register_page: ['op', 'Registering one page of it.']
  }),
  ...group('notification and CPU', core, {
    event_send: ['op', 'Sending an event-channel notification.'],
    event_upcall: ['op', 'Taking one: upcall and dispatch in the guest.'],
    vm_exit: ['op', 'Leaving a hardware-virtualized guest and entering it again.'],
    domain_switch: ['op', 'Switching a core from one domain to another.'],
    tlb_refill: ['op', 'Refilling TLB and first-level cache after a switch.'],
    device_model: ['op', 'Device model of an emulated NIC: one register access, or one packet.'],
    worldswitch: ['op', "A guest entering the driver domain's address space and coming back."],
    line_transfer: ['op', 'Getting a cache line that another core wrote last.'],
    cache_miss: ['op', 'One last-level cache miss.'],
    object_miss: [
      'op',
      'A miss on a line of what the kernel keeps of a packet. Where it is not given, `skb`, `page` and `buffer_release` have their misses in them.'
    ],
    llc_hit: ['op', 'A line that DMA or a preloading engine has brought into the last-level cache.']
  }),
  ...group('notification and CPU', ['factor'], {
    translation_factor: ['op', 'How much slower kernel work is in a domain without superpages and global pages.']
  }),
  ...group('device', ['time', 'cycles'], {
    engine_rx: ['packet', 'Engine work per received frame.'],
    engine_tx: ['packet', 'Engine work per sent frame.'],
    engine_order: ['packet', 'Committing a frame in order.'],
    memory_reference: ['op', "One reference to a network processor's memory, where `sram_latency` does not say."],
    quota_check: ['packet', 'Counting a packet against the quotas of its metarouter (`isolation = checked`).'],
    bound_check: ['op', 'Checking one memory reference of a metarouter (`isolation = checked`).'],
    descriptor_fetch: ['op', 'The device reads descriptors.'],
    context_load: ['op', 'Loading the state of a context that is not cached on the device.'],
    pcie_read: ['op', 'One round trip over the bus.'],
    dma_byte: ['byte', 'Moving a byte over the I/O bus, where the bus is not given as `pcie`.']
  })
];

export const operations: Readonly<Record<string, OperationRow>> = Object.fromEntries(allOperations.map(row => [row.name, row]));

export const costs: KindRow = {
  kind: 'costs',
  naming: 'required',
  array: false,
  topLevel: true,
  doc: 'What operations cost. The comment before each says where the number is from: `/// read: …`, `/// derived: …`, `/// assumed: … range 300..700 cycles`.',
  contains: [],
  snippet: '/// assumed: ${2:why}\n${3:grant_copy} = ${4:2200 cycles}\n$0',
  properties: Object.fromEntries(
    allOperations.map(row => [
      row.name,
      {
        name: row.name,
        type: { kind: 'cost' as const, units: row.units },
        absent: 'nothing',
        doc: `${row.doc} (${row.group}; per ${row.per})`
      }
    ])
  )
};
