/**
 * The named operations that data paths spend and `costs` blocks price. Names are a contract (they stand in users' files);
 * the language's schema documents them, a test holds the two lists together.
 */
import type { Cost, Costs } from '../../topology/model.ts';

/** What the engines must know of an operation beyond its price. */
interface OperationFacts {
  /** Kernel work that address translation slows in a paravirtual domain (`translation_factor`). */
  readonly translated?: boolean;
  /** Cache misses per operation. */
  readonly misses?: number;
}

const LINE = 64;
const kernel: OperationFacts = { translated: true };

export const operations: Readonly<Record<string, OperationFacts>> = {
  nic_rx: kernel,
  nic_tx: kernel,
  nic_miss: { misses: 1 },
  skb: { translated: true, misses: 1 },
  page: { translated: true, misses: 1 },
  half_page: { translated: true, misses: 1 },
  buffer_release: kernel,
  doorbell: {},
  interrupt: {},
  interrupt_inject: {},
  adaptive_moderation: {},
  bridge: kernel,
  netfilter: kernel,
  traffic_control: kernel,
  netback_rx: kernel,
  netback_tx: kernel,
  segment: kernel,
  checksum_byte: {},
  netfront_rx: kernel,
  netfront_tx: kernel,
  softirq: kernel,
  tcp_rx: kernel,
  tcp_tx: kernel,
  udp_rx: kernel,
  udp_tx: kernel,
  ack_make: kernel,
  ack_take: kernel,
  aggregate: kernel,
  ack_template: kernel,
  syscall: kernel,
  socket: kernel,
  post: {},
  completion: { misses: 1 },
  copy_cold_byte: { misses: 1 / LINE },
  copy_other_core_byte: { misses: 1 / LINE },
  copy_prefetched_byte: {},
  copy_hot_byte: {},
  copy_misaligned: {},
  grant_issue: {},
  grant_revoke: {},
  grant_lookup: {},
  grant_copy: {},
  grant_page: {},
  grant_map: {},
  grant_unmap: {},
  grant_transfer: {},
  page_update: {},
  tlb_flush: {},
  hypercall: {},
  iommu_map: {},
  iommu_unmap: {},
  register: {},
  register_page: {},
  event_send: {},
  event_upcall: {},
  vm_exit: {},
  domain_switch: {},
  tlb_refill: {},
  worldswitch: {},
  device_model: {},
  descriptor_check: {},
  translation_factor: {},
  line_transfer: { misses: 1 },
  cache_miss: { misses: 1 },
  object_miss: { misses: 1 },
  llc_hit: {},
  poll_driver: { misses: 1 },
  poll_switch: {},
  engine_rx: {},
  engine_tx: {},
  engine_order: {},
  memory_reference: {},
  quota_check: {},
  bound_check: {},
  descriptor_fetch: {},
  context_load: {},
  pcie_read: {},
  dma_byte: {}
};

/** Price of one operation in cycles of a clock (Hz), 0 when the block does not give it. */
export function cyclesOf(costs: Costs, operation: string, clock: number): number {
  const cost: Cost | undefined = costs.operations[operation];
  if (!cost) return 0;
  return cost.unit === 'seconds' ? cost.value * clock : cost.value;
}

/** Price of one operation in seconds. */
export function secondsOf(costs: Costs, operation: string, clock: number): number {
  return cyclesOf(costs, operation, clock) / clock;
}

/** A dimensionless cost (`translation_factor`, `copy_misaligned`), 1 when the block does not give it. */
export function factorOf(costs: Costs, operation: string): number {
  return costs.operations[operation]?.value ?? 1;
}
