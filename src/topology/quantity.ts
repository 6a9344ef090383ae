/**
 * How numbers are shown to people, the same on the command line, in the editor and in the results view: a unit that fits, three
 * significant digits, an interval in the unit of its mean, and no locale.
 */
import type { Dimension, ParameterValue } from './plan.ts';
import { halfWidth } from './result.ts';
import type { Interval } from './result.ts';

/** What can be written: the language's dimensions, and three that only results have. `cores`: 1 is one core's worth, shown in per cent. */
export type Unit = Dimension | 'cores' | 'count' | 'perSecond';

/** A number in SI divided by `factor` is one in `unit`. */
export interface Scale {
  readonly factor: number;
  readonly unit: string;
}

const decimal = (unit: string, prefixes: readonly string[]): readonly Scale[] =>
  prefixes.map((prefix, at) => ({ factor: 1000 ** at, unit: prefix + unit }));

/** Units of each dimension, smallest first. The first one is also used for zero. */
const SCALES: Readonly<Partial<Record<Unit, readonly Scale[]>>> = {
  rate: decimal('b/s', ['', 'k', 'M', 'G', 'T']),
  packets: decimal('pps', ['', 'k', 'M', 'G']),
  size: decimal('B', ['', 'k', 'M', 'G', 'T']),
  frequency: decimal('Hz', ['', 'k', 'M', 'G']),
  time: [
    { factor: 1e-12, unit: 'ps' },
    { factor: 1e-9, unit: 'ns' },
    { factor: 1e-6, unit: 'µs' },
    { factor: 1e-3, unit: 'ms' },
    { factor: 1, unit: 's' }
  ],
  cycles: [{ factor: 1, unit: 'cycles' }],
  ratio: [{ factor: 0.01, unit: '%' }],
  cores: [{ factor: 0.01, unit: '%' }],
  perSecond: [
    { factor: 1, unit: '/s' },
    { factor: 1e6, unit: 'M/s' }
  ]
};
const PLAIN: Scale = { factor: 1, unit: '' };
const BINARY: readonly Scale[] = ['KiB', 'MiB', 'GiB', 'TiB'].map((unit, at) => ({ factor: 1024 ** (at + 1), unit }));

const SIGNIFICANT = 3;

/** What stands for a number that there is none of. */
const NOTHING = '–';

/** What was written or asked for: `2.5 Gb/s`, `41 %`, `64 KiB`. The value is in SI (ratios as ratios). Not a number gives `–`. */
export function formatQuantity(value: number, unit: Unit): string {
  if (!Number.isFinite(value)) return NOTHING;
  const scale = scaleFor(value, unit);
  return joined(trimmed(shownAs(value, scale, unit)), scale);
}

/** What was measured: `2.80 Gb/s`, with its zeros, so that columns of numbers compare. */
export function formatMeasured(value: number, unit: Unit): string {
  if (!Number.isFinite(value)) return NOTHING;
  const scale = scaleFor(value, unit);
  return joined(shownAs(value, scale, unit), scale);
}

/** `2.91 Gb/s ± 0.03`; without an interval, or with one of no width, just the mean. The unit of the mean serves both. */
export function formatInterval(of: Interval, unit: Unit): string {
  const half = halfWidth(of);
  if (!Number.isFinite(of.mean) || !Number.isFinite(half)) return formatMeasured(of.mean, unit);
  const scale = scaleFor(Math.abs(of.mean) > half ? of.mean : half, unit);
  const [mean, spread] = [of.mean / scale.factor, half / scale.factor];
  // Enough digits to see the first one of the spread, but not those far beyond what the mean deserves.
  const coarse = decimalsFor(Math.max(Math.abs(mean), spread));
  const decimals = Math.min(Math.max(coarse, spread > 0 ? decimalsFor(spread) - 2 : 0), coarse + 3);
  const shownSpread = fixed(spread, decimals);
  if (!/[1-9]/.test(shownSpread)) return formatMeasured(of.mean, unit);
  return `${joined(fixed(mean, decimals), scale)} ± ${shownSpread}`;
}

/** A share as it is said in a sentence, to two digits, and finer close to the whole: `41 %`, `2.9 %`, `99.8 %`, `0.012 %`. */
export function formatShare(ratio: number): string {
  if (!Number.isFinite(ratio)) return NOTHING;
  const percent = Math.abs(ratio) * 100;
  const whole = percent === 0 || percent >= 99.95 || (percent >= 9.95 && percent < 99);
  return `${fixed(ratio * 100, whole ? 0 : percent >= 99 ? 1 : Math.max(0, decimalsFor(percent) - 1))} %`;
}

/** A varied parameter the way the file writes it. */
export function formatParameter(value: ParameterValue, dimension: Dimension = 'number'): string {
  return typeof value === 'number' ? formatQuantity(value, dimension) : String(value);
}

/** `guests = 4, policy = reuse`; empty when nothing varies. */
export function formatParameters(
  parameters: Readonly<Record<string, ParameterValue>>,
  dimensions: Readonly<Record<string, Dimension>> = {}
): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name} = ${formatParameter(value, dimensions[name])}`)
    .join(', ');
}

/** A whole number with its thousands apart: `1,234,567`. */
export function formatCount(value: number): string {
  return fixed(value, 0);
}

/** The unit that fits a value. */
export function scaleFor(value: number, unit: Unit): Scale {
  const size = Math.abs(value);
  if (unit === 'size' && size >= 1024) {
    // 64 KiB rather than 65.5 KB, where the number was surely meant so; but 16 MB is not 15,625 KiB.
    const whole = BINARY.filter(scale => size >= scale.factor && size % scale.factor === 0).at(-1);
    if (whole && size !== Number(size.toPrecision(SIGNIFICANT))) return whole;
  }
  const scales = SCALES[unit];
  if (!scales) return PLAIN;
  if (size === 0) return unit === 'time' ? scales.at(-1)! : scales[0]!;
  return scales.filter(scale => size >= scale.factor * 0.9995).at(-1) ?? scales[0]!;
}

function shownAs(value: number, scale: Scale, unit: Unit): string {
  const shown = value / scale.factor;
  const whole = (unit === 'number' || unit === 'count' || unit === 'perSecond') && Number.isInteger(shown);
  const decimals = whole ? 0 : decimalsFor(shown);
  // A hundredth of a per cent is as fine as a share is read, unless it is smaller than that.
  return fixed(shown, (unit === 'ratio' || unit === 'cores') && Math.abs(shown) >= 0.01 ? Math.min(decimals, 2) : decimals);
}

/** Decimals that show {@link SIGNIFICANT} digits. */
function decimalsFor(shown: number): number {
  const size = Math.abs(shown);
  if (size === 0 || !Number.isFinite(size)) return 0;
  let decimals = SIGNIFICANT - 1;
  // 99.97 is about to be rounded to 100, which has a digit more before the point.
  for (let bound = 10; size >= bound * 0.9995 && decimals > 0; bound *= 10) decimals--;
  for (let bound = 1; size < bound * 0.9995 && decimals < 9; bound /= 10) decimals++;
  return decimals;
}

function fixed(value: number, decimals: number): string {
  const [whole, fraction] = Math.abs(value).toFixed(decimals).split('.') as [string, string?];
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const text = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  return value < 0 && /[1-9]/.test(text) ? `-${text}` : text;
}

const trimmed = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
const joined = (text: string, { unit }: Scale): string => (unit === '' ? text : `${text} ${unit}`);
