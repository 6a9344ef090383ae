/** Reference: units. */
import { PERS, SI, suggestUnit, UNITS } from '../language/syntax/units.ts';
import type { Dimension } from '../language/syntax/units.ts';
import { showNumber } from '../language/values/show.ts';
import { code, codes, generated, page, table } from './markdown.ts';

const titles: Readonly<Record<Dimension, string>> = {
  rate: 'Rates',
  packets: 'Packet rates',
  size: 'Sizes',
  time: 'Times',
  frequency: 'Frequencies',
  ratio: 'Shares',
  cycles: 'Cycles'
};

/** What people bring along from other tools; each must be one that the checker has a mend for. */
const habits = [
  'kbps',
  'Gb/s',
  'gbit',
  'Mbit/s',
  'MBps',
  'kB/s',
  'packets/s',
  'kpkts',
  'bytes',
  'kB',
  'usec',
  'msec',
  'sec',
  'ghz',
  'percent',
  'cycles/pkt'
];

export function unitsPage(by: string): string {
  const dimensions = Object.keys(SI) as Dimension[];
  return page(
    generated(by),
    '# Units',
    'A unit follows its number on the same line, with or without a space: `10 Gbps`, `125us`, `50 %`. Every property asks for a dimension; ' +
      'a quantity of another one is an error. Rates written in bits and in bytes are one dimension.',
    ...dimensions.flatMap(dimension => [
      `## ${titles[dimension]}`,
      `Counted in ${code(SI[dimension])} once read.`,
      dimensionTable(dimension)
    ]),
    '## Costs',
    `Cycles or a time, alone or over ${PERS.map(per => code(`/${per}`)).join(', ')}: \`1.08 cycles/byte\`, \`2 us/op\`. Some costs are plain factors.`,
    '## Other spellings',
    'Units have one spelling. Others are errors, and where it is clear what was meant, the mend writes it:',
    table(
      ['written', 'meant'],
      habits.map(written => [code(written), code(suggestUnit(written) ?? written)])
    )
  );
}

function dimensionTable(dimension: Dimension): string {
  const units = [...UNITS.values()].filter(unit => unit.dimension === dimension && unit.per === undefined);
  const byFactor = new Map<number, string[]>();
  for (const { name, factor } of units) byFactor.set(factor, [...(byFactor.get(factor) ?? []), name]);
  const rows = [...byFactor].sort(([a], [b]) => a - b).map(([factor, names]) => [codes(names), `${showNumber(factor)} ${SI[dimension]}`]);
  return table(['unit', 'is'], rows, ['left', 'right']);
}
