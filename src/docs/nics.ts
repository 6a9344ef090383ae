/** Reference: the NIC catalogue, with a source for every row. */
import { catalogue } from '../language/schema/nics.ts';
import type { CatalogueRow } from '../language/schema/nics.ts';
import { showNumber, showQuantity } from '../language/values/show.ts';
import { code, codes, generated, page, table } from './markdown.ts';

const rows = Object.values(catalogue);

export function nicsPage(by: string): string {
  return page(
    generated(by),
    '# NIC catalogue',
    '`model = NAME` in a `nic` block brings the limits of a real card into the checks (`beyond-card`, `vf-queues`, `card-queues`, `pcie-limit`). ' +
      'Case, hyphens and the maker’s name do not matter: `82599`, `intel-82599` and `X520` are one card. A row is one port of a card of two. Only what a source states is listed; an empty cell is not checked.',
    table(
      ['name', 'card', 'rate', 'receive queues', 'transmit queues', 'MAC filters', 'VFs', 'queues per VF', 'queue pairs', 'PCIe', 'others'],
      rows.map(row => [
        code(row.name),
        row.title,
        showQuantity(row.rate, 'rate'),
        ...[row.rxQueues, row.txQueues, row.macFilters, row.vfs, row.queuesPerVf, row.pool?.pairs].map(count =>
          count === undefined ? '' : showNumber(count)
        ),
        row.pcie === undefined ? '' : code(row.pcie),
        others(row)
      ]),
      ['left', 'left', 'right', 'right', 'right', 'right', 'right', 'right', 'right']
    ),
    'Queue pairs are what the port and its virtual functions take out of one store.',
    '## Other names and sources',
    table(
      ['name', 'also', 'source'],
      rows.map(row => [code(row.name), codes(row.also ?? []), row.source])
    )
  );
}

function others({ tso, perFlow, pool }: CatalogueRow): string {
  return [
    ...(pool === undefined ? [] : [`the port keeps ${pool.ofPort} pairs, each VF ${pool.perFunction}`]),
    ...(tso === undefined ? [] : [`segments ${showQuantity(tso, 'size')}`]),
    ...(perFlow === undefined ? [] : [`${showQuantity(perFlow, 'rate')} a flow`])
  ].join('; ');
}
