/** Real cards by name: what the catalogue says they have at most, and the slot they are in. */
import type { Host, Nic, Vif } from '../../topology/model.ts';
import { nearest } from '../program/suggest.ts';
import { catalogue, catalogueRow } from '../schema/nics.ts';
import type { CatalogueRow } from '../schema/nics.ts';
import { either, showCount, showNumber, showQuantity } from '../values/show.ts';
import { vifsByNic } from './nics.ts';
import { usableRate } from './pcie.ts';
import { placeOf, related } from './rule.ts';
import type { RuleFinding } from './rule.ts';

export function* cards(host: Host): Generator<RuleFinding> {
  if (host.nics.length === 0) return;
  const byNic = host.nics.some(nic => nic.model !== undefined) ? vifsByNic(host) : new Map<string, readonly Vif[]>();
  for (const nic of host.nics) {
    const row = nic.model === undefined ? undefined : catalogueRow(nic.model);
    if (nic.model !== undefined && row === undefined) yield unknown(nic, nic.model);
    if (row !== undefined) {
      yield* beyond(nic, row);
      yield* ofFunctions(nic, row, byNic.get(nic.name)?.filter(vif => vif.model === 'sriov') ?? []);
    }
    yield* bus(nic, row);
  }
}

function unknown(nic: Nic, model: string): RuleFinding {
  const near = nearest(model.replace(/^(intel|mellanox|nvidia|solarflare|broadcom|chelsio)[\s-]*/i, ''), [
    ...Object.keys(catalogue),
    ...Object.values(catalogue).flatMap(row => [row.name.replace(/^i(?=\d)/, ''), ...(row.also ?? [])])
  ]);
  const names = [...new Set(near.flatMap(name => catalogueRow(name)?.name ?? []))];
  return {
    code: 'unknown-card',
    at: placeOf(nic, 'model'),
    values: { model, hint: names.length === 0 ? '' : `; did you mean ${either(names.map(name => `\`${name}\``))}?` },
    settings: names.map(name => ({ on: nic, property: 'model', text: name, title: `Change to \`${name}\`` }))
  };
}

/** What is written down beyond what the card has. */
function* beyond(nic: Nic, row: CatalogueRow): Generator<RuleFinding> {
  const limits = [
    ['vfs', nic.vfs, row.vfs, 'virtual function'],
    ['rx_queues', nic.rxQueues, row.rxQueues, 'receive queue'],
    ['tx_queues', nic.txQueues, row.txQueues, 'transmit queue'],
    ['mac_filters', nic.macFilters, row.macFilters, 'MAC filter']
  ] as const;
  const over = (property: string, written: string, most: string, text: string): RuleFinding => ({
    code: 'beyond-card',
    at: placeOf(nic, property),
    values: { nic: nic.name, property, written, card: row.title, most, source: row.source },
    related: [related(nic, `the card is a ${row.title}`, 'model')],
    settings: [{ on: nic, property, text }]
  });
  for (const [property, written, most, noun] of limits) {
    if (most === undefined || written <= most || nic.origins?.[property] === undefined) continue;
    yield over(property, showNumber(written), most === 0 ? `no ${noun}` : `at most ${showCount(most, noun)}`, String(most));
  }
  if (nic.rate > row.rate * (1 + 1e-9)) {
    const most = showQuantity(row.rate, 'rate');
    yield over('rate', showQuantity(nic.rate, 'rate'), `ports of ${most}`, most);
  }
}

/** Queues of virtual functions: as many as one may have, and all together as many as there are. */
function* ofFunctions(nic: Nic, row: CatalogueRow, users: readonly Vif[]): Generator<RuleFinding> {
  const { queuesPerVf, pool } = row;
  const first = queuesPerVf === undefined ? undefined : users.find(vif => vif.queues > queuesPerVf);
  if (first !== undefined && queuesPerVf !== undefined) {
    yield {
      code: 'vf-queues',
      at: placeOf(first, 'queues'),
      values: { vif: first.name, asked: first.queues, card: row.title, most: showCount(queuesPerVf, 'queue'), source: row.source },
      related: [related(nic, `the card is a ${row.title}`, 'model')],
      settings: [{ on: first, property: 'queues', text: String(queuesPerVf) }]
    };
    return;
  }
  if (pool === undefined || users.length === 0 || users.length > nic.vfs) return;
  const idle = nic.vfs - users.length;
  const taken = users.reduce((sum, vif) => sum + Math.max(pool.perFunction, vif.queues), idle * pool.perFunction);
  if (pool.ofPort + taken <= pool.pairs) return;
  yield {
    code: 'card-queues',
    at: placeOf(nic, 'vfs'),
    values: {
      nic: nic.name,
      card: row.title,
      needed: showNumber(pool.ofPort + taken),
      pairs: showNumber(pool.pairs),
      sum: `${pool.ofPort} of the port + ${showNumber(taken)} of ${showCount(nic.vfs, 'virtual function')}`,
      source: row.source
    },
    related: users.slice(0, 1).map(vif => related(vif, `${showCount(vif.queues, 'queue')} each`, 'queues'))
  };
}

/** The slot, or the card's own connector where that is narrower, against the wire. */
function* bus(nic: Nic, row: CatalogueRow | undefined): Generator<RuleFinding> {
  const candidates = [
    { slot: nic.pcie, of: 'a slot' },
    { slot: row?.pcie, of: `a connector (${row?.title})` }
  ].flatMap(({ slot, of }) => {
    const usable = slot === undefined ? undefined : usableRate(slot);
    return usable === undefined ? [] : [{ ...usable, slot, of }];
  });
  const [narrowest] = candidates.sort((a, b) => a.rate - b.rate);
  if (narrowest === undefined || narrowest.rate >= nic.rate) return;
  yield {
    code: 'pcie-limit',
    at: placeOf(nic, 'pcie', 'rate'),
    values: {
      nic: nic.name,
      rate: showQuantity(nic.rate, 'rate'),
      of: narrowest.of,
      usable: showQuantity(narrowest.rate, 'rate'),
      sum: narrowest.sum
    },
    related: [related(nic, 'the line rate', 'rate')],
    settings: narrowest.slot === nic.pcie ? wider(nic) : []
  };
}

/** The smallest slot of the same generation, then the same width of the next generations, that carries the rate. */
function wider(nic: Nic): NonNullable<RuleFinding['settings']> {
  const [, generation, lanes] = /^gen(\d)_x(\d+)$/.exec(nic.pcie ?? '') ?? [];
  const slots = [
    ...[1, 2, 4, 8, 16].filter(each => each > Number(lanes)).map(each => `gen${generation}_x${each}`),
    ...[1, 2, 3, 4, 5, 6].filter(each => each > Number(generation)).map(each => `gen${each}_x${lanes}`)
  ];
  const fitting = slots.find(slot => (usableRate(slot)?.rate ?? 0) >= nic.rate);
  return fitting === undefined ? [] : [{ on: nic, property: 'pcie', text: fitting }];
}
