/**
 * Every number the view shows, as text: the numbers that the command line prints for the same result, set for a page. A no-break
 * space stands between a number and its unit, so that a quantity never breaks over two lines, and a minus is a minus.
 */
import type { Dimension, ParameterValue } from '../src/topology/plan.ts';
import {
  formatCount,
  formatInterval,
  formatMeasured,
  formatParameter,
  formatQuantity,
  formatShare,
  scaleFor
} from '../src/topology/quantity.ts';
import type { Unit } from '../src/topology/quantity.ts';
import type { Interval } from '../src/topology/result.ts';

export type { Unit };

const space = '\u00a0';

function set(text: string): string {
  return text.replaceAll(' ', space).replace(`${space}±`, ' ±').replace(/^-/, '−');
}

/** A quantity in SI as text: `2.90 Gb/s`, `813 kpps`, `41.2 %`, `12.3 µs`. Not a number gives `–`. */
export function quantity(value: number, unit: Unit): string {
  return unit === 'count' ? count(value) : set(formatMeasured(value, unit));
}

/** Mean and half-width of its interval in the mean's unit: `2.90 Gb/s ± 0.03`; the mean alone when there is no interval. */
export function interval(value: Interval, unit: Unit): string {
  return set(formatInterval(value, unit));
}

/** A share as it is said in a sentence: `41 %`, `2.9 %`, `99.8 %`, `0.012 %`. */
export function percent(ratio: number): string {
  return set(formatShare(ratio));
}

/** A change in percent with its sign: `+38 %`, `−2.1 %`. */
export function change(ratio: number): string {
  if (!Number.isFinite(ratio)) return '–';
  const text = percent(Math.abs(ratio));
  if (/^[0.]+\s/.test(text)) return `±0${space}%`;
  return `${ratio < 0 ? '−' : '+'}${text}`;
}

/** A whole number with its thousands grouped: `28,794`; a mean of some has decimals. */
export function count(value: number): string {
  return set(Number.isInteger(value) ? formatCount(value) : formatMeasured(value, 'count'));
}

/** A varied parameter's value in its dimension: `7`, `4 KiB`, `reuse`, `on`. */
export function parameter(value: ParameterValue, dimension: Dimension | undefined): string {
  return set(formatParameter(value, dimension));
}

/** A round value without trailing zeros, for axes and parameters: `10 Gb/s`, `2.5 Gb/s`, `4 KiB`. */
export function shortQuantity(value: number, unit: Unit): string {
  return set(formatQuantity(value, unit));
}

/** From here on an axis counts cycles in thousands: a tick has no room for more digits. */
const manyCycles = 10_000;

/** What an axis up to this value is written in: every tick is divided by `factor`, and `name` stands once beside the axis. */
export function axisUnit(largest: number, unit: Unit): { readonly factor: number; readonly name: string } {
  if (unit === 'cycles' && largest >= manyCycles) return { factor: 1000, name: 'k cycles' };
  const scale = scaleFor(largest, unit);
  return { factor: scale.factor, name: scale.unit };
}

/** A round number without unit or trailing zeros: `2.5`, `1,000`. */
export function plainNumber(value: number): string {
  return set(formatQuantity(Math.abs(value) < 1e-6 ? 0 : value, 'number'));
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
