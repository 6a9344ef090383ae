/**
 * The NIC catalogue: limits of real cards by model name, each with where it is from. Only figures that a source states are here;
 * what is left out is not checked. A row is one port: what ports of a card share is counted for a card of two.
 */
import { showCount, showQuantity } from '../values/show.ts';

export interface CatalogueRow {
  readonly name: string;
  /** What people call it. */
  readonly title: string;
  /** Other ways to write it, plain (lower case, letters and digits). */
  readonly also?: readonly string[];
  /** Fastest port, bit/s. */
  readonly rate: number;
  readonly rxQueues?: number;
  readonly txQueues?: number;
  readonly macFilters?: number;
  /** Virtual functions of a port. */
  readonly vfs?: number;
  readonly queuesPerVf?: number;
  readonly pool?: QueuePool;
  /** The card's own connector: `gen3_x8`. */
  readonly pcie?: string;
  /** Largest unit that the card segments, bytes. */
  readonly tso?: number;
  /** Ceiling of a single flow, bit/s. */
  readonly perFlow?: number;
  readonly source: string;
}

/** Queue pairs that the port and its virtual functions take out of one store. */
export interface QueuePool {
  readonly pairs: number;
  /** What the port keeps for itself as soon as there are functions. */
  readonly ofPort: number;
  /** What every function takes, used or not. */
  readonly perFunction: number;
}

const G = 1e9;
const KIB = 1024;

const ixgbe = 'Linux ixgbe';
const i40eBus = 'i40e_probe (warns below eight lanes of 8 GT/s)';
const mlnxSpeeds = 'NVIDIA MLNX_EN 5.8 release notes, uplink speeds';
const dpdkPlatforms = 'DPDK release notes, tested platforms';
const dpdkChelsio = 'DPDK guide to cxgbe, supported NICs (port speed)';
const ixgbeVfs = 'ixgbe_sriov.h (one function fewer than the 64 pools)';

const rows: readonly CatalogueRow[] = [
  {
    name: 'i82576',
    title: 'Intel 82576',
    also: ['et2', '82576eb', '82576ns'],
    rate: 1 * G,
    rxQueues: 16,
    txQueues: 16,
    macFilters: 24,
    vfs: 7,
    queuesPerVf: 2,
    pool: { pairs: 16, ofPort: 2, perFunction: 2 },
    source: 'illumos igb, igb_82576_cap (eight pools, one for the port); Linux igb, E1000_RAR_ENTRIES_82576'
  },
  {
    name: 'i350',
    title: 'Intel I350',
    rate: 1 * G,
    rxQueues: 8,
    txQueues: 8,
    macFilters: 32,
    vfs: 7,
    queuesPerVf: 1,
    pool: { pairs: 8, ofPort: 1, perFunction: 1 },
    source: 'illumos igb, igb_i350_cap (eight pools, one for the port); Linux igb, E1000_RAR_ENTRIES_I350'
  },
  {
    name: 'i82598',
    title: 'Intel 82598',
    also: ['82598eb'],
    rate: 10 * G,
    rxQueues: 64,
    txQueues: 32,
    macFilters: 16,
    vfs: 0,
    source: `${ixgbe}, ixgbe_82598.c (no functions: ixgbe_probe_vf)`
  },
  {
    name: 'i82599',
    title: 'Intel 82599',
    also: ['82599eb', '82599es', '82599en', 'x520', 'x520da2', 'x520sr2'],
    rate: 10 * G,
    rxQueues: 128,
    txQueues: 128,
    macFilters: 128,
    vfs: 63,
    queuesPerVf: 4,
    pool: { pairs: 128, ofPort: 2, perFunction: 2 },
    pcie: 'gen2_x8',
    tso: 256 * KIB,
    source: `Intel 82599 data sheet 331520 (64 pools of 2 queues, 32 of 4; PCIe 2.0 x8); ${ixgbe}, ixgbe_82599.c, ${ixgbeVfs}`
  },
  {
    name: 'x540',
    title: 'Intel X540',
    also: ['x540t1', 'x540t2', 'x540at2'],
    rate: 10 * G,
    rxQueues: 128,
    txQueues: 128,
    macFilters: 128,
    vfs: 63,
    source: `${ixgbe}, ixgbe_x540.c, ${ixgbeVfs}`
  },
  {
    name: 'x550',
    title: 'Intel X550',
    also: ['x550t1', 'x550t2', 'x550at2'],
    rate: 10 * G,
    rxQueues: 128,
    txQueues: 128,
    macFilters: 128,
    vfs: 63,
    source: `${ixgbe}, ixgbe_x550.c (the X540's invariants), ${ixgbeVfs}`
  },
  {
    name: 'x710',
    title: 'Intel X710',
    also: ['x710da2', 'x710da4', 'x710t4'],
    rate: 10 * G,
    rxQueues: 768,
    txQueues: 768,
    vfs: 64,
    queuesPerVf: 16,
    pool: { pairs: 768, ofPort: 65, perFunction: 4 },
    pcie: 'gen3_x8',
    source: `DPDK test plan on VF queues, quoting the XL710 data sheet (768 pairs a port of two, 384 of four); Linux i40e documentation (64 VFs); Linux i40e, ${i40eBus}`
  },
  {
    name: 'xxv710',
    title: 'Intel XXV710',
    also: ['xxv710da1', 'xxv710da2'],
    rate: 25 * G,
    rxQueues: 768,
    txQueues: 768,
    vfs: 64,
    queuesPerVf: 16,
    pool: { pairs: 768, ofPort: 65, perFunction: 4 },
    pcie: 'gen3_x8',
    source: `DPDK test plan on VF queues, quoting the XL710 data sheet (768 pairs a port of two); Linux i40e documentation (64 VFs); Linux i40e, ${i40eBus}`
  },
  {
    name: 'xl710',
    title: 'Intel XL710',
    also: ['xl710qda1', 'xl710qda2'],
    rate: 40 * G,
    rxQueues: 1536,
    txQueues: 1536,
    vfs: 128,
    queuesPerVf: 16,
    pool: { pairs: 1536, ofPort: 65, perFunction: 4 },
    pcie: 'gen3_x8',
    source: `DPDK test plan on VF queues, quoting the XL710 data sheet (1536 pairs, 65 taken by the driver, 4 reserved per VF); DPDK guide to Intel VFs (128 a card); Linux i40e, I40E_MAX_VF_QUEUES, ${i40eBus}`
  },
  {
    name: 'e810',
    title: 'Intel E810',
    also: ['e810cqda1', 'e810cqda2', 'e810xxvda2', 'e810xxvda4'],
    rate: 100 * G,
    vfs: 256,
    queuesPerVf: 16,
    pcie: 'gen4_x16',
    tso: 128 * KIB,
    source: 'Linux ice, ICE_MAX_SRIOV_VFS, ICE_MAX_RSS_QS_PER_VF and ICE_MAX_TSO_SIZE; a review of the E810-CQDA2 (PCIe 4.0 x16)'
  },
  {
    name: 'connectx3',
    title: 'Mellanox ConnectX-3',
    also: ['cx3', 'mcx312', 'mcx314', 'mt27500'],
    rate: 56 * G,
    rxQueues: 128,
    vfs: 126,
    pcie: 'gen3_x8',
    source: `Linux mlx4, MLX4_MAX_NUM_VF and MAX_RX_RINGS; MLNX_OFED 4.5 documentation; ${dpdkPlatforms} (ConnectX-3 Pro MCX354A: PCIe 3.0 x8)`
  },
  {
    name: 'connectx4',
    title: 'Mellanox ConnectX-4',
    also: ['cx4', 'mcx415a', 'mcx416a', 'mt27700'],
    rate: 100 * G,
    vfs: 127,
    pcie: 'gen3_x16',
    source: 'NVIDIA ConnectX-4 EN user manual (PCIe 3.0 x16); MLNX_OFED 5.3 documentation (127 VFs a port)'
  },
  {
    name: 'connectx4lx',
    title: 'Mellanox ConnectX-4 Lx',
    also: ['cx4lx', 'mcx4111a', 'mcx4121a', 'mcx4131a', 'mt27710'],
    rate: 50 * G,
    pcie: 'gen3_x8',
    source: `NVIDIA Linux upstream release notes 5.17, uplink speeds (50 Gb/s); ${dpdkPlatforms} (MCX4121A: PCIe 3.0 x8)`
  },
  {
    name: 'connectx5',
    title: 'Mellanox ConnectX-5',
    also: ['cx5', 'mcx515a', 'mcx516a', 'mcx556a', 'mt27800'],
    rate: 100 * G,
    vfs: 127,
    pcie: 'gen3_x16',
    source: 'NVIDIA ConnectX-5 user manual, interfaces (PCIe 3.0 x16); MLNX_OFED 5.3 documentation (127 VFs a port)'
  },
  {
    name: 'connectx5ex',
    title: 'Mellanox ConnectX-5 Ex',
    also: ['cx5ex', 'mcx516acdat', 'mt28800'],
    rate: 100 * G,
    vfs: 127,
    pcie: 'gen4_x16',
    source: 'NVIDIA ConnectX-5 user manual, interfaces (PCIe 4.0 x16); MLNX_OFED 5.3 documentation (127 VFs a port)'
  },
  {
    name: 'connectx6',
    title: 'NVIDIA ConnectX-6',
    also: ['cx6'],
    rate: 200 * G,
    vfs: 127,
    source: 'NVIDIA ConnectX-6 firmware release notes, known issues (127 VFs a PF)'
  },
  {
    name: 'connectx6dx',
    title: 'NVIDIA ConnectX-6 Dx',
    also: ['cx6dx', 'mcx623106an', 'mt2892'],
    rate: 200 * G,
    vfs: 127,
    pcie: 'gen4_x16',
    source: `NVIDIA ConnectX-6 Dx firmware release notes, known issues (127 VFs a PF); ${mlnxSpeeds} (200 Gb/s); ${dpdkPlatforms} (MCX623106AN: PCIe 4.0 x16)`
  },
  {
    name: 'connectx6lx',
    title: 'NVIDIA ConnectX-6 Lx',
    also: ['cx6lx', 'mcx631102an', 'mt2894'],
    rate: 50 * G,
    pcie: 'gen4_x8',
    source: `${mlnxSpeeds} (50 Gb/s); ${dpdkPlatforms} (MCX631102AN: PCIe 4.0 x8)`
  },
  {
    name: 'connectx7',
    title: 'NVIDIA ConnectX-7',
    also: ['cx7', 'cx713106ae', 'mt2910'],
    rate: 400 * G,
    pcie: 'gen5_x16',
    source: `${mlnxSpeeds} (400 Gb/s); ${dpdkPlatforms} (CX713106AE: PCIe 5.0 x16)`
  },
  {
    name: 'bcm57414',
    title: 'Broadcom BCM57414 (NetXtreme-E)',
    also: ['57414', 'bcm957414a4142cc', 'p225p'],
    rate: 25 * G,
    source: 'Linux bnxt, board_info (10Gb/25Gb)'
  },
  {
    name: 'bcm57508',
    title: 'Broadcom BCM57508 (NetXtreme-E)',
    also: ['57508'],
    rate: 200 * G,
    source: 'Linux bnxt, board_info (10Gb to 200Gb)'
  },
  {
    name: 't520',
    title: 'Chelsio T520',
    also: ['t520cr', 't520bt', 't520llcr', 't520socr'],
    rate: 10 * G,
    source: dpdkChelsio
  },
  {
    name: 't580',
    title: 'Chelsio T580',
    also: ['t580cr', 't580lpcr', 't580socr'],
    rate: 40 * G,
    source: dpdkChelsio
  },
  {
    name: 't62100',
    title: 'Chelsio T62100',
    also: ['t62100cr', 't62100lpcr', 't62100socr'],
    rate: 100 * G,
    source: dpdkChelsio
  },
  {
    name: 'sfc9000',
    title: 'Solarflare SFC9000',
    also: ['sfn5122f', 'sfn6122f', 'sfc9020', 'siena'],
    rate: 10 * G,
    rxQueues: 1024,
    txQueues: 1024,
    vfs: 127,
    queuesPerVf: 64,
    pool: { pairs: 1024, ofPort: 128, perFunction: 1 },
    source: 'Linux sfc, siena_sriov.h (1024 interfaces a port, those of functions from 128 on, at most 64 each)'
  },
  {
    name: 'sfc9100',
    title: 'Solarflare SFC9100 (SFN7000 and SFN8000 series)',
    also: ['sfn7122f', 'sfn7142q', 'sfn8522', 'sfn8542', 'sfc9120', 'sfc9140'],
    rate: 40 * G,
    rxQueues: 1024,
    txQueues: 1024,
    vfs: 240,
    source: 'Solarflare Server Adapter User Guide SF-103837 (240 VFs an adapter, 1024 virtual NICs a port)'
  },
  {
    name: 'ena',
    title: 'Amazon ENA',
    also: ['elasticnetworkadapter', 'cloudena'],
    rate: 200 * G,
    perFlow: 5 * G,
    source: 'Amazon EC2 instance network bandwidth documentation (single flow outside a cluster placement group)'
  }
];

export const catalogue: Readonly<Record<string, CatalogueRow>> = Object.fromEntries(rows.map(row => [row.name, row]));

/** The row of a model as somebody writes it: `82599`, `intel-82599`, `Intel 82599ES`, `X520` and `i82599` are one card. */
export function catalogueRow(model: string): CatalogueRow | undefined {
  const plain = model
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/^(intel|mellanox|nvidia|solarflare|amazon|broadcom|chelsio)/, '');
  return rows.find(({ name, also = [] }) => plain === name || `i${plain}` === name || also.includes(plain));
}

/** What is known of a card, in a sentence: for hover, completion and the documentation. */
export function describeCard(row: CatalogueRow): string {
  const { rate, rxQueues, txQueues, macFilters, vfs, queuesPerVf, pool, pcie, tso, perFlow } = row;
  const parts = [
    `${showQuantity(rate, 'rate')} a port`,
    ...(rxQueues === undefined ? [] : [txQueues === rxQueues ? showCount(rxQueues, 'queue pair') : showCount(rxQueues, 'receive queue')]),
    ...(txQueues === undefined || txQueues === rxQueues ? [] : [showCount(txQueues, 'transmit queue')]),
    ...(macFilters === undefined ? [] : [showCount(macFilters, 'MAC filter')]),
    ...(vfs === undefined
      ? []
      : [
          vfs === 0
            ? 'no virtual functions'
            : `${showCount(vfs, 'virtual function')}${queuesPerVf === undefined ? '' : ` of up to ${showCount(queuesPerVf, 'queue')}`}`
        ]),
    ...(pool === undefined
      ? []
      : [`${pool.ofPort} of ${pool.pairs} queue pairs kept by the port beside functions, ${pool.perFunction} by each`]),
    ...(pcie === undefined ? [] : [`PCIe ${pcie}`]),
    ...(tso === undefined ? [] : [`segments units of ${showQuantity(tso, 'size')}`]),
    ...(perFlow === undefined ? [] : [`${showQuantity(perFlow, 'rate')} a flow`])
  ];
  return `${row.title}: ${parts.join(', ')}.`;
}
