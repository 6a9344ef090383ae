/** Every enumeration of the language, each word with the sentence that completion and hover show. */
import type { WordSet } from './types.ts';

function words(name: string, table: Readonly<Record<string, string>>): WordSet {
  return { name, words: table };
}

export const hypervisorKind = words('hypervisor kind', {
  xen: 'Xen: a small hypervisor; guests reach devices through a driver domain, grants and event channels.',
  kvm: 'KVM: the host OS is the hypervisor; bridges and vhost run in the domain with role `control` or `native`.',
  none: 'No hypervisor: one operating system drives the hardware; the yardstick for everything else.'
});

export const scheduler = words('scheduler', {
  credit: 'Proportional share with weights and caps, 30 ms slices and boost for vCPUs that wake up (Xen 3.0 to 4.11).',
  credit2: 'Fairer successor of credit: runqueues per socket, no boost, short slices under contention.',
  rr: 'Plain round robin in fixed time slices.',
  pinned: 'No scheduling: every vCPU owns the logical CPU it is pinned to.'
});

export const eventChannelAbi = words('event channel ABI', {
  two_level: 'Two levels of bitmaps: 4,096 channels for a 64-bit domain (1,024 for a 32-bit one).',
  fifo: 'Queues of events, since Xen 4.4 and Linux 3.14: 131,072 channels.'
});

export const role = words('domain role', {
  guest: 'A tenant: reaches the network through its vifs.',
  driver: 'Owns NICs and runs back-ends and bridges for the guests (dom0, or an I/O VM).',
  control: 'The control domain or host OS: device models, tool stack, vhost on KVM.',
  native: 'The only operating system of a host without a hypervisor.'
});

export const domainKind = words('domain kind', {
  pv: 'Paravirtual: the guest kernel knows the hypervisor; no hardware virtualization needed.',
  hvm: 'Full hardware virtualization: exits cost thousands of cycles; devices may be emulated.',
  pvh: 'Hardware virtualization without a device model: paravirtual I/O, hardware page tables.'
});

export const os = words('operating system', {
  linux: 'Linux front-ends and back-ends.',
  windows: 'Windows PV drivers: grants are taken in slabs of 253, so a vif needs more of them.',
  minimal: 'A minimal kernel (mini-os, unikernel): short paths, no timers or daemons beside the network.'
});

export const vifModel = words('vif model', {
  native: 'No hypervisor in the path: the OS drives the NIC. The yardstick. Cannot be migrated.',
  emulated: 'The guest traps to a device model in the control domain (full virtualization). Slow; needs no guest driver. Can be migrated.',
  netfront: 'Xen split driver: front-end, shared ring and grants, driver domain with netback and bridge, NIC. Can be migrated.',
  multiqueue: 'As netfront, but the NIC sorts packets into a queue per vif and moves them straight into guest memory. Can be migrated.',
  cdna: 'Concurrent direct access: the guest owns a context of the NIC, the hypervisor validates its descriptors. Cannot be migrated.',
  direct: 'Pass-through: the whole NIC belongs to the guest behind the IOMMU; the hypervisor only injects interrupts. Cannot be migrated.',
  sriov: 'A virtual function of the NIC belongs to the guest behind the IOMMU. Cannot be migrated.',
  bypass: 'User space or the guest kernel posts to the device; the VMM is only on the control path (InfiniBand style). Cannot be migrated.',
  vi: 'An endpoint of the Virtual Interface architecture: user-level queues and doorbells. Cannot be migrated.',
  speculative: 'Every user posts to one shared hardware queue; a full queue refuses and the post is tried again. Cannot be migrated.',
  shared: 'Split driver that gives up protection between the VMs of one job to shorten the path. Can be migrated.',
  virtio: 'A queue pair to a back-end in the host: QEMU, vhost, vhost-user or vDPA. Can be migrated.'
});

export const virtioBackend = words('virtio back-end', {
  qemu: 'The QEMU process copies every packet; two exits per kick.',
  vhost: 'A kernel thread of the host moves the packets between rings and bridge.',
  vhost_user: 'A polling user-space switch (OVS-DPDK) owns the rings; burns its cores.',
  vdpa: 'The device itself reads the virtio rings; the host only sets them up.'
});

export const bridgeKind = words('bridge kind', {
  linux: 'The Linux bridge: one lookup per packet in the driver domain.',
  ovs: 'Open vSwitch, kernel data path: flow-table lookup per packet.',
  ovs_dpdk: 'Open vSwitch on DPDK: polls in user space, no interrupts.',
  none: 'Nothing in between: the back-end hands packets straight to the driver.'
});

export const grantMode = words('grant mode', {
  copy: "The back-end copies with the hypervisor's grant copy; the guest's pages are never mapped.",
  guest_copy: 'The guest issues the copy itself, so that its own core finds the data hot afterwards.',
  map: "The back-end maps the guest's pages and unmaps them again, with a TLB flush per batch.",
  transfer: 'Pages change owner (Xen 2 and early 3.x receive).',
  reuse: 'A fixed pool of buffers stays granted and mapped; the work is done on first use only.',
  none: 'No protection work at all.'
});

export const revoke = words('revocation', {
  immediate: 'A grant is revoked as soon as its buffer comes back.',
  lazy: 'Revocation is put off and done in batches; cheaper, but the back-end keeps access for longer.'
});

export const nicOffload = words('offload', {
  checksum: 'The device computes and checks TCP and UDP checksums.',
  tso: "The device cuts large TCP segments; the sender's stack runs once per 64 KiB.",
  gso: 'Large units cross the software path in one piece and are cut as late as possible.',
  lro: 'Received TCP segments are joined in the device or its driver: one stack pass and one ACK per aggregate.',
  gro: 'As lro, in software and reversible, so that a bridge may forward the result.',
  sg: 'Scatter/gather: a packet may lie in several buffers. Off, every packet is copied into one.',
  rss: 'Received flows are spread over queues by a hash; one flow stays on one queue.',
  vmdq: 'Received packets are sorted into queues by MAC address, one queue per vif.',
  header_split: 'Headers and payload go to different buffers.'
});

export const preload = words('preload', {
  descriptor: "The descriptor engine brings the ring's descriptors into the cache before the driver asks.",
  skb: 'Packet structures are brought into the cache ahead.',
  page: 'Page structures are brought into the cache ahead.',
  release: 'Buffer release is taken over by the engine.'
});

export const qos = words('NIC quality of service', {
  none: 'First come, first served.',
  software: 'The driver domain shapes and decides who is next: its CPU does the work, and what passes it by is not seen.',
  hardware: 'A ring per vif in the NIC, with token bucket, priority and weight.'
});

export const pcie = words(
  'PCIe link',
  Object.fromEntries(
    [1, 2, 3, 4, 5, 6].flatMap(generation =>
      [1, 2, 4, 8, 16].map(lanes => [
        `gen${generation}_x${lanes}`,
        `PCI Express generation ${generation}, ${lanes} lane${lanes > 1 ? 's' : ''}.`
      ])
    )
  )
);

export const adaptive = words('coalescing', {
  adaptive: 'The driver adapts the interrupt rate to the load: low latency when idle, bulk moderation when busy.'
});

export const ordering = words('frame ordering', {
  lock: 'Cores take a lock to commit frames in order; they spin while they wait.',
  rmw: 'Cores mark frames done with an atomic read-modify-write; one of them commits all that are ready.'
});

export const memoryPart = words('memory of an engine', {
  frames: 'Where frames lie between wire and host.',
  control: 'Banks behind the crossbar that hold descriptors and status.'
});

export const completion = words('completion', {
  poll: 'The receiver polls: lowest latency, burns a CPU.',
  interrupt: 'The receiver sleeps until an event arrives: frees the CPU, adds a constant.'
});

export const registration = words('memory registration', {
  once: 'Buffers are registered at the start and used again.',
  per_message: 'Every message registers and deregisters its buffer.'
});

export const viKind = words('VI implementation', {
  hardware: 'The device implements doorbells and queues.',
  driver: 'The VI is emulated in the kernel driver: every post is a trap.'
});

export const post = words('posting scheme', {
  speculative: 'Post without asking; a full queue refuses.',
  locked: 'Users share a lock around the queue.',
  mediated: 'A mediator (hypervisor or daemon) posts for everybody.'
});

export const isolation = words('metarouter isolation', {
  none: 'Engines and memory are shared freely.',
  checked: 'Instructions and memory references are counted and stopped at the quota.',
  partition: "Engines and memory are divided up; nobody can take another's."
});

export const transport = words('transport', {
  tcp: 'Closed loop with acknowledgements, congestion control and retransmission.',
  udp: 'Open loop: datagrams at the offered rate.',
  rpc: 'Request and response, `outstanding` at a time, with think time in between.',
  message: 'Messages over queue pairs (VI, RDMA): completion by polling or interrupt.'
});

export const arrival = words('arrival process', {
  cbr: 'Constant bit rate: equal gaps.',
  poisson: 'Exponential gaps.',
  onoff: 'Bursts: exponential on and off times with means `on` and `off`.',
  trace: 'Arrivals read from the file that `trace` names.'
});

export const claimStanding = words('standing of a claim', {
  read: 'Stated in the publication itself.',
  derived: 'Arithmetic on what the publication states.',
  unverified: 'From memory or second hand; not checked against the publication.'
});

export const claimUse = words('use of a claim', {
  fitted: "Costs were chosen to meet it; it says nothing about the model's power to predict.",
  predicted: 'The model was frozen before it was compared with this number.'
});

export const quantile = words('quantile', {
  p50: 'Median.',
  p90: '90th percentile.',
  p95: '95th percentile.',
  p99: '99th percentile.',
  p999: '99.9th percentile.',
  max: 'The largest value seen.'
});

/** Words that are no names anywhere. */
export const reservedWords: readonly string[] = ['true', 'false', 'index', 'bottleneck'];
