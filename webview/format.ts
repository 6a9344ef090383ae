/**
 * Every number the view shows, as text: engineering units, at most four figures, the same in every locale.
 * A no-break space stands between a number and its unit, so that a quantity never breaks over two lines.
 */
import type { Dimension, ParameterValue } from '../src/topology/plan.ts';
import type { Interval } from '../src/topology/result.ts';

/** What can be written: the language's dimensions and the three the view adds. */
export type Unit = Dimension | 'cores' | 'count' | 'perSecond';

const space = '\u00a0';

interface Step {
  readonly factor: number;
  readonly name: string;
}

/** Largest first; the last one also takes what is smaller. */
const steps: Partial<Record<Unit, readonly Step[]>> = {
  rate: decimal(['Tb/s', 'Gb/s', 'Mb/s', 'kb/s', 'b/s'], 12),
  packets: decimal(['Gpps', 'Mpps', 'kpps', 'pps'], 9),
  frequency: decimal(['THz', 'GHz', 'MHz', 'kHz', 'Hz'], 12),
  perSecond: [
    { factor: 1e6, name: 'M/s' },
    { factor: 1, name: '/s' }
  ],
  time: decimal(['s', 'ms', 'µs', 'ns', 'ps'], 0),
  size: ['TiB', 'GiB', 'MiB', 'KiB', 'B'].map((name, index) => ({ factor: 1024 ** (4 - index), name })),
  cycles: [
    { factor: 1e9, name: 'G cycles' },
    { factor: 1e6, name: 'M cycles' },
    { factor: 1e4, name: 'k cycles' },
    { factor: 1, name: 'cycles' }
  ],
  number: [
    { factor: 1e12, name: 'T' },
    { factor: 1e9, name: 'G' },
    { factor: 1e6, name: 'M' },
    { factor: 1, name: '' }
  ]
};

function decimal(names: readonly string[], exponent: number): readonly Step[] {
  return names.map((name, index) => ({ factor: 10 ** (exponent - 3 * index), name }));
}

/** A quantity in SI as text: `2.90 Gb/s`, `812.7 kpps`, `10.6 k cycles`, `41 %`, `12.3 µs`. Not a number gives `–`. */
export function quantity(value: number, unit: Unit): string {
  if (!Number.isFinite(value)) return '–';
  if (unit === 'ratio' || unit === 'cores') return percent(value);
  if (unit === 'count') return count(value);
  const step = stepOf(value, unit);
  return withUnit(scaled(value, step, unit), step);
}

/** Mean and half-width of its interval in the mean's unit: `2.90 Gb/s ± 0.03`; the mean alone when there is no interval. */
export function interval(value: Interval, unit: Unit): string {
  const half = halfWidth(value);
  if (half === undefined || !Number.isFinite(value.mean)) return quantity(value.mean, unit);
  if (half === 0) return quantity(value.mean, unit);
  if (unit === 'ratio' || unit === 'cores') {
    const decimals = withHalf(percentDecimals(value.mean), half * 100);
    return `${group((value.mean * 100).toFixed(decimals))}${space}% ±${space}${smallest(half * 100, decimals)}`;
  }
  if (unit === 'count') return `${count(value.mean)} ±${space}${count(half)}`;
  const step = stepOf(value.mean, unit);
  const { mean } = value;
  const decimals = withHalf(decimalsOf(mean / factorOf(step), unit), half / factorOf(step));
  return `${withUnit(group((mean / factorOf(step)).toFixed(decimals)), step)} ±${space}${smallest(half / factorOf(step), decimals)}`;
}

/** Half the width of an interval; undefined without one. */
export function halfWidth(value: Interval): number | undefined {
  return value.low === undefined || value.high === undefined ? undefined : Math.abs(value.high - value.low) / 2;
}

/** A ratio in percent: `41 %`, `2.9 %`, `99.8 %`, `0.012 %`. */
export function percent(ratio: number): string {
  if (!Number.isFinite(ratio)) return '–';
  return `${group((ratio * 100).toFixed(percentDecimals(ratio)))}${space}%`;
}

/** A change in percent with its sign: `+38 %`, `−2.1 %`. */
export function change(ratio: number): string {
  if (!Number.isFinite(ratio)) return '–';
  const text = percent(Math.abs(ratio));
  if (/^[0.]+\s/.test(text)) return `±0${space}%`;
  return `${ratio < 0 ? '−' : '+'}${text}`;
}

/** A whole number with its thousands grouped: `28,794`; in engineering form from ten million on. */
export function count(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (Math.abs(value) >= 1e7) return quantity(value, 'number');
  return group(Number.isInteger(value) ? String(value) : value.toFixed(Math.abs(value) < 100 ? 1 : 0));
}

/** A varied parameter's value in its dimension: `7`, `4 KiB`, `reuse`, `on`. */
export function parameter(value: ParameterValue, dimension: Dimension | undefined): string {
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'string') return value;
  if (dimension === undefined || dimension === 'number') return Number.isInteger(value) ? group(String(value)) : trimmed(value);
  return shortQuantity(value, dimension);
}

/** A round value without trailing zeros, for axes and parameters: `10 Gb/s`, `2.5 Gb/s`, `4 KiB`. */
export function shortQuantity(value: number, unit: Unit): string {
  if (!Number.isFinite(value)) return '–';
  if (unit === 'ratio' || unit === 'cores') return `${trimmed(value * 100)}${space}%`;
  if (unit === 'count') return count(value);
  const step = stepOf(value, unit);
  return withUnit(trimmed(value / factorOf(step)), step);
}

/** What an axis up to this value is written in: every tick is divided by `factor`, and `name` stands once beside the axis. */
export function axisUnit(largest: number, unit: Unit): { readonly factor: number; readonly name: string } {
  if (unit === 'ratio' || unit === 'cores') return { factor: 0.01, name: '%' };
  if (unit === 'count') return { factor: 1, name: '' };
  const step = stepOf(largest, unit);
  return { factor: factorOf(step), name: step?.name ?? '' };
}

/** A round number without unit or trailing zeros: `2.5`, `1,000`. */
export function plainNumber(value: number): string {
  return trimmed(value);
}

/** Wall time for people: `0.4 s`, `12 s`, `3 min 05 s`, `2 h 10 min`. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return '–';
  if (seconds < 9.95) return `${seconds.toFixed(1)}${space}s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole}${space}s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}${space}min ${String(whole % 60).padStart(2, '0')}${space}s`;
  return `${Math.floor(minutes / 60)}${space}h ${String(minutes % 60).padStart(2, '0')}${space}min`;
}

function stepOf(value: number, unit: Unit): Step | undefined {
  const ladder = steps[unit];
  if (ladder === undefined) return undefined;
  const size = Math.abs(value);
  if (size === 0) return unit === 'time' ? ladder[0] : ladder[ladder.length - 1];
  // What rounds up to a thousand belongs to the next step: 999.6 Mb/s reads 1.00 Gb/s.
  const found = ladder.find(step => Number((size / step.factor).toPrecision(figuresOf(unit))) >= 1) ?? ladder[ladder.length - 1];
  // Ten thousand cycles and more are written in thousands; the unit is a thousand all the same.
  return unit === 'cycles' && found?.factor === 1e4 ? { factor: 1e3, name: found.name } : found;
}

function factorOf(step: Step | undefined): number {
  return step?.factor ?? 1;
}

function scaled(value: number, step: Step | undefined, unit: Unit): string {
  const number = value / factorOf(step);
  return group(number.toFixed(decimalsOf(number, unit)));
}

/** Packets per second are known to four figures, everything else to three. */
function figuresOf(unit: Unit): number {
  return unit === 'packets' ? 4 : 3;
}

function decimalsOf(number: number, unit: Unit): number {
  const size = Math.abs(number);
  if (size === 0 || ((unit === 'cycles' || unit === 'size' || unit === 'number') && Number.isInteger(number))) return 0;
  const figures = figuresOf(unit);
  const before = Math.floor(Math.log10(Number(size.toPrecision(figures))) + 1e-9) + 1;
  return Math.min(6, Math.max(0, figures - before));
}

function percentDecimals(ratio: number): number {
  const size = Math.abs(ratio) * 100;
  if (size === 0) return 0;
  if (size >= 99.95) return 0;
  if (size >= 99) return 1;
  if (size >= 9.95) return 0;
  if (size >= 0.995) return 1;
  return Math.min(6, 1 - Math.floor(Math.log10(size)));
}

/** One decimal more than usual where that shows the half-width at all. */
function withHalf(decimals: number, half: number): number {
  return half.toFixed(decimals) === (0).toFixed(decimals) ? decimals + 1 : decimals;
}

/** A half-width with the mean's decimals; one that would read 0.00 is said to be below the last place. */
function smallest(half: number, decimals: number): string {
  const text = half.toFixed(decimals);
  return Number(text) === 0 ? `<${(10 ** -decimals).toFixed(decimals)}` : group(text);
}

function withUnit(text: string, step: Step | undefined): string {
  return step === undefined || step.name === '' ? text : `${text}${space}${step.name}`;
}

function trimmed(value: number): string {
  return group(String(Math.abs(value) < 1e-6 ? 0 : Number(value.toPrecision(4))));
}

function group(text: string): string {
  if (text.includes('e')) return text;
  const [whole = '', fraction] = text.replace('-', '−').split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
