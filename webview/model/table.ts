/** A table as data: what a chart shows in numbers, what CSV and JSON save. Rows are made on demand, so that ten thousand cost nothing until shown. */
import { interval, quantity, type Unit } from '../format.ts';
import { halfWidth } from '../../src/topology/result.ts';
import type { Interval } from '../../src/topology/result.ts';

export interface Column {
  readonly label: string;
  /** Right-aligned, with digits of one width. */
  readonly numeric: boolean;
  /** Names of the plain values this column becomes in CSV and JSON, unit included: `goodput (bit/s)`, `goodput low (bit/s)`. */
  readonly fields: readonly string[];
}

export interface Cell {
  readonly text: string;
  /** One per field of the column; SI units, full precision. */
  readonly values: readonly (number | string | boolean | undefined)[];
  /** A verdict gets an icon beside its words. */
  readonly status?: CellStatus;
  readonly tone?: Tone;
}

export type CellStatus = 'pass' | 'fail' | 'inconclusive' | 'higher' | 'lower';

/** How a change is to be taken, where it is certain; the words beside it say the same. */
export type Tone = 'better' | 'worse' | 'changed';

export interface Table {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly size: number;
  row(index: number): readonly Cell[];
}

/** SI units as CSV headers spell them. */
const unitNames: Partial<Record<Unit, string>> = {
  rate: 'bit/s',
  packets: 'packets/s',
  size: 'B',
  time: 's',
  frequency: 'Hz',
  cycles: 'cycles',
  ratio: '1',
  cores: 'cores',
  perSecond: '1/s'
};

export function textColumn(label: string): Column {
  return { label, numeric: false, fields: [label.toLowerCase()] };
}

export function numberColumn(label: string, unit: Unit): Column {
  return { label, numeric: true, fields: [field(label, unit)] };
}

/** A column of means with intervals: three fields, mean, low and high. */
export function intervalColumn(label: string, unit: Unit): Column {
  return { label, numeric: true, fields: [field(label, unit), field(`${label} low`, unit), field(`${label} high`, unit)] };
}

/** A plain value's name with its SI unit: `goodput (bit/s)`. */
export function field(label: string, unit: Unit): string {
  const name = unitNames[unit];
  return name === undefined ? label.toLowerCase() : `${label.toLowerCase()} (${name})`;
}

export function textCell(text: string): Cell {
  return { text, values: [text.replaceAll('\u00a0', ' ')] };
}

/** An absent number shows as a dash and saves as nothing. */
export function numberCell(value: number | undefined, unit: Unit): Cell {
  return value === undefined ? { text: '–', values: [undefined] } : { text: quantity(value, unit), values: [value] };
}

export function intervalCell(value: Interval | undefined, unit: Unit): Cell {
  if (value === undefined) return { text: '–', values: [undefined, undefined, undefined] };
  return { text: interval(value, unit), values: [value.mean, value.low, value.high] };
}

/** A table whose rows are one item each. */
export function tableOf<Item>(
  caption: string,
  columns: readonly Column[],
  items: readonly Item[],
  row: (item: Item) => readonly Cell[]
): Table {
  return { caption, columns, size: items.length, row: index => row(items[index] as Item) };
}

/** RFC 4180, with a header; numbers in full precision and SI units. */
export function csv(table: Table): string {
  const lines = [
    table.columns
      .flatMap(column => column.fields)
      .map(quoted)
      .join(',')
  ];
  for (let index = 0; index < table.size; index++) {
    lines.push(
      table
        .row(index)
        .flatMap(cell => cell.values)
        .map(value => (value === undefined ? '' : quoted(String(value))))
        .join(',')
    );
  }
  return lines.join('\r\n') + '\r\n';
}

/** The rows as objects, keyed like the CSV header. */
export function records(table: Table): Record<string, number | string | boolean | null>[] {
  const fields = table.columns.flatMap(column => column.fields);
  return Array.from({ length: table.size }, (_, index) => {
    const values = table.row(index).flatMap(cell => cell.values);
    return Object.fromEntries(fields.map((name, at) => [name, values[at] ?? null]));
  });
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** True when two intervals certainly differ: they do not overlap; without intervals, when the means differ by more than the share given. */
export function differs(a: Interval, b: Interval, share = 0.05): boolean {
  const apart = Math.abs(a.mean - b.mean);
  const known = [a, b].every(({ low, high }) => low !== undefined && high !== undefined);
  return apart > (known ? halfWidth(a) + halfWidth(b) : share * Math.max(Math.abs(a.mean), Math.abs(b.mean)));
}
