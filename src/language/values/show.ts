/** Quantities as messages and hovers print them. */
import { UNITS } from '../syntax/units.ts';

const ladders: Readonly<Record<string, readonly string[]>> = {
  rate: ['Tbps', 'Gbps', 'Mbps', 'Kbps', 'bps'],
  packets: ['Mpps', 'Kpps', 'pps'],
  time: ['s', 'ms', 'us', 'ns', 'ps'],
  frequency: ['GHz', 'MHz', 'KHz', 'Hz']
};

/** At most four significant digits, groups of thousands set off: `28,794`, `2.66`, `1,200,000`. */
export function showNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const rounded = Number.isInteger(value) && Math.abs(value) < 1e15 ? value : Number(value.toPrecision(4));
  if (rounded !== 0 && (Math.abs(rounded) >= 1e15 || Math.abs(rounded) < 1e-4)) return String(rounded);
  const [whole, fraction] = String(Math.abs(rounded)).split('.') as [string, string?];
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${rounded < 0 ? '-' : ''}${grouped}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** A value in SI units with the unit that reads best: `10 Gbps`, `4 KiB`, `125 us`, `50 %`. */
export function showQuantity(value: number, dimension: string): string {
  if (dimension === 'ratio') return `${showNumber(value * 100)} %`;
  if (dimension === 'size') return showSize(value);
  const ladder = ladders[dimension];
  if (ladder === undefined) return showOther(value, dimension);
  const unit =
    ladder.find(name => Math.abs(value) >= factor(name) * 0.9999) ??
    (value === 0 ? zeroUnit(dimension) : (ladder[ladder.length - 1] as string));
  return `${showNumber(value / factor(unit))} ${unit}`;
}

function showOther(value: number, dimension: string): string {
  if (dimension === 'number') return showNumber(value);
  if (dimension.startsWith('time per ')) return `${showQuantity(value, 'time')}/${dimension.slice('time per '.length)}`;
  if (dimension.startsWith('cycles per ')) return `${showNumber(value)} cycles/${dimension.slice('cycles per '.length)}`;
  return dimension === 'cycles' ? `${showNumber(value)} cycles` : `${showNumber(value)} (${dimension})`;
}

function zeroUnit(dimension: string): string {
  return dimension === 'rate' ? 'bps' : dimension === 'time' ? 's' : dimension === 'packets' ? 'pps' : 'Hz';
}

function factor(unit: string): number {
  return UNITS.get(unit)?.factor ?? 1;
}

/** Powers of two where they come out even and shorter, bytes for what is small, else decimal units. */
function showSize(value: number): string {
  const even = ['TiB', 'GiB', 'MiB', 'KiB'].find(unit => Math.abs(value) >= factor(unit) && value % factor(unit) === 0);
  const binary = even === undefined ? undefined : `${showNumber(value / factor(even))} ${even}`;
  if (binary === undefined && Math.abs(value) < 100_000) return `${showNumber(value)} B`;
  const unit = ['TB', 'GB', 'MB', 'KB'].find(name => Math.abs(value) >= factor(name)) ?? 'B';
  const decimal = `${showNumber(value / factor(unit))} ${unit}`;
  return binary !== undefined && binary.length <= decimal.length + 1 ? binary : decimal;
}

/** A quantity as one writes it in a file: no groups of thousands, no digits lost. */
export function writeQuantity(value: number, dimension: string): string {
  const [, unit] = showQuantity(value, dimension).split(' ') as [string, string?];
  if (unit === undefined || !UNITS.has(unit)) return String(value);
  return `${Number((value / factor(unit)).toPrecision(15))} ${unit}`;
}

/** `1 domain`, `3 domains`, `2 vifs`. */
export function showCount(count: number, noun: string): string {
  if (count === 1) return `1 ${noun}`;
  return `${showNumber(count)} ${/(s|x|ch)$/.test(noun) ? `${noun}es` : /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`}`;
}

/** `a`, `a or b`, `a, b or c`. */
export function either(names: readonly string[], joint = 'or'): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} ${joint} ${names[names.length - 1] as string}`;
}
