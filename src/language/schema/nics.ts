/** The NIC catalogue: limits of real cards by model name, each with where it is from. */

export interface CatalogueRow {
  readonly name: string;
  readonly doc: string;
  /** Virtual functions of one physical function. */
  readonly vfs?: number;
  readonly rxQueues?: number;
  readonly macFilters?: number;
  readonly source: string;
}

const rows: readonly CatalogueRow[] = [
  {
    name: 'i82598',
    doc: 'Intel 82598, 10 GbE (2007): 64 receive queues, 16 MAC filters, no virtual functions.',
    vfs: 0,
    rxQueues: 64,
    macFilters: 16,
    source: 'Intel 82598 data sheet; Linux ixgbe'
  },
  {
    name: 'i82599',
    doc: 'Intel 82599, 10 GbE (2009): 128 receive queues, 63 virtual functions.',
    vfs: 63,
    rxQueues: 128,
    macFilters: 128,
    source: 'Linux ixgbe: IXGBE_MAX_VF_FUNCTIONS − 1'
  },
  {
    name: 'xl710',
    doc: 'Intel XL710, 10/40 GbE (2014): 1536 queue pairs, 128 virtual functions over all ports.',
    vfs: 128,
    rxQueues: 1536,
    source: 'Intel XL710 data sheet'
  },
  {
    name: 'connectx3',
    doc: 'Mellanox ConnectX-3, 40 GbE (2012): 126 virtual functions.',
    vfs: 126,
    source: 'Linux mlx4 driver documentation'
  },
  {
    name: 'sfc9000',
    doc: 'Solarflare SFC9000, 10 GbE (2010): 127 virtual functions, 1024 virtual interfaces.',
    vfs: 127,
    rxQueues: 1024,
    source: 'Solarflare SFC9000 documentation'
  }
];

export const catalogue: Readonly<Record<string, CatalogueRow>> = Object.fromEntries(rows.map(row => [row.name, row]));

/** The row of a model as somebody writes it: `82599`, `intel-82599`, `Intel 82599ES` and `i82599` are one card. */
export function catalogueRow(model: string): CatalogueRow | undefined {
  const plain = model
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/^(intel|mellanox|solarflare)/, '');
  return rows.find(
    row =>
      plain === row.name || plain === row.name.replace(/^i(?=\d)/, '') || (/^i\d/.test(row.name) && plain.startsWith(row.name.slice(1)))
  );
}
